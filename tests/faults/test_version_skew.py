"""A ledger that a later version wrote on: this one, installed from its wheel, leaves it alone.

The installed program stands for the old one. What a later version may do is done to the file by
hand: a higher version of its tables, a table and an index more, events of a kind not known here.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from tests.installed import build, install

from lifecycle import Ledger
from lifecycle.recording.rows import row_of
from lifecycle.recording.schema import OBJECTS, USER_VERSION

pytestmark = pytest.mark.slow

RECORD = ("record", "noted", "atlas", "--on", "2026-01-06", "--actor", "acme", "--text", "seen")
REFUSED, INTEGRITY = 3, 4


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


class Program:
    """The installed program, on one ledger."""

    def __init__(self, bin_: Path, where: Path) -> None:
        self.where = where
        self._command = bin_ / "lifecycle"

    def __call__(self, *arguments: str) -> Done:
        done = subprocess.run(
            [self._command, "--ledger", self.where, *arguments],
            cwd=self.where.parent,
            env={"NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert "Traceback" not in done.stderr
        return Done(done.returncode, done.stdout, done.stderr)

    def verified(self) -> dict[str, object]:
        done = self("verify", "--json")
        assert done.out, done.err
        report: dict[str, object] = json.loads(done.out)
        assert done.code == (0 if report["ok"] else INTEGRITY)
        return report


@pytest.fixture(scope="module")
def bin_(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(build(tmp_path_factory.mktemp("dist")), tmp_path_factory.mktemp("installed"))


@pytest.fixture
def old(bin_: Path, tmp_path: Path) -> Program:
    """Return the installed program on a ledger of two events that it has written itself."""
    program = Program(bin_, tmp_path / "ledger.db")
    assert program("init", "--no-key").code == 0
    registered = program(
        "record", "registered", "atlas", "--on", "2026-01-05", "--actor", "acme", "--yes"
    )
    assert registered.code == 0, registered.err
    done = program(*RECORD, "--yes")
    assert done.code == 0, done.err
    return program


def of_a_later_version(where: Path) -> None:
    """Add an event of a kind that no version knows yet, sealed as any other."""
    with Ledger.open(where) as ledger:
        tail = ledger.storage.tail()
        assert tail.recorded_at is not None
        row = (tail.size, "fleet:harbour", 1, "fleet_formed/7", "2031-01-02", tail.recorded_at + 1)
        ledger.storage.insert_events([row_of((*row, "somebody", None, b"\xa1in another form"))])


def raised(where: Path, *statements: str) -> None:
    with closing(sqlite3.connect(where, isolation_level=None)) as connection:
        for statement in (*statements, f"PRAGMA user_version = {USER_VERSION + 1}"):
            connection.execute(statement)


def digest(where: Path) -> str:
    return hashlib.sha256(where.read_bytes()).hexdigest()


def test_a_newer_ledger_is_refused_for_recording_and_for_answers_and_left_as_it_is(
    old: Program,
) -> None:
    of_a_later_version(old.where)
    raised(old.where)
    before = digest(old.where)
    for command in (
        (*RECORD, "--yes"),
        ("status", "atlas"),
        ("events",),
        ("export", "--bundle", str(old.where.parent / "bundle")),
    ):
        done = old(*command)
        assert (done.code, done.out) == (REFUSED, ""), command
        assert "newer version of this program" in done.err
        assert "Upgrade the package gpai-lifecycle-ledger." in done.err
    assert digest(old.where) == before


def test_a_newer_ledger_is_verified_all_the_same(old: Program) -> None:
    of_a_later_version(old.where)
    raised(
        old.where,
        "CREATE TABLE later (one TEXT) STRICT",
        "CREATE INDEX later_by_one ON later (one)",
    )
    report = old.verified()
    assert (report["ok"], report["events"], report["problems"]) == (True, 3, [])


def test_what_was_changed_in_a_newer_ledger_is_found(old: Program) -> None:
    of_a_later_version(old.where)
    raised(
        old.where,
        "DROP TRIGGER events_are_never_changed",
        "UPDATE events SET body = x'00' WHERE position = 2",
        OBJECTS["events_are_never_changed"],
    )
    report = old.verified()
    assert report["ok"] is False
    changed = {"position": 2, "cause": "the event was changed after it was sealed"}
    assert changed in cast("list[object]", report["problems"])


def test_a_trigger_of_a_later_version_is_refused_since_it_could_hang_a_reader(old: Program) -> None:
    trigger = "CREATE TRIGGER later AFTER INSERT ON names BEGIN SELECT 1; END"
    raised(old.where, trigger)
    done = old("verify")
    assert done.code == INTEGRITY
    assert "not ours: 'later'" in done.err


def test_an_unknown_event_among_tables_of_this_version_is_verified_and_never_interpreted(
    old: Program,
) -> None:
    of_a_later_version(old.where)
    assert old.verified()["ok"] is True
    done = old("events")
    assert done.code == INTEGRITY
    assert "knows no topic 'fleet_formed/7'" in done.err
    assert "upgrade" in done.err


def test_negative_control_the_same_program_records_on_a_ledger_of_its_own_version(
    old: Program,
) -> None:
    before = digest(old.where)
    assert old(*RECORD, "--yes").code == 0
    assert digest(old.where) != before
    assert old("status", "atlas").code == 0
