"""Writing a key, a checkpoint, a bundle or a memory may end anywhere: old or new, never half."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.faults.damage import ROOT


def interrupted(folder: Path, *how: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.interrupted", str(folder), *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stderr
    counted: dict[str, Any] = json.loads(done.stdout)
    return counted


@pytest.mark.slow
def test_whatever_is_written_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    counted = interrupted(tmp_path)
    sys.stdout.write(f"ended at: { {name: each['steps'] for name, each in counted.items()} }\n")
    assert {name: each["wrong"] for name, each in counted.items() if each["wrong"]} == {}
    assert all(each["steps"] >= 3 for each in counted.values())


@pytest.mark.slow
def test_files_written_in_place_are_found_half_written(tmp_path: Path) -> None:
    """The negative control."""
    counted = interrupted(tmp_path, "careless")
    for name in ("first key", "checkpoint", "rotation", "audit state"):
        assert counted[name]["wrong"], name
