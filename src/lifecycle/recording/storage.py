"""Chooses the storage that a ledger's name asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eventsourcing.persistence import InfrastructureFactory

from lifecycle.errors import LedgerUnavailable
from lifecycle.recording.files import open_place
from lifecycle.recording.sqlite import SQLiteLedgerFactory
from lifecycle.time import Clock


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
