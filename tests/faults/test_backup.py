"""A copy taken while others write is a verified beginning of the ledger, never something else."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.auditing.operator import SIZE, Desk, events_told
from tests.faults.damage import ROOT, aftermath, registered
from tests.faults.worker import BATCH

from lifecycle.auditing.checkpoints import hand_out
from lifecycle.errors import Conflict, IntegrityFailure
from lifecycle.ledger import Ledger
from lifecycle.recording.backup import back_up
from lifecycle.recording.verify import verify


def by_the_program(ledger: Path, target: Path) -> None:
    back_up(ledger, target)


def by_vacuum(ledger: Path, target: Path) -> None:
    connection = sqlite3.connect(ledger)
    connection.execute("VACUUM INTO ?", (str(target),))
    connection.close()


@pytest.mark.parametrize("copy", [by_the_program, by_vacuum])
@pytest.mark.parametrize(
    "times",
    [pytest.param(4, marks=pytest.mark.slow), pytest.param(20, marks=pytest.mark.soak)],
)
def test_a_copy_taken_while_others_write_is_a_beginning_of_the_ledger(
    tmp_path: Path, copy: Callable[[Path, Path], None], times: int
) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        registered(ledger)
    writer = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.worker", str(path), "new", "0"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )
    copies = [tmp_path / f"copy{number}.db" for number in range(times)]
    told: list[int] = []
    assert writer.stdout is not None
    for target in copies:
        told.append(int(writer.stdout.readline()))
        copy(path, target)
    writer.kill()
    writer.wait()
    writer.stdout.close()
    with Ledger.open(path) as ledger:
        whole = [recorded.event.body() for recorded in ledger.events()]
    for acknowledged, target in zip(told, copies, strict=True):
        after = aftermath(target)
        assert after.problems == ()
        assert after.halved(BATCH) == []
        assert after.lost("new", range(acknowledged + 1)) == []
        with Ledger.open(target) as ledger:
            copied = [recorded.event.body() for recorded in ledger.events()]
        assert copied == whole[: len(copied)]


def test_a_copy_is_one_file_that_its_owner_alone_may_read(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    report = back_up(desk.path, folder / "copy.db")
    assert (report.ok, report.size, report.where) == (True, SIZE, str(folder / "copy.db"))
    assert [entry.name for entry in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_nothing_is_overwritten(desk: Desk) -> None:
    with pytest.raises(Conflict, match="already"):
        back_up(desk.path, desk.path)


def test_a_ledger_that_does_not_verify_gives_no_backup(desk: Desk, tmp_path: Path) -> None:
    desk.edit(lambda connection: connection.execute("UPDATE events SET occurred_on = '2026-01-31'"))
    with pytest.raises(IntegrityFailure, match="does not verify"):
        back_up(desk.path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


def test_an_older_copy_verifies_and_only_the_newest_checkpoint_tells_that_it_is_old(
    desk: Desk, tmp_path: Path
) -> None:
    back_up(desk.path, tmp_path / "yesterday.db")
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
        newest = hand_out(ledger, desk.key).note
    assert verify(tmp_path / "yesterday.db").ok
    report = verify(tmp_path / "yesterday.db", checkpoint=newest)
    assert f"says {SIZE + 1} events, and there are {SIZE}" in report.problems[0].cause


def test_a_plain_copy_of_the_file_alone_is_shorter_without_a_word(
    desk: Desk, tmp_path: Path
) -> None:
    """The negative control: the newest events were in the log beside the file."""
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    connection.execute("SELECT count(*) FROM events").fetchone()
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
        shutil.copy(desk.path, tmp_path / "plain.db")
        back_up(desk.path, tmp_path / "whole.db")
    connection.close()
    assert (verify(tmp_path / "plain.db").ok, verify(tmp_path / "plain.db").size) == (True, SIZE)
    assert verify(tmp_path / "whole.db").size == SIZE + 1
