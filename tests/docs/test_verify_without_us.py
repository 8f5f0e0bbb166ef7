"""The recipe for verifying without this program is run as written, on good and on bad bundles."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.docs.test_transcripts import ROOT, SHOWN, happens

DOCUMENT = "docs/verify-without-us.md"
SCRIPT = "set -euo pipefail\n" + "".join(
    re.findall(r"^```sh\n(.*?)^```$", (ROOT / DOCUMENT).read_text(), re.DOTALL | re.MULTILINE)
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the keeper of the ledger made."""
    folder = tmp_path_factory.mktemp("made") / "work"
    folder.mkdir()
    happens(SHOWN[DOCUMENT], folder)
    return folder


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    bash = shutil.which("bash")
    assert bash is not None
    return subprocess.run(
        [bash, "-c", SCRIPT], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_good_bundle_is_verified_by_hand(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "copy")
    done = run(tmp_path / "copy")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("the first 3 events are those that were signed\n")


def test_a_bundle_with_a_withheld_event_is_verified_by_hand(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(made, folder)
    withheld = "rm -r bundle && lifecycle export --bundle bundle --withhold note-1 --reason order"
    happens([(withheld, "…\nWithheld: atlas#3 at position 2; …\n…\n")], folder)
    done = run(folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("the first 3 events are those that were signed\n")
    leaf = json.loads((folder / "bundle/events.jsonl").read_text().splitlines()[2])["leaf"]
    changed(folder / "bundle/events.jsonl", leaf, leaf[::-1])
    assert run(folder).returncode != 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("bundle/events.jsonl", "née", "nee"),
        ("bundle/events.jsonl", "2026-01-20", "2026-01-21"),
        ("bundle/events.jsonl", '"note-1"', "null"),
        ("kept.checkpoint", "\n3\n", "\n2\n"),
        ("ledger.pub", "+A", "+B"),
    ],
    ids=["a letter", "a day", "an id", "the size in the checkpoint", "the key"],
)
def test_a_changed_one_is_not(made: Path, tmp_path: Path, file: str, old: str, new: str) -> None:
    shutil.copytree(made, tmp_path / "copy")
    changed(tmp_path / "copy" / file, old, new)
    done = run(tmp_path / "copy")
    assert done.returncode != 0
    assert "those that were signed" not in done.stdout
