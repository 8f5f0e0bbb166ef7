"""Several processes write to one ledger at once: nothing is lost, no position is left out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.faults.damage import ROOT


def written(folder: Path, writers: int, events: int, whose: str, *how: str) -> dict[str, Any]:
    arguments = (str(folder / "ledger.db"), str(writers), str(events), whose, *how)
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.writers", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


@pytest.mark.parametrize(
    ("writers", "events"),
    [
        pytest.param(2, 50, marks=pytest.mark.slow),
        pytest.param(8, 20, marks=pytest.mark.slow),
        pytest.param(2, 500, marks=pytest.mark.soak),
        pytest.param(8, 200, marks=pytest.mark.soak),
        pytest.param(16, 100, marks=pytest.mark.soak),
    ],
)
@pytest.mark.parametrize("whose", ["one", "many"])
def test_every_event_of_every_writer_is_there_once(
    tmp_path: Path, writers: int, events: int, whose: str
) -> None:
    counted = written(tmp_path, writers, events, whose)
    sys.stdout.write(f"{writers} writers, {whose} model: {counted}\n")
    assert counted == {
        "acknowledged": writers * events,
        "refused": 0,
        "stored": writers * events,
        "gapless": True,
        "problems": [],
    }


@pytest.mark.slow
def test_a_lock_that_is_taken_late_refuses_some_of_them(tmp_path: Path) -> None:
    """The negative control: with a plain BEGIN a writer that read before fails at once."""
    counted = written(tmp_path, 8, 50, "many", "deferred")
    assert counted["refused"] > 0
    assert counted["acknowledged"] == counted["stored"]
    assert counted["problems"] == []


@pytest.mark.parametrize(
    "times",
    [pytest.param(3, marks=pytest.mark.slow), pytest.param(40, marks=pytest.mark.soak)],
)
def test_a_ledger_that_sixteen_processes_make_at_once_is_one_ledger(
    tmp_path: Path, times: int
) -> None:
    for number in range(times):
        folder = tmp_path / str(number)
        folder.mkdir()
        counted = written(folder, 16, 1, "many")
        assert (counted["refused"], counted["stored"], counted["problems"]) == (0, 16, [])
