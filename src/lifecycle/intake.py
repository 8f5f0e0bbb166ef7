"""What comes in: several events read, decided on together, refused by their places in the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from lifecycle.domain.envelope import Event
from lifecycle.domain.model import UNREGISTERED
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


class Intake:
    """Events read one by one from an input: those that can be read, and the refusals of the others.

    Raises nothing until all of it was decided on.
    """

    def __init__(self, events: Iterable[Told], placed: Placing) -> None:
        self._placed = placed
        self._read: list[tuple[int, Event]] = []
        self._errors: dict[int, InputError] = {}
        self._unregistered: set[str] = set()
        for number, told in enumerate(events, start=1):
            try:
                self._read.append((number, as_event(told)))
            except InputError as error:
                self._errors[number] = placed(error, number)
                if isinstance(told, Mapping):
                    self._unregistered.add(f"model:{told.get('model')}")

    def take_all(self, decisions: Decisions) -> list[Receipt]:
        """Return the receipts of all, or raise ``ManyInputErrors`` for every one that is refused.

        What is refused only because its model's registration stands among them is not listed.
        """
        decisions.look_up(event.id for _, event in self._read if event.id is not None)
        receipts: list[Receipt] = []
        for number, event in self._read:
            try:
                receipts.append(take(event, decisions))
            except InputError as error:
                if error.code != UNREGISTERED or event.stream not in self._unregistered:
                    self._errors[number] = self._placed(error, number)
                self._unregistered.add(event.stream)
            except Conflict as error:
                refusal = InputError(error.cause, error.cure, field="id", code=error.code)
                self._errors[number] = self._placed(refusal, number)
        if self._errors:
            raise ManyInputErrors([self._errors[number] for number in sorted(self._errors)])
        return receipts


def take(event: Event, decisions: Decisions) -> Receipt:
    """Return the receipt that an event will have when what was decided is kept."""
    before = len(decisions.recorded)
    recorded, already = decisions.take(event)
    if already:
        return Receipt(recorded, already=True, retracted_by=decisions.retraction_of(recorded))
    return Receipt(recorded, further=len(decisions.recorded) - before - 1)


def imported_before(source: ImportSource | None, decisions: Decisions) -> Receipt | None:
    """Return the receipt of an earlier import of the same source."""
    earlier = decisions.taken(source.id) if source is not None else None
    if earlier is None or not isinstance(earlier.event, Imported):
        return None
    return Receipt(earlier, already=True, retracted_by=decisions.retraction_of(earlier))


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
