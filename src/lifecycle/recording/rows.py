"""A row of the ledger as it is stored, and the leaf that seals it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from eventsourcing.persistence import Notification, StoredEvent

from lifecycle.seal.leaf import leaf_data
from lifecycle.seal.merkle import leaf_hash
from lifecycle.time import brussels_day, from_microseconds


@dataclass(frozen=True)
class EventRow(Notification):
    """One stored event: eventsourcing's stored event and notification, and the ledger's columns.

    ``originator_id`` is the stream, ``originator_version`` the version in it (from 1),
    ``state`` the body, ``id`` the position in the ledger plus 1. ``occurred_on`` is
    ``YYYY-MM-DD``, ``recorded_at`` microseconds since 1970 in UTC.
    """

    occurred_on: str
    recorded_at: int
    recorded_by: str
    event_id: str | None

    @property
    def stream(self) -> str:
        """The stream it belongs to."""
        return cast("str", self.originator_id)

    @property
    def position(self) -> int:
        """The gapless place in the whole ledger, from 0."""
        return self.id - 1

    def sealed(self) -> tuple[Any, ...]:
        """Return the columns that a leaf covers, in the schema's order."""
        return (
            self.id - 1,
            self.originator_id,
            self.originator_version,
            self.topic,
            self.occurred_on,
            self.recorded_at,
            self.recorded_by,
            self.event_id,
            self.state,
        )


def row_of(columns: Sequence[Any]) -> EventRow:
    """Return the row with these sealed columns."""
    position, stream, version, topic, occurred_on, recorded_at, recorded_by, event_id, body = (
        columns
    )
    return EventRow(
        originator_id=stream,
        originator_version=version,
        topic=topic,
        state=body,
        id=position + 1,
        occurred_on=occurred_on,
        recorded_at=recorded_at,
        recorded_by=recorded_by,
        event_id=event_id,
    )


def stamped(event: StoredEvent, position: int, recorded_at: int) -> EventRow:
    """Return the row of a bare stored event, which holds from the day it is recorded."""
    day = brussels_day(from_microseconds(recorded_at)).isoformat()
    stream, version = event.originator_id, event.originator_version
    return row_of((position, stream, version, event.topic, day, recorded_at, "", None, event.state))


def leaf_of(columns: Sequence[Any]) -> bytes:
    """Return the hash that seals these columns, 32 bytes; types count as well as values."""
    return leaf_hash(leaf_data(columns))
