"""Keeps a ledger's checkpoints and its first key beside its events, and reads its tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lifecycle.errors import SealError
from lifecycle.seal.merkle import Frontier

if TYPE_CHECKING:
    # Signatures are loaded where they are needed: recording and reading do without them.
    from lifecycle.seal.keyring import KeyRing
    from lifecycle.seal.note import VerifierKey

LEAVES_AT_ONCE = 10_000


class Cursor(Protocol):
    """What is asked of a database's cursor, inside a transaction that is open already."""

    def execute(self, statement: str, parameters: Sequence[Any] = ..., /) -> object:
        """Run one statement."""
        ...

    def fetchone(self) -> Any:  # noqa: ANN401 -- a row is whatever the database holds
        """Return the next row, or ``None``."""
        ...

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        ...


@dataclass(frozen=True, slots=True)
class StoredCheckpoint:
    """A signed checkpoint as it is kept: its note and the tree's state at its size.

    ``written_at`` and ``handed_out_at`` are microseconds since 1970 by the ledger's own clock;
    the latter is ``None`` as long as the checkpoint has not left the machine. ``timestamp`` is
    the answer of a timestamping authority to the note (RFC 3161, DER), as it was received.
    """

    size: int
    nodes: bytes
    note: bytes
    written_at: int
    handed_out_at: int | None = None
    hands_over: bool = False
    timestamp: bytes | None = None


class SealTables:
    """The tables of the seal, as one transaction sees them."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def first_key(self) -> VerifierKey | None:
        """Return the key that signed first, or ``None`` for a ledger that was never given one."""
        from lifecycle.seal.note import VerifierKey  # noqa: PLC0415 -- see above

        self._cursor.execute("SELECT key FROM first_key")
        row = self._cursor.fetchone()
        return None if row is None else VerifierKey.parse(str(row[0]))

    def set_first_key(self, key: VerifierKey) -> None:
        """Give a ledger its first key; it cannot be given another, only a successor."""
        self._cursor.execute("INSERT INTO first_key VALUES (1, ?)", (str(key),))

    def keys(self, known: KeyRing | None = None) -> KeyRing | None:
        """Return the keys of this ledger, as its checkpoints hand over from one to the next.

        They begin with the ``known`` ones, or else with the one that the ledger names itself.
        Raises ``SealError`` when a handing over is not signed as it must be.
        """
        from lifecycle.seal.keyring import KeyRing  # noqa: PLC0415 -- see above

        first = self.first_key()
        ring = known or (None if first is None else KeyRing.of(first))
        if ring is None:
            return None
        for stored in self.checkpoints():
            if stored.hands_over:
                ring = ring.follow(stored.note)
        return ring

    def checkpoints(self) -> list[StoredCheckpoint]:
        """Return the checkpoints that are kept, in the order in which they were signed."""
        self._cursor.execute(
            "SELECT size, nodes, note, written_at, handed_out_at, hands_over, timestamp"
            " FROM checkpoints ORDER BY number"
        )
        return [_checkpoint(row) for row in self._cursor.fetchall()]

    def add(self, checkpoint: StoredCheckpoint) -> None:
        """Keep a checkpoint; it takes the place of one that never left and hands over to nobody."""
        self._cursor.execute(
            "DELETE FROM checkpoints"
            " WHERE handed_out_at IS NULL AND NOT hands_over AND timestamp IS NULL"
        )
        self._cursor.execute(
            "INSERT INTO checkpoints (size, nodes, note, written_at, handed_out_at, hands_over,"
            " timestamp) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                checkpoint.size,
                checkpoint.nodes,
                checkpoint.note,
                checkpoint.written_at,
                checkpoint.handed_out_at,
                int(checkpoint.hands_over),
                checkpoint.timestamp,
            ),
        )

    def hand_out(self, note: bytes, at: int) -> None:
        """Note that this checkpoint leaves the machine now, unless it left before."""
        self._cursor.execute(
            "UPDATE checkpoints SET handed_out_at = ? WHERE note = ? AND handed_out_at IS NULL",
            (at, note),
        )

    def stamp(self, note: bytes, timestamp: bytes) -> None:
        """Keep the answer of a timestamping authority with the checkpoint it was given for."""
        self._cursor.execute(
            "UPDATE checkpoints SET timestamp = ? WHERE note = ?", (timestamp, note)
        )

    def tree(self) -> Frontier:
        """Return the state of the tree that is kept; ``SealError`` when it cannot be one."""
        self._cursor.execute("SELECT size, nodes FROM frontier")
        try:
            size, nodes = self._cursor.fetchone()
            return Frontier.from_bytes(size, nodes)
        except (TypeError, ValueError):
            raise SealError("the state of the seal kept in the ledger cannot be read.") from None

    def leaves(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield the stored leaves of these positions, in order."""
        while start < stop:
            end = min(stop, start + LEAVES_AT_ONCE)
            self._cursor.execute(
                "SELECT leaf FROM events WHERE position >= ? AND position < ? ORDER BY position",
                (start, end),
            )
            for (leaf,) in self._cursor.fetchall():
                yield leaf
            start = end

    def recorded_at(self, position: int) -> int | None:
        """Return when the event at this position was recorded, or ``None`` if there is none."""
        self._cursor.execute("SELECT recorded_at FROM events WHERE position = ?", (position,))
        row = self._cursor.fetchone()
        return None if row is None else int(row[0])


def _checkpoint(row: Sequence[Any]) -> StoredCheckpoint:
    """Return the checkpoint of a row; ``SealError`` when its columns have other types."""
    size, nodes, note, written_at, handed_out_at, hands_over, timestamp = row
    for value, kinds in (
        (size, int),
        (nodes, bytes),
        (note, bytes),
        (written_at, int),
        (handed_out_at, int | None),
        (hands_over, int),
        (timestamp, bytes | None),
    ):
        if not isinstance(value, kinds):
            raise SealError("the checkpoints kept in the ledger cannot be read.")
    return StoredCheckpoint(
        size, nodes, note, written_at, handed_out_at, bool(hands_over), timestamp
    )
