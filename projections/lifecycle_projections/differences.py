"""What differs between two days, or two states of knowledge, and the events between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.errors import NotFound
from lifecycle.law.reading import DEFAULT_READING
from lifecycle_projections.axes import Axes, axes_of
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History, unknown_model
from lifecycle_projections.obligations import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/diff/1"
ABSENT = "not registered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One conclusion, obligation or performance of a model that has two outcomes."""

    model: str
    actor: str | None
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Diff:
    """All differences between two sets of axes, and the events that lie between them."""

    before: Axes
    after: Axes
    differences: tuple[Difference, ...]
    events: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the differences as plain data under the schema ``lifecycle/diff/1``."""
        return {
            "schema": SCHEMA,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "differences": [
                {
                    "model": found.model,
                    "actor": found.actor,
                    "what": found.name,
                    "before": found.before,
                    "after": found.after,
                }
                for found in self.differences
            ],
            "events": list(self.events),
        }


def diff(
    view: LedgerView,
    *,
    model: str | None = None,
    actor: str | None = None,
    days: tuple[date, date],
    known: tuple[date | datetime | None, date | datetime | None],
    rulebooks: tuple[str, str] = (DEFAULT_READING, DEFAULT_READING),
) -> Diff:
    """Return what differs between two days, two states of knowledge or two readings.

    About one model or all of them. Raises ``NotFound`` for a model that was never registered.
    """
    before = axes_of(view, days[0], known[0], rulebooks[0])
    after = axes_of(view, days[1], known[1], rulebooks[1])
    old, new = History.of(view, before.known_at), History.of(view, after.known_at)
    if model is not None and model not in (*old.models, *new.models):
        raise unknown_model(model, new.models)
    models = (model,) if model is not None else sorted({*old.models, *new.models})
    books = FactBook(old), FactBook(new)
    found = [d for key in models for d in _of_model(books, key, actor, (before, after))]
    return Diff(before, after, tuple(found), tuple(_between(old, new, before, after, model)))


def _of_model(
    books: tuple[FactBook, FactBook], model: str, actor: str | None, axes: tuple[Axes, Axes]
) -> Iterator[Difference]:
    answers = [_answer(book, model, actor, axis) for book, axis in zip(books, axes, strict=True)]
    mine, other = (_outcomes(answer) for answer in answers)
    named = next((answer.actor for answer in reversed(answers) if answer is not None), actor)
    for name in dict.fromkeys((*mine, *other)):
        before, after = mine.get(name, ABSENT), other.get(name, ABSENT)
        if before != after:
            yield Difference(model, named, name, before, after)
    old, new = (_performed(answer) for answer in answers)
    for id_ in old:
        if id_ in new and old[id_] != new[id_]:
            yield Difference(model, named, f"{id_} performance", old[id_], new[id_])


def _performed(answer: Answer | None) -> dict[str, str]:
    """Return how each obligation that binds was performed."""
    if answer is None:
        return {}
    statuses = answer.derived.statuses()
    found = answer.performances.items()
    return {id_: done.value for id_, done in found if statuses[id_] == "active"}


def _answer(book: FactBook, model: str, actor: str | None, axes: Axes) -> Answer | None:
    try:
        return Answer(book, model, actor, axes)
    except NotFound:
        return None


def _outcomes(answer: Answer | None) -> dict[str, str]:
    if answer is None:
        return {}
    derived = answer.derived
    placed = {"placed_on": str(derived.placed_on)} if derived.placed_on else {"placed_on": "-"}
    named = {name: outcome.value for name, outcome in derived.outcomes().items()}
    return {**named, **placed, **derived.statuses()}


def _between(
    old: History, new: History, before: Axes, after: Axes, model: str | None
) -> Iterator[str]:
    stream = None if model is None else f"model:{model}"
    known = {entry.recorded.ref for entry in old.standing}
    early, late = sorted((before.valid_on, after.valid_on))
    for entry in new.standing:
        if stream is not None and entry.recorded.stream not in (stream, "ledger"):
            continue
        event = entry.event or entry.recorded.event
        if entry.recorded.ref not in known or early < event.occurred_on <= late:
            yield entry.recorded.ref
