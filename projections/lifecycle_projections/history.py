"""What the record says at one instant: every event with its corrections and retractions applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from lifecycle.domain.history import History as Stream
from lifecycle.domain.recorded import ref_of
from lifecycle.errors import NotFound
from lifecycle.law.facts import Act

if TYPE_CHECKING:
    from lifecycle.domain.envelope import Event
    from lifecycle.domain.recorded import Recorded
    from lifecycle.view import LedgerView

ABOUT_RECORD = frozenset({"corrected", "retracted", "noted", "imported"})


@dataclass(frozen=True, slots=True)
class Standing:
    """One recorded event as it stands: what it says now, and what changed it.

    ``event`` is the corrected event, ``None`` where it was retracted; ``changed_by`` are the
    names of the corrections and retractions that made it so.
    """

    recorded: Recorded
    event: Event | None
    changed_by: tuple[str, ...] = ()


class History:
    """All streams of a ledger as known at one instant, read once."""

    def __init__(self, recorded: Iterable[Recorded]) -> None:
        self._recorded = tuple(recorded)

    @classmethod
    def of(cls, view: LedgerView, known_at: datetime | None = None) -> History:
        """Read a ledger, or a trial of one, as it was known at an instant (all of it without)."""
        return cls(view.events(known_at=known_at))

    @cached_property
    def standing(self) -> tuple[Standing, ...]:
        """Every recorded event as it stands, in the order of the ledger."""
        return _standing(self._recorded)

    @cached_property
    def by_ref(self) -> Mapping[str, Standing]:
        """Every recorded event as it stands, by its name."""
        return {entry.recorded.ref: entry for entry in self.standing}

    @cached_property
    def acts(self) -> Mapping[str, tuple[Act, ...]]:
        """The acts of each stream that has any left, in the order of days."""
        found: dict[str, list[Act]] = {}
        for entry in self.standing:
            event, recorded = entry.event, entry.recorded
            if event is None or event.type in ABOUT_RECORD:
                continue
            found.setdefault(recorded.stream, []).append(
                Act(
                    kind=event.type,
                    day=event.occurred_on,
                    place=recorded.position,
                    event=recorded.ref,
                    stream=recorded.stream,
                    actor=event.actor,
                    values=event.facts(),
                )
            )
        return {
            stream: tuple(sorted(acts, key=lambda act: (act.day, act.place)))
            for stream, acts in found.items()
        }

    @cached_property
    def models(self) -> tuple[str, ...]:
        """The keys of the models whose registration stands, in alphabetical order."""
        prefix = "model:"
        return tuple(sorted(s.removeprefix(prefix) for s in self.acts if s.startswith(prefix)))

    @cached_property
    def organisations(self) -> Mapping[str, tuple[Act, ...]]:
        """The declarations of each organisation, by its key."""
        prefix = "organisation:"
        return {s.removeprefix(prefix): a for s, a in self.acts.items() if s.startswith(prefix)}

    def of_model(self, model: str) -> tuple[Act, ...]:
        """Return the acts of a model's own stream; raises ``NotFound`` if nobody registered it."""
        acts = self.acts.get(f"model:{model}")
        if acts is None:
            raise unknown_model(model, self.models)
        return acts


def unknown_model(model: str, known: Sequence[str]) -> NotFound:
    """Return the refusal for a model that nobody registered."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a refusal needs it

    close = get_close_matches(model, known, n=1)
    hint = f"Did you mean '{close[0]}'?" if close else "See the models there are: lifecycle status"
    return NotFound(f"there is no model '{model}'.", hint)


def _standing(recorded: tuple[Recorded, ...]) -> tuple[Standing, ...]:
    streams: dict[str, Stream] = {}
    for entry in recorded:
        streams.setdefault(entry.stream, Stream(entry.stream)).append(entry)
    found: list[Standing] = []
    for entry in recorded:
        stream, version = streams[entry.stream], entry.version
        changes = tuple(ref_of(entry.stream, by) for by in stream.changes_of(version))
        stands = stream.retraction_of(version) is None
        event = (stream.reading(version) if changes else entry.event) if stands else None
        found.append(Standing(entry, event, changes))
    return tuple(found)
