"""A writer that is killed at any moment loses nothing that it acknowledged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.faults.damage import ROOT


def kills(folder: Path, tries: int, *how: str) -> dict[str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.kills", str(folder), str(tries), *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, int] = json.loads(done.stdout)
    return counted


@pytest.mark.parametrize(
    "tries",
    [
        pytest.param(10, marks=pytest.mark.slow),
        pytest.param(200, marks=pytest.mark.soak),
    ],
)
def test_nothing_acknowledged_is_lost_and_no_batch_is_halved(tmp_path: Path, tries: int) -> None:
    counted = kills(tmp_path, tries)
    sys.stdout.write(f"kill -9: {counted}\n")
    assert counted["tries"] == tries
    assert counted["acknowledged"] >= tries
    assert (counted["lost"], counted["halved"], counted["problems"]) == (0, 0, 0)


@pytest.mark.slow
def test_a_writer_that_acknowledges_too_early_is_found_out(tmp_path: Path) -> None:
    """The negative control."""
    assert kills(tmp_path, 40, "early")["lost"] > 0
