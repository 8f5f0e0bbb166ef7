"""The audit trail: every event with both its times, how it stands, and what it started or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.law.derivation import OBLIGATIONS
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle.time import brussels_day, show_instant
from lifecycle_projections.axes import Axes, instant_of
from lifecycle_projections.course import Course
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History, Standing, unknown_model
from lifecycle_projections.obligations import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/events/1"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event did to an obligation: from a day on, one status gave way to another."""

    obligation: str
    before: str
    after: str
    since: date


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the trail; ``late`` counts days from its own day to the day of recording."""

    standing: Standing
    late: int
    effects: tuple[Effect, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the entry as plain data."""
        recorded = self.standing.recorded
        event = self.standing.event
        return {
            "event": recorded.ref,
            "position": recorded.position,
            "recorded_at": show_instant(recorded.recorded_at),
            "recorded_by": recorded.recorded_by,
            "late_days": self.late,
            "told": recorded.event.as_mapping(),
            "stands": None if event is None else event.as_mapping(),
            "changed_by": list(self.standing.changed_by),
            "effects": [
                {
                    "obligation": effect.obligation,
                    "before": effect.before,
                    "after": effect.after,
                    "since": effect.since.isoformat(),
                }
                for effect in self.effects
            ],
        }


def audit_trail(
    view: LedgerView,
    *,
    model: str | None = None,
    known_at: date | datetime | None = None,
    effects: bool = False,
    rulebook: str = DEFAULT_READING,
) -> tuple[Entry, ...]:
    """Return the events of a model, or all, in the order of recording, as known at an instant.

    ``effects`` adds what each event started or ended, in comparison with the ledger before it.
    What was retracted stays listed. Raises ``NotFound`` for a model that no event is about.
    """
    history = History.of(view, instant_of(view, known_at))
    stream = None if model is None else f"model:{model}"
    if model is not None and all(entry.recorded.stream != stream for entry in history.standing):
        raise unknown_model(model, history.models)
    entries: list[Entry] = []
    for place, standing in enumerate(history.standing):
        recorded = standing.recorded
        if stream is not None and recorded.stream != stream:
            continue
        late = (brussels_day(recorded.recorded_at) - recorded.event.occurred_on).days
        found = tuple(_effects(history, place, rulebook)) if effects else ()
        entries.append(Entry(standing, late, found))
    return tuple(entries)


def _effects(history: History, place: int, rulebook: str) -> Iterator[Effect]:
    recorded = [entry.recorded for entry in history.standing]
    space, _, key = recorded[place].stream.partition(":")
    if space != "model":
        return
    histories = History(recorded[:place]), History(recorded[: place + 1])
    known = [history for history in histories if key in history.models]
    if not known:
        return
    last = max(entry.event.occurred_on for entry in recorded[: place + 1])
    asked = Answer(FactBook(known[-1]), key, None, Axes(last, None, reading(rulebook)))
    before, after = (
        Course(FactBook(history), key, asked.axes.reading, asked.actor)
        if history in known
        else None
        for history in histories
    )
    for id_ in OBLIGATIONS:
        effect = _first_change(before, after, id_)
        if effect is not None:
            yield effect


def _first_change(before: Course | None, after: Course | None, id_: str) -> Effect | None:
    """Return the first change; a model that is not registered has no obligation."""
    days = {day for course in (before, after) if course is not None for day in course.days}
    for day in sorted(days):
        old, new = (
            "inactive" if course is None else course.on(day).obligation(id_).status
            for course in (before, after)
        )
        if old != new:
            return Effect(id_, old, new, day)
    return None
