"""A ledger that was only read lies there as before: no log beside it, not a byte changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lifecycle import Ledger
from lifecycle.recording import backup, files, raw, transactions
from lifecycle.recording.backup import back_up
from lifecycle.recording.files import Place
from lifecycle.recording.verify import verify

EVENT = {"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"}


def ask(path: Path) -> None:
    with Ledger.open(path, read_only=True) as ledger:
        assert ledger.models() == ["atlas"]


def check(path: Path) -> None:
    assert verify(path).ok


def copy(path: Path) -> None:
    back_up(path, path.parent / "copy.db")
    (path.parent / "copy.db").unlink()


READING: list[Callable[[Path], None]] = [ask, check, copy]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "ledger.db"
    with Ledger.open(where) as ledger:
        ledger.record(EVENT)
    return where


def lying_there(path: Path) -> list[str]:
    return sorted(each.name for each in path.parent.iterdir())


@pytest.mark.parametrize("read", READING)
def test_reading_leaves_the_file_alone_and_nothing_beside_it(
    path: Path, read: Callable[[Path], None]
) -> None:
    before = path.read_bytes(), path.stat().st_mtime_ns
    read(path)
    assert lying_there(path) == ["ledger.db"]
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("read", READING)
def test_negative_control_without_the_sweep_the_log_stays(
    path: Path, read: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_: Place) -> None:
        pass

    for module in (backup, raw, transactions):
        monkeypatch.setattr(module, files.sweep.__name__, nothing)
    read(path)
    assert "ledger.db-wal" in lying_there(path)


@pytest.mark.parametrize("read", READING)
def test_the_log_of_a_writer_is_left_to_it(path: Path, read: Callable[[Path], None]) -> None:
    with Ledger.open(path) as writer:
        writer.record({**EVENT, "type": "noted", "text": "x"})
        read(path)
        assert {"ledger.db-wal", "ledger.db-shm"} <= set(lying_there(path))
        writer.record({**EVENT, "type": "noted", "text": "y"})
    assert lying_there(path) == ["ledger.db"]
    assert verify(path).size == 3


@pytest.mark.parametrize("read", READING)
def test_another_reader_keeps_what_it_reads_by(path: Path, read: Callable[[Path], None]) -> None:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM events").fetchone() == (1,)
        read(path)
        with Ledger.open(path) as ledger:
            ledger.record({**EVENT, "type": "noted", "text": "x"})
        assert other.execute("SELECT count(*) FROM events").fetchone() == (1,)
    assert verify(path).size == 2


@pytest.mark.parametrize("read", READING)
def test_events_in_a_log_that_was_left_behind_stay_in_it(
    path: Path, tmp_path: Path, read: Callable[[Path], None]
) -> None:
    """A writer that was killed leaves its log: reading moves nothing from it into the file."""
    left = tmp_path / "left"
    left.mkdir()
    with Ledger.open(path) as writer:
        writer.record({**EVENT, "type": "noted", "text": "x"})
        for name in ("ledger.db", "ledger.db-wal"):
            shutil.copy(path.parent / name, left / name)
    before = [(left / name).read_bytes() for name in ("ledger.db", "ledger.db-wal")]
    read(left / "ledger.db")
    assert [(left / name).read_bytes() for name in ("ledger.db", "ledger.db-wal")] == before
    assert verify(left / "ledger.db").size == 2
