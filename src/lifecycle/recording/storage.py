"""Chooses the storage that a ledger's name asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eventsourcing.persistence import InfrastructureFactory
from eventsourcing.sqlite import SQLiteFactory

from lifecycle.errors import LedgerUnavailable
from lifecycle.recording.files import Place, open_place
from lifecycle.recording.sqlite import SQLiteLedgerRecorder
from lifecycle.recording.transactions import LedgerDatastore
from lifecycle.time import Clock


class SQLiteLedgerFactory(SQLiteFactory):
    """eventsourcing's factory for a file that was opened and checked."""

    def __init__(self, place: Place, clock: Clock) -> None:
        super().__init__({self.SQLITE_DBNAME: place.uri, self.ORIGINATOR_ID_TYPE: "text"})
        self.datastore: LedgerDatastore = LedgerDatastore(place)
        self._clock = clock

    def application_recorder(self) -> SQLiteLedgerRecorder:
        """Return the recorder of the file."""
        return SQLiteLedgerRecorder(self.datastore, self._clock)


def open_storage(
    where: str | Path, *, clock: Clock, create: bool, read_only: bool
) -> InfrastructureFactory[Any]:
    """Return the factory of an opened storage: a path or ``:memory:`` is kept by SQLite."""
    scheme = str(where).partition(":")[0].lower()
    if scheme in ("postgres", "postgresql"):
        raise LedgerUnavailable(
            "a ledger in PostgreSQL is not supported by this version.",
            "Name a file: --ledger PATH",
            code="LC312",
        )
    return SQLiteLedgerFactory(open_place(where, create=create, read_only=read_only), clock)
