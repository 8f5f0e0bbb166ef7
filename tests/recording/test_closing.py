"""Closing a ledger that another thread is using: that thread ends its transaction first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from lifecycle import LedgerUnavailable
from lifecycle.recording.files import open_place
from lifecycle.recording.transactions import LedgerDatastore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LedgerDatastore]:
    datastore = LedgerDatastore(open_place(tmp_path / "l.db", create=True, read_only=False))
    yield datastore
    datastore.close()


@pytest.mark.parametrize("commit", [False, True], ids=["reading", "writing"])
def test_a_transaction_outlives_the_closing_of_its_ledger(
    store: LedgerDatastore, commit: bool
) -> None:
    begun, closed = Event(), Event()
    seen: list[object] = []

    def use() -> None:
        with store.transaction(commit=commit) as cursor:
            seen.append(cursor.sqlite_cursor.connection)
            begun.set()
            closed.wait(30)
            cursor.execute("SELECT count(*) FROM events")
            seen.append(cursor.fetchone()[0])
            if commit:
                cursor.execute("INSERT INTO person VALUES ('0123456789abcdef', 'Ada')")

    thread = Thread(target=use)
    thread.start()
    assert begun.wait(30)
    store.close()
    closed.set()
    thread.join()
    connection, count = seen
    assert count == 0
    assert isinstance(connection, sqlite3.Connection)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")
    with pytest.raises(LedgerUnavailable) as refused, store.transaction(commit=commit):
        pass
    assert refused.value.code == "LC313"
    with LedgerDatastore(store.place).transaction(commit=False) as cursor:
        cursor.execute("SELECT count(*) FROM person")
        assert cursor.fetchone()[0] == commit


def test_closing_twice_is_closing_once(store: LedgerDatastore) -> None:
    store.close()
    store.close()
