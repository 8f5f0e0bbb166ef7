"""Reads a ledger's file row by row without believing it: runs nothing in it, in bounded time."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from lifecycle.recording.files import connect, open_place, sweep
from lifecycle.recording.rowcheck import Row
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.recording.seals import SealTables

MAX_VALUE = 1_100_000
"""Bytes of the largest value that is read from a file: more than any event or checkpoint has."""

STEPS_AT_ONCE = 1_000_000
STEPS_A_KILOBYTE = 2_000
"""Steps of SQLite's machine that reading a kilobyte may take; a sound ledger takes a hundred."""

_SELECT = f"SELECT {', '.join(SEALED_COLUMNS)}, leaf FROM events ORDER BY position"  # noqa: S608

_ASTRAY = """
SELECT stream, version, position FROM events AS event
WHERE version <> 1 AND coalesce(
  (SELECT position FROM events WHERE stream = event.stream AND version = event.version - 1),
  event.position
) >= event.position
ORDER BY position
"""


class RawLedger:
    """One state of a ledger's file, as rows; made by ``open_raw``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.seals = SealTables(connection.cursor())

    def rows(self) -> Iterator[Row]:
        """Return the sealed columns and the stored leaf of each event, in order of position."""
        return self._connection.execute(_SELECT)

    def damages(self) -> Iterator[str]:
        """Yield what SQLite finds wrong with the file: pages, tables, indexes."""
        for (found,) in self._connection.execute("PRAGMA integrity_check(20)"):
            if found != "ok":
                yield str(found)

    def astray(self) -> Iterator[tuple[object, object, int]]:
        """Yield stream, version and position of each event that does not follow its last one.

        Where there is none, the versions of each stream rise from 1 with the positions.
        """
        yield from self._connection.execute(_ASTRAY)


@contextmanager
def open_raw(where: str | Path) -> Generator[RawLedger]:
    """Open a ledger's file to verify it; it is not changed, and its log is read where there is one.

    Raises ``LedgerUnavailable`` for a file that is no ledger, ``IntegrityFailure`` for one with
    tables, views or triggers that are not ours. A ledger of a newer version can be read as long
    as its events are kept in the same table. Inside, one of ``FAILURES`` says that the file cannot
    be read further: it is damaged, or made to take forever.
    """
    place = open_place(where, create=False, read_only=True)
    with ExitStack() as stack:
        connection = connect(place, newer=True)
        stack.callback(sweep, place)
        stack.enter_context(closing(connection))
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MAX_VALUE)
        steps_left = STEPS_AT_ONCE * 10 + Path(where).stat().st_size // 1_000 * STEPS_A_KILOBYTE

        def stop_when_used_up() -> bool:
            nonlocal steps_left
            steps_left -= STEPS_AT_ONCE
            return steps_left < 0

        connection.set_progress_handler(stop_when_used_up, STEPS_AT_ONCE)
        connection.execute("BEGIN")
        yield RawLedger(connection)
