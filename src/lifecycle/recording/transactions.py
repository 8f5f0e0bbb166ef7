"""Transactions on a ledger's file: the write lock first, one connection for all that is inside."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from threading import local

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
    IntegrityError,
)
from eventsourcing.sqlite import (
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
)

from lifecycle.errors import LedgerUnavailable
from lifecycle.recording.faults import BUSY_SECONDS, FAILURES, locked, refusal_of
from lifecycle.recording.files import Place, connect, sweep


class LedgerPool(SQLiteConnectionPool):
    """Connections to one ledger; to one in memory there is only one, which is the ledger."""

    def __init__(self, place: Place) -> None:
        super().__init__(
            db_name=place.uri,
            pool_size=1 if place.in_memory else 5,
            max_overflow=0 if place.in_memory else 10,
            pool_timeout=BUSY_SECONDS,
        )
        self._place = place

    def _create_connection(self) -> SQLiteConnection:
        return SQLiteConnection(connect(self._place), max_age=None)

    def close(self) -> None:
        """Close what nobody uses; a connection in use is closed when it comes back.

        SQLite may end the process when one thread closes a connection that another one reads from.
        """
        with self._put_condition:
            self._closed = True
            while self._pool:
                self._pool.popleft().close()
        sweep(self._place)

    def put_connection(self, conn: SQLiteConnection) -> None:
        """Take a connection back, and close it when the ledger was closed meanwhile."""
        with self._put_condition:
            if not self._closed:
                super().put_connection(conn)
                return
            del self._in_use[id(conn)]
            conn.close()
            if conn.is_writer:
                self._writer_lock.release()


class LedgerDatastore(SQLiteDatastore):
    """eventsourcing's datastore with transactions that read before they write.

    A write takes the file's lock at once: with a deferred BEGIN, a transaction that reads
    before it writes fails when another process wrote in between, whatever the timeout.
    """

    BEGIN_WRITING: str = "BEGIN IMMEDIATE"

    def __init__(self, place: Place) -> None:
        super().__init__(db_name=place.uri, originator_id_type="text")
        self.place = place
        self.pool = LedgerPool(place)
        self._open = local()

    @contextmanager
    def transaction(self, *, commit: bool) -> Generator[SQLiteCursor]:
        """Run what is inside in one transaction; one that this thread has open already is joined.

        Raises ``LedgerUnavailable`` or ``IntegrityFailure`` for failures of the storage, and
        eventsourcing's ``IntegrityError`` for a place that is taken.
        """
        joined: SQLiteCursor | None = getattr(self._open, "cursor", None)
        if joined is not None:
            assert self._open.writing or not commit, "a read transaction does not write"
            yield joined
            return
        try:
            connection = self.pool.get_connection(is_writer=commit)
        except ConnectionPoolClosedError:
            raise LedgerUnavailable(
                "the ledger was closed.", "Open it again.", code="LC313"
            ) from None
        except ConnectionUnavailableError as error:
            raise locked(self.place.where) from error
        try:
            with self._begun(connection, commit=commit) as cursor:
                self._open.cursor, self._open.writing = cursor, commit
                try:
                    yield cursor
                finally:
                    self._open.cursor = None
        finally:
            self.pool.put_connection(connection)

    @contextmanager
    def _begun(self, connection: SQLiteConnection, *, commit: bool) -> Generator[SQLiteCursor]:
        try:
            cursor = connection.cursor()
            cursor.execute(self.BEGIN_WRITING if commit else "BEGIN")
            try:
                yield cursor
                if commit:
                    connection.commit()
            finally:
                connection.rollback()  # does nothing after a commit
                cursor.sqlite_cursor.close()
        except sqlite3.IntegrityError as error:
            raise IntegrityError(str(error)) from error
        except FAILURES as error:
            raise refusal_of(error, self.place.where) from error
