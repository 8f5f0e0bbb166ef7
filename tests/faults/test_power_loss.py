"""Whatever a power loss leaves on the disk, what was acknowledged is there and verifies."""

from __future__ import annotations

import random
import sqlite3
import sys
from pathlib import Path

import pytest
from tests.faults import power
from tests.faults.damage import aftermath, registered
from tests.faults.tracing import traced
from tests.faults.worker import BATCH

from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger

BATCHES = 250


class Recording:
    """The steps of a writer, and the files from before it began."""

    def __init__(self, folder: Path, *, synchronous: str) -> None:
        path = folder / "ledger.db"
        with Ledger.open(path) as ledger:
            registered(ledger)
        self.before = {path.name: path.read_bytes()}
        said = str(folder / power.SAID)
        writer = ["tests.faults.careless", synchronous, str(path), "new", str(BATCHES), str(BATCH)]
        ran = traced(
            path,
            *("-y", "-xx", "-s", "100000", f"--trace={power.TRACED}", "-P", said),
            command=[*writer, said],
            log=folder / "log",
        )
        self.steps = power.steps(ran.log, folder)
        said_so = power.acknowledged(self.steps, len(self.steps))
        assert said_so == list(range(BATCHES)), ran.error

    def lost(self, folder: Path, tries: int) -> tuple[int, int]:
        """Return how many of the states lost an acknowledged batch, and how many were damaged."""
        chance = random.Random(7)  # noqa: S311 -- the same states in every run
        lost = damaged = 0
        for number in range(tries):
            until = chance.randint(1, len(self.steps))
            place = folder / str(number)
            place.mkdir()
            files = power.after_power_loss(self.before, self.steps, until, chance)
            for name, content in files.items():
                (place / name).write_bytes(content)
            told = power.acknowledged(self.steps, until)
            try:
                after = aftermath(place / "ledger.db")
            except (LifecycleError, sqlite3.Error):
                damaged += 1
                continue
            lost += bool(after.lost("new", told))
            damaged += bool(after.halved(BATCH) or after.problems)
        return lost, damaged


@pytest.mark.soak
def test_a_thousand_states_after_a_power_loss_keep_everything(tmp_path: Path) -> None:
    (tmp_path / "written").mkdir()
    (tmp_path / "states").mkdir()
    written = Recording(tmp_path / "written", synchronous="FULL")
    lost, damaged = written.lost(tmp_path / "states", 1_000)
    sys.stdout.write(f"power loss, FULL: 1000 states, {lost} lost, {damaged} damaged\n")
    assert (lost, damaged) == (0, 0)


@pytest.mark.soak
@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_a_weaker_setting_loses_what_it_acknowledged(tmp_path: Path, synchronous: str) -> None:
    """The negative control: the simulation finds what the setting FULL is there for."""
    (tmp_path / "written").mkdir()
    (tmp_path / "states").mkdir()
    written = Recording(tmp_path / "written", synchronous=synchronous)
    lost, damaged = written.lost(tmp_path / "states", 200)
    sys.stdout.write(f"power loss, {synchronous}: 200 states, {lost} lost, {damaged} damaged\n")
    assert lost > 100
