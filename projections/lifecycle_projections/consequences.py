"""What recording drafted events would change: one function for previews, dry runs and the gate."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from lifecycle.law.deadlines import first_due
from lifecycle.law.derivation import OBLIGATIONS
from lifecycle.law.performance import performance
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle.law.regulation_1182 import Due
from lifecycle.time import brussels_day
from lifecycle_projections.axes import Axes
from lifecycle_projections.course import Course
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.obligations import Answer

if TYPE_CHECKING:
    from lifecycle.domain.envelope import Event
    from lifecycle.ledger import Ledger
    from lifecycle.view import LedgerView

    Told = Mapping[str, object] | Event


@dataclass(frozen=True, slots=True)
class Change:
    """Days on which an obligation's status would be another one; ``until`` inclusive, or open."""

    before: str
    after: str
    since: date
    until: date | None


@dataclass(frozen=True)
class Consequence:
    """What drafted events would change about one obligation of one actor for one model.

    ``performance`` and ``due`` are those after the draft, on the last day it looks at.
    """

    model: str
    actor: str | None
    obligation: str
    title: str
    changes: tuple[Change, ...]
    status: str
    performance: str
    due: Due | None

    @property
    def starts(self) -> bool:
        """Return whether the obligation binds afterwards on days on which it did not before."""
        return any(change.after == "active" for change in self.changes)

    @property
    def opens(self) -> bool:
        """Return whether it becomes undetermined."""
        return any(change.after == "undetermined" for change in self.changes)


def consequences(
    ledger: Ledger, drafted: Iterable[Told], *, rulebook: str = DEFAULT_READING
) -> tuple[Consequence, ...]:
    """Return what recording these events would change, in the order of models and obligations.

    Nothing is written. Raises what recording them would raise.
    """
    return tuple(compared(ledger, ledger.trial(drafted), rulebook))


def compared(before: LedgerView, after: LedgerView, rulebook: str) -> Iterator[Consequence]:
    """Yield the consequences of what a view holds beyond another one, model by model."""
    old, new = History.of(before), History.of(after)
    drafted = [entry for entry in new.standing if entry.recorded.position >= before.head.size]
    touched = {entry.recorded.stream for entry in drafted}
    days = [entry.event.occurred_on for entry in drafted if entry.event is not None]
    horizon = max([brussels_day(after.now()), *days])
    axes = Axes(horizon, None, reading(rulebook))
    book, earlier = FactBook(new), FactBook(old)
    for model in sorted({*old.models, *new.models}):
        if model not in new.models:
            yield from _of_unregistered(earlier, model, axes)
        elif _reaches(book, model, horizon, touched):
            yield from _of_model(earlier, book, model, axes)


def _reaches(book: FactBook, model: str, day: date, touched: set[str]) -> bool:
    facts = book.facts(model, day)
    streams = {*facts.streams, *(s for base in facts.bases.values() for s in base.streams)}
    actors = {act.actor for act in facts.acts}
    return bool(streams & touched) or any(f"organisation:{actor}" in touched for actor in actors)


def _of_model(earlier: FactBook, book: FactBook, model: str, axes: Axes) -> Iterator[Consequence]:
    answers = [Answer(book, model, None, axes)]
    known = model in earlier.history.models
    if known:
        answers.append(Answer(earlier, model, None, axes))
    actors = dict.fromkeys(answer.actor for answer in answers)
    if len(actors) > 1:
        actors.pop(None, None)  # where one side names somebody, it is about them
    for actor in actors:
        after = Answer(book, model, actor, axes)
        before = Course(earlier, model, axes.reading, actor) if known else None
        for id_ in OBLIGATIONS:
            changes = tuple(_changes(before, after.course, id_))
            if changes:
                yield _consequence(after, id_, changes)


def _of_unregistered(earlier: FactBook, model: str, axes: Axes) -> Iterator[Consequence]:
    """Yield what goes with a model whose registration is retracted."""
    before = Answer(earlier, model, None, axes)
    for id_ in OBLIGATIONS:
        changes = tuple(_changes(before.course, None, id_))
        if changes:
            title = before.derived.obligation(id_).title
            yield Consequence(model, before.actor, id_, title, changes, "inactive", "unknown", None)


def _consequence(after: Answer, id_: str, changes: tuple[Change, ...]) -> Consequence:
    found = after.derived.obligation(id_)
    due = first_due(after.case, found)
    performed = performance(after.case, id_, due)
    return Consequence(
        after.model, after.actor, id_, found.title, changes, found.status, performed.value, due
    )


def _changes(before: Course | None, after: Course | None, id_: str) -> Iterator[Change]:
    days = sorted({day for course in (before, after) if course for day in course.days})
    run: Change | None = None
    for day in days:
        old, new = _status(before, day, id_), _status(after, day, id_)
        if run is not None and (run.before, run.after) != (old, new):
            if run.before != run.after:
                yield Change(run.before, run.after, run.since, day - timedelta(days=1))
            run = None
        if run is None:
            run = Change(old, new, day, None)
    if run is not None and run.before != run.after:
        yield run


def _status(course: Course | None, day: date, id_: str) -> str:
    return course.on(day).obligation(id_).status if course else "inactive"
