"""CI runs every test: one that skips itself fails there, and is skipped elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CONFTEST = Path(__file__).parents[1] / "conftest.py"
SKIPPING = {
    "test_by_itself.py": "import pytest\ndef test_it():\n    pytest.skip('no data')\n",
    "test_by_a_mark.py": "import pytest\n@pytest.mark.skip\ndef test_it():\n    pass\n",
    "test_as_a_module.py": "import pytest\npytest.skip('no data', allow_module_level=True)\n",
    "test_for_want_of_a_module.py": "import pytest\npytest.importorskip('no_such_module')\n",
}


@pytest.fixture
def skipping(tmp_path: Path) -> Path:
    shutil.copy(CONFTEST, tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    for name, source in SKIPPING.items():
        (tmp_path / name).write_text(source)
    return tmp_path


def test_in_ci_every_way_to_skip_fails(skipping: Path) -> None:
    done = run(skipping, ci="true")
    assert "1 failed, 3 errors" in done.stdout
    assert done.returncode == 1


def test_elsewhere_a_skip_is_a_skip(skipping: Path) -> None:
    done = run(skipping, ci="")
    assert "4 skipped" in done.stdout
    assert done.returncode == 0


def run(folder: Path, *, ci: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:cov"]
    return subprocess.run(
        [*command, "--continue-on-collection-errors", str(folder)],
        env={**os.environ, "CI": ci},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
