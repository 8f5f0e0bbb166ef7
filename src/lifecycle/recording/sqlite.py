"""Keeps a ledger in one SQLite file: every event sealed in the transaction that writes it."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import cast
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteCursor

from lifecycle.domain.names import Name
from lifecycle.errors import IntegrityFailure
from lifecycle.recording.recorder import Head, LedgerRecorder, Tail
from lifecycle.recording.rows import EventRow, leaves_of, row_of, stamped
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.recording.seals import SealTables
from lifecycle.recording.transactions import LedgerDatastore
from lifecycle.seal.merkle import Frontier
from lifecycle.time import Clock, to_microseconds

CHUNK = 4_000
"""Events handed to SQLite at once."""

_COLUMNS = ", ".join(SEALED_COLUMNS)
_SELECT = f"SELECT {_COLUMNS} FROM events "  # noqa: S608 -- constant names
_INSERT = f"INSERT INTO events ({_COLUMNS}, leaf) VALUES ({', '.join('?' * 10)})"  # noqa: S608


class SQLiteLedgerRecorder(SQLiteApplicationRecorder, LedgerRecorder):
    """The ledger's recorder on SQLite 3.37 or later.

    ``clock`` stamps events that are stored bare; the ledger stamps its own under the same lock.
    """

    def __init__(self, datastore: LedgerDatastore, clock: Clock) -> None:
        super().__init__(datastore, events_table_name="events")
        self.datastore: LedgerDatastore = datastore
        self._clock = clock

    def create_table(self) -> None:
        """Do nothing: a file is made with its tables when it is opened."""

    @contextmanager
    def writing(self) -> Generator[Tail]:
        """Hold the write lock of the file."""
        with self.datastore.transaction(commit=True) as cursor:
            yield self._tail(cursor)

    @contextmanager
    def reading(self) -> Generator[None]:
        """Keep every read inside at one state of the file."""
        with self.datastore.transaction(commit=False):
            yield

    def tail(self) -> Tail:
        """Return the end of the ledger as it can be read now."""
        with self.datastore.transaction(commit=False) as cursor:
            return self._tail(cursor)

    def _tail(self, cursor: SQLiteCursor) -> Tail:
        """Return the end of the ledger; refuse to build on a tail that was cut or grown by hand."""
        cursor.execute(
            "SELECT size, nodes, (SELECT max(position) FROM events),"
            " (SELECT recorded_at FROM events ORDER BY position DESC LIMIT 1) FROM frontier"
        )
        row = cursor.fetchone()
        try:
            size, nodes, last, recorded_at = row
            frontier = Frontier.from_bytes(size, nodes)
        except (TypeError, ValueError):
            raise _damaged("the state of its seal cannot be read") from None
        if size != (0 if last is None else last + 1):
            stored = 0 if last is None else last + 1
            raise _damaged(f"its seal covers {size} events and it holds {stored}")
        return Tail(frontier, recorded_at)

    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        names: Iterable[Name] = (),
        tail: Tail | None = None,
        **_: object,
    ) -> Sequence[int] | None:
        if not stored_events:
            return None
        tail = tail or self._tail(c)
        tree = tail.tree
        rows = map(EventRow.sealed, self._stamped(stored_events, tail))
        while chunk := list(islice(rows, CHUNK)):
            leaves = leaves_of(chunk)
            c.executemany(
                _INSERT, [(*columns, leaf) for columns, leaf in zip(chunk, leaves, strict=True)]
            )
            tree = tree.extend(leaves)
        c.execute("UPDATE frontier SET size = ?, nodes = ?", (tree.size, tree.to_bytes()))
        for name in names:
            c.execute(
                "INSERT INTO names VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
                (name.space, name.folded, name.key),
            )
        return list(range(tail.size + 1, tree.size + 1))

    def _stamped(self, stored_events: Sequence[StoredEvent], tail: Tail) -> Iterator[EventRow]:
        """Yield rows that continue the ledger; an event that is not yet stamped is stamped here."""
        last = -1 if tail.recorded_at is None else tail.recorded_at
        now = to_microseconds(self._clock())
        for position, event in enumerate(stored_events, start=tail.size):
            if isinstance(event, EventRow):
                row = event
            else:
                row = stamped(event, position, max(now, last + 1))
            assert row.position == position, "positions have no gap"
            assert row.recorded_at > last, "recorded_at rises with the position"
            last = row.recorded_at
            yield row

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Return rows of one stream by their versions, as eventsourcing's event store asks."""
        return self._rows(
            f"WHERE stream = ? AND version > ? AND version <= ? ORDER BY version"
            f" {'DESC' if desc else 'ASC'} LIMIT ?",
            (
                originator_id,
                -1 if gt is None else gt,
                _MAX if lte is None else lte,
                -1 if limit is None else limit,
            ),
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Return rows by their notification ids, which are their positions plus 1."""
        first = 0 if start is None else start - 1 if inclusive_of_start else start
        chosen = f"AND topic IN ({', '.join('?' * len(topics))}) " if topics else ""
        return self._rows(
            f"WHERE position >= ? AND position < ? {chosen}ORDER BY position LIMIT ?",
            (first, _MAX if stop is None else stop, *topics, limit),
        )

    def _max_notification_id(self, c: SQLiteCursor) -> int:
        c.execute("SELECT max(position) + 1 FROM events")
        return cast("int", c.fetchone()[0])

    def select_rows(
        self,
        start: int,
        stop: int,
        *,
        stream: str | None = None,
        until: int | None = None,
        limit: int,
    ) -> Sequence[EventRow]:
        """Return rows in ledger order, of one stream by its index or of all by position."""
        return self._rows(
            f"WHERE {'' if stream is None else 'stream = ? AND '}position >= ? AND position < ?"
            f" AND recorded_at <= ? ORDER BY {'position' if stream is None else 'version'} LIMIT ?",
            (
                *(() if stream is None else (stream,)),
                start,
                stop,
                _MAX if until is None else until,
                limit,
            ),
        )

    def find_ids(self, ids: Sequence[str]) -> Mapping[str, EventRow]:
        """Return the rows that carry these own ids."""
        found: dict[str, EventRow] = {}
        for first in range(0, len(ids), 500):
            some = ids[first : first + 500]
            for row in self._rows(f"WHERE event_id IN ({', '.join('?' * len(some))})", some):
                assert row.event_id is not None
                found[row.event_id] = row
        return found

    def find_version(self, stream: str, version: int) -> EventRow | None:
        """Return the row at that place of a stream."""
        return next(iter(self._rows("WHERE stream = ? AND version = ?", (stream, version))), None)

    def find_mentions(self, name: str) -> Sequence[EventRow]:
        """Return the rows whose body holds that text in quotation marks; reads the whole table."""
        return self._rows("WHERE instr(body, ?) ORDER BY position", (f'"{name}"'.encode(),))

    def select_streams(self, prefix: str, until: int | None = None) -> Sequence[str]:
        """Return the streams that begin so by the index of first versions."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(
                "SELECT stream FROM events WHERE version = 1 AND lower(stream) >= ?"
                " AND lower(stream) < ? AND recorded_at <= ? ORDER BY stream",
                (prefix, prefix + "\N{DELETE}", _MAX if until is None else until),
            )
            return [stream for (stream,) in c.fetchall()]

    def _rows(self, condition: str, parameters: Sequence[object]) -> Sequence[EventRow]:
        with self.datastore.transaction(commit=False) as c:
            c.execute(_SELECT + condition, parameters)
            return list(map(row_of, c.fetchall()))

    def spelled(self, name: Name) -> str | None:
        """Return how a key that differs from this one at most in case was last remembered."""
        with self.datastore.transaction(commit=False) as c:
            c.execute(
                "SELECT name FROM names WHERE space = ? AND folded = ?", (name.space, name.folded)
            )
            row = c.fetchone()
            return None if row is None else cast("str", row[0])

    def names(self) -> Mapping[tuple[str, str], str]:
        """Return the table of names."""
        with self.datastore.transaction(commit=False) as c:
            c.execute("SELECT space, folded, name FROM names")
            return {(space, folded): name for space, folded, name in c.fetchall()}

    def replace_names(self, names: Mapping[tuple[str, str], str]) -> None:
        """Write the table of names anew."""
        with self.datastore.transaction(commit=True) as c:
            c.execute("DELETE FROM names")
            rows = [(*place, name) for place, name in names.items()]
            c.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)

    def person(self, name: str) -> str:
        """Return the random id of a person, 16 hexadecimal digits, made on first use."""
        with self.datastore.transaction(commit=True) as c:
            c.execute("SELECT id FROM person WHERE name = ?", (name,))
            row = c.fetchone()
            if row is not None:
                return cast("str", row[0])
            made = secrets.token_hex(8)
            c.execute("INSERT INTO person VALUES (?, ?)", (made, name))
            return made

    @contextmanager
    def seals(self, *, write: bool) -> Generator[SealTables]:
        """Give access to the tables of the seal in a transaction of the file."""
        with self.datastore.transaction(commit=write) as cursor:
            yield SealTables(cursor)

    def head(self) -> Head:
        """Return the size and the root that are kept beside the events."""
        with self.datastore.transaction(commit=False) as c:
            tree = self._tail(c).tree
            return Head(tree.size, tree.root())


_MAX = 2**63 - 1


def _damaged(cause: str) -> IntegrityFailure:
    return IntegrityFailure(
        f"the ledger was changed by another program: {cause}.",
        "Restore it from a backup, and compare that with a checkpoint kept elsewhere.",
        code="LC413",
    )
