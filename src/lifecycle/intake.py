"""What comes in: several events read, decided on together, refused by their places in the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lifecycle.domain.envelope import Event
from lifecycle.domain.record_events import Imported
from lifecycle.domain.vocabulary import as_event
from lifecycle.errors import Conflict, InputError, ManyInputErrors
from lifecycle.recording.decisions import Decisions
from lifecycle.view import Receipt

Told = Mapping[str, object] | Event
"""An event as plain data, or as one of the vocabulary's classes."""

Placing = Callable[[InputError, int], InputError]
"""Names in a refusal the place in the input of the event with that number, from 1."""


@dataclass(frozen=True, slots=True)
class ImportSource:
    """The file that events come from; the same ``id`` is imported once.

    ``sha256`` is that of its bytes, in 64 hexadecimal digits. ``id`` is to be derived from the
    bytes, the mapping and the assumptions.
    """

    id: str
    name: str
    sha256: str
    mapping: str | None = None
    assumptions: Mapping[str, object] = field(default_factory=dict[str, object])


def read_all(
    events: Iterable[Told], placed: Placing
) -> tuple[list[tuple[int, Event]], dict[int, InputError]]:
    """Return the events that can be read by their numbers, and the refusals of the others."""
    read: list[tuple[int, Event]] = []
    errors: dict[int, InputError] = {}
    for number, told in enumerate(events, start=1):
        try:
            read.append((number, as_event(told)))
        except InputError as error:
            errors[number] = placed(error, number)
    return read, errors


def take_all(
    read: Sequence[tuple[int, Event]],
    errors: dict[int, InputError],
    decisions: Decisions,
    placed: Placing,
) -> list[Receipt]:
    """Return the receipts of all, or raise ``ManyInputErrors`` for every one that is refused."""
    decisions.look_up(event.id for _, event in read if event.id is not None)
    receipts: list[Receipt] = []
    for number, event in read:
        try:
            receipts.append(take(event, decisions))
        except InputError as error:
            errors[number] = placed(error, number)
        except Conflict as error:
            errors[number] = placed(
                InputError(error.cause, error.cure, field="id", code=error.code), number
            )
    if errors:
        raise ManyInputErrors([errors[number] for number in sorted(errors)])
    return receipts


def take(event: Event, decisions: Decisions) -> Receipt:
    """Return the receipt that an event will have when what was decided is kept."""
    before = len(decisions.recorded)
    recorded, already = decisions.take(event)
    if already:
        return Receipt(recorded, already=True, retracted_by=decisions.retraction_of(recorded))
    return Receipt(recorded, further=len(decisions.recorded) - before - 1)


def imported_from(source: ImportSource, decisions: Decisions) -> Imported:
    """Return the event that says what a source brought."""
    return Imported.told(
        {
            "id": source.id,
            "occurred_on": decisions.today,
            "source": source.name,
            "sha256": source.sha256,
            **({} if source.mapping is None else {"mapping": source.mapping}),
            **({} if not source.assumptions else {"assumptions": source.assumptions}),
            "events": len(decisions.recorded),
        }
    )
