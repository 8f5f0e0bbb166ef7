"""What docs/how-to/record-from-pipelines.md shows for a Trainer and for GitHub Actions works."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.cli.terminal import done

from lifecycle import Ledger
from lifecycle.pipelines.huggingface import LedgerCallback

HOW_TO = (Path(__file__).parents[2] / "docs/how-to/record-from-pipelines.md").read_text()
RELEASED = {
    "type": "released",
    "model": "atlas",
    "occurred_on": "2025-11-24",
    "id": "release-1",
    "channel": "api",
    "market": "outside_union",
}
yaml: Any = import_module("yaml")


def block(language: str, holding: str) -> str:
    """Return the code of a language that has these words in it."""
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", HOW_TO, re.DOTALL | re.MULTILINE)
    (found,) = (each for each in blocks if holding in each)
    return str(found)


class Trainer:
    """Takes the callback of the document; training with one is tried in test_trainer.py."""

    def __init__(self) -> None:
        self.callbacks: list[LedgerCallback] = []

    def add_callback(self, callback: LedgerCallback) -> None:
        self.callbacks.append(callback)


def test_the_callback_is_made_as_shown() -> None:
    trainer = Trainer()
    exec(block("python", "LedgerCallback"), {"trainer": trainer})  # noqa: S102 -- it is what is tried
    assert [type(each) for each in trainer.callbacks] == [LedgerCallback]


class Job(NamedTuple):
    """What came of a job: the exit code of the step that ended it, its output, its summary."""

    code: int
    printed: str
    summary: str


def run_action(**inputs: str) -> Job:
    """Run the steps of the action as a runner does, each expression replaced by its input."""
    action = yaml.safe_load(block("yaml", "using: composite"))
    assert {name for name, each in action["inputs"].items() if each["required"]} == inputs.keys()
    summary = Path("summary.md")
    summary.touch()
    printed = ""
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        told = {
            name: expression.split(".")[1].split()[0] for name, expression in step["env"].items()
        }
        environment = {
            **os.environ,
            **{name: inputs[each] for name, each in told.items()},
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "GITHUB_STEP_SUMMARY": str(summary),
        }
        ended = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],  # noqa: S607
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        printed += ended.stdout
        if ended.returncode:
            return Job(ended.returncode, printed, summary.read_text())
    return Job(0, printed, summary.read_text())


@pytest.fixture
def release(empty: Path) -> dict[str, str]:
    """Return the inputs of a job in a folder with a ledger of one model."""
    done("init")
    done("record", "registered", "atlas", "--on", "2025-11-01", "--actor", "acme")
    Path("release.jsonl").write_text(json.dumps(RELEASED) + "\n")
    return {"events": "release.jsonl", "ledger": str(empty / "lifecycle.db")}


def test_a_release_that_binds_nobody_is_recorded_once(release: dict[str, str]) -> None:
    done("record", "assessed", "atlas", "--on", "2025-11-02", "--generality", "narrow")
    for said in ("Recorded 1 event of release.jsonl", "release.jsonl was imported already"):
        job = run_action(**release)
        assert (job.code, said in job.summary) == (0, True), job.printed
    with Ledger.open(release["ledger"], read_only=True) as ledger:
        ids = [recorded.event.id for recorded in ledger.events(model="atlas")]
    assert ids == [None, None, "release-1"]


def test_a_release_that_leaves_obligations_open_stops_the_job(release: dict[str, str]) -> None:
    job = run_action(**release)
    assert job.code == 1
    assert "::error" in job.printed
    assert job.summary == ""
