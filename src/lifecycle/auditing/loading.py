"""Loads the events of a bundle into a ledger in memory, to be asked questions."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from lifecycle.auditing.bundle_files import BundleFiles
from lifecycle.errors import SealError
from lifecycle.ledger import PAGE, Ledger
from lifecycle.recording.rowcheck import Row
from lifecycle.recording.rows import EventRow, row_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.time import Clock


def load_bundle(directory: Path, clock: Clock) -> Ledger:
    """Return a ledger in memory with the events of a bundle, to be asked questions.

    Raises ``InputError`` for lines that are no events, ``SealError`` when some are withheld.
    """
    rows = map(_told, BundleFiles(directory).rows())
    ledger = Ledger.open(":memory:", clock=clock)
    try:
        while page := list(islice(rows, PAGE)):
            ledger.storage.insert_events(page)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _told(row: Row) -> EventRow:
    if len(row) != len(SEALED_COLUMNS) + 1:
        raise SealError("an event of the bundle is withheld, so it answers no questions.")
    return row_of(row[:-1])
