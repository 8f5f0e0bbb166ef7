"""A ledger of a million events verifies in little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.faults.damage import ROOT

MEGABYTES = 256


def measured(*arguments: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.million", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


@pytest.mark.parametrize(
    "events",
    [
        pytest.param(20_000, marks=pytest.mark.slow),
        pytest.param(1_000_000, marks=pytest.mark.soak),
    ],
)
def test_memory_does_not_grow_with_the_ledger(tmp_path: Path, events: int) -> None:
    path = str(tmp_path / "ledger.db")
    written, verified = measured("write", path, str(events)), measured("verify", path)
    sys.stdout.write(f"written {written}, verified {verified}\n")
    assert verified["events"] == written["events"] == events
    assert verified["megabytes"] < MEGABYTES
