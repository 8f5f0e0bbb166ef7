"""A storage that fails says what happened and what to do, and keeps nothing of the write."""

from __future__ import annotations

import errno
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from eventsourcing.persistence import ConnectionUnavailableError

from lifecycle import IntegrityFailure, Ledger, LedgerUnavailable
from lifecycle.recording import faults, files
from lifecycle.recording.transactions import LedgerPool

EVENT = {"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"}


@pytest.mark.parametrize(
    ("code", "kind", "refusal"),
    [
        (sqlite3.SQLITE_BUSY, LedgerUnavailable, "LC302"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LedgerUnavailable, "LC302"),
        (sqlite3.SQLITE_LOCKED, LedgerUnavailable, "LC302"),
        (sqlite3.SQLITE_NOTADB, LedgerUnavailable, "LC303"),
        (sqlite3.SQLITE_READONLY, LedgerUnavailable, "LC305"),
        (sqlite3.SQLITE_CANTOPEN, LedgerUnavailable, "LC305"),
        (sqlite3.SQLITE_PERM, LedgerUnavailable, "LC305"),
        (sqlite3.SQLITE_FULL, LedgerUnavailable, "LC307"),
        (sqlite3.SQLITE_IOERR_FSYNC, LedgerUnavailable, "LC308"),
        (sqlite3.SQLITE_CORRUPT, IntegrityFailure, "LC411"),
        (sqlite3.SQLITE_TOOBIG, LedgerUnavailable, "LC300"),
        (None, LedgerUnavailable, "LC300"),
    ],
)
def test_each_failure_has_a_cause_and_a_cure(
    code: int | None, kind: type[Exception], refusal: str
) -> None:
    error = sqlite3.OperationalError("what SQLite says")
    if code is not None:
        error.sqlite_errorcode = code
    found = faults.refusal_of(error, "ledger.db")
    assert isinstance(found, kind)
    assert found.code == refusal
    assert "ledger.db" in found.cause
    assert found.cure or refusal == "LC300"


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (FileNotFoundError(errno.ENOENT, "gone"), "LC301"),
        (OSError(errno.ENOSPC, "no space"), "LC307"),
        (OSError(errno.EDQUOT, "quota"), "LC307"),
        (PermissionError(errno.EACCES, "denied"), "LC305"),
        (OSError("without a number"), "LC305"),
    ],
)
def test_failures_of_the_file_system_too(error: OSError, refusal: str) -> None:
    assert faults.refusal_of_file(error, "ledger.db").code == refusal


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "ledger.db"
    file.touch()

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(LedgerUnavailable, match="Permission denied"):
        Ledger.open(file)


def test_a_locked_ledger_is_waited_for_and_read_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.05)
    file = tmp_path / "ledger.db"
    with Ledger.open(file) as ledger, closing(sqlite3.connect(file, isolation_level=None)) as other:
        ledger.record(EVENT)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable) as refusal:
            ledger.record({**EVENT, "model": "bora"})
        assert refusal.value.code == "LC302"
        assert ledger.models() == ["atlas"]
        other.execute("COMMIT")
        ledger.record({**EVENT, "model": "bora"})


def test_a_thread_that_waits_too_long_for_another_is_told_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object, **__: object) -> None:
        raise ConnectionUnavailableError

    with Ledger.open(tmp_path / "ledger.db") as ledger:
        monkeypatch.setattr(LedgerPool, "get_connection", unavailable)
        with pytest.raises(LedgerUnavailable) as refusal:
            ledger.record(EVENT)
        assert refusal.value.code == "LC302"


def test_a_file_that_sqlite_cannot_open(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with Ledger.open(file) as ledger:
        file.unlink()
        with pytest.raises(LedgerUnavailable) as refusal:
            ledger.record(EVENT)
    assert refusal.value.code == "LC305"


FILL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
from lifecycle import Ledger, LifecycleError
with Ledger.open(sys.argv[1]) as ledger:
    number = 0
    try:
        while True:
            note = {"type": "registered", "model": f"m{number}", "occurred_on": "2025-03-01",
                    "note": "x" * 400}
            ledger.record(note)
            number += 1
    except LifecycleError as error:
        print(number, error.code)
"""


def test_a_disk_that_is_full_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    """By the limit on a file's size, which SQLite meets as it does a full disk."""
    file = tmp_path / "ledger.db"

    done = subprocess.run(
        [sys.executable, "-c", FILL, file],
        capture_output=True,
        text=True,
        check=True,
    )
    number, code = done.stdout.split()
    assert code in ("LC307", "LC308")
    assert int(number) > 10
    with Ledger.open(file) as ledger:
        assert ledger.head.size == int(number)
        assert ledger.record(EVENT).position == int(number)
