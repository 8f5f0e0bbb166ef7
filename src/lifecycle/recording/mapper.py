"""Turns recorded events into rows and back, by a closed table: what is stored runs no code."""

from __future__ import annotations

from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent

from lifecycle.domain.recorded import Recorded, ref_of
from lifecycle.domain.vocabulary import TOPICS
from lifecycle.errors import InputError, IntegrityFailure
from lifecycle.recording.rows import EventRow
from lifecycle.time import from_microseconds, to_microseconds


class LedgerMapper(Mapper[str]):
    """Maps ``Recorded`` to ``EventRow``; every body is validated on the way out.

    eventsourcing's own mapper would import whatever module a stored topic names, and build
    events around their validation.
    """

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> EventRow:
        """Return the row of a recorded event; raises ``InputError`` for a body that is too long."""
        assert isinstance(domain_event, Recorded)
        event = domain_event.event
        assert TOPICS.get(event.topic) is type(event), "only the vocabulary is recorded"
        return EventRow(
            originator_id=domain_event.stream,
            originator_version=domain_event.version,
            topic=event.topic,
            state=event.body(),
            id=domain_event.position + 1,
            occurred_on=event.occurred_on.isoformat(),
            recorded_at=to_microseconds(domain_event.recorded_at),
            recorded_by=domain_event.recorded_by,
            event_id=event.id,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> Recorded:
        """Return the recorded event of a row.

        Raises ``IntegrityFailure`` for a topic outside the vocabulary, a body that is not valid
        for it, and columns that contradict the body.
        """
        assert isinstance(stored_event, EventRow)
        row = stored_event
        cls = TOPICS.get(row.topic)
        if cls is None:
            raise _unreadable(row, f"this program knows no topic {row.topic!a}")
        if type(row.state) is not bytes:
            raise _unreadable(row, "its body is not stored as bytes")
        try:
            event = cls.from_body(row.state)
        except InputError as error:
            raise _unreadable(row, str(error)) from error
        told = (event.stream, event.occurred_on.isoformat(), event.id)
        if told != (row.stream, row.occurred_on, row.event_id):
            raise _unreadable(row, "its columns contradict its body")
        return Recorded(
            event=event,
            stream=row.stream,
            version=row.originator_version,
            position=row.position,
            recorded_at=from_microseconds(row.recorded_at),
            recorded_by=row.recorded_by,
        )


def _unreadable(row: EventRow, cause: str) -> IntegrityFailure:
    return IntegrityFailure(
        f"the event {ref_of(row.stream, row.originator_version)!a} at position"
        f" {row.position} cannot be read: {cause}.",
        "If the ledger was written by a newer program, upgrade; else restore it from a backup.",
        code="LC412",
    )
