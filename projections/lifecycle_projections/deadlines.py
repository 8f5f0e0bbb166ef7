"""What is due: the open deadlines of one model or of all, the earliest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.law.deadline import Deadline
from lifecycle.law.first_due import first_deadline
from lifecycle.law.reading import DEFAULT_READING
from lifecycle.law.truth import YES
from lifecycle_projections.axes import Axes, axes_of
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.obligations import Answer

if TYPE_CHECKING:
    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/deadlines/1"
WITHOUT_A_DAY = "55(1)(c)"
"""Without undue delay, says the Act: only incidents under the Code of Practice have a day."""


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """A deadline of a model's provider as it stands on the day asked about.

    ``status`` is that of the obligation it belongs to, ``state`` is ``open``, ``overdue`` (its last
    day is over), ``possible from`` or ``kept until``.
    """

    model: str
    actor: str | None
    status: str
    state: str
    deadline: Deadline

    @property
    def plan_by(self) -> date:
        """The day to plan for: the plain end of the period."""
        return self.deadline.due.calendar

    @property
    def latest(self) -> date:
        """The outer limit: the end rolled to a working day, or the plain one outside the Act."""
        return self.deadline.limit

    @property
    def certain(self) -> bool:
        """Whether neither the duty nor the day is undetermined."""
        return self.deadline.proof.outcome is YES

    @property
    def order(self) -> tuple[date, str, str]:
        """What orders deadlines: the day to plan for, then model and key."""
        return self.plan_by, self.model, self.deadline.key

    def to_dict(self) -> dict[str, object]:
        """Return the deadline as plain data."""
        found, rule = self.deadline, self.deadline.proof.rule
        assert rule is not None
        return {
            "model": self.model,
            "actor": self.actor,
            "key": found.key,
            "obligation": found.obligation,
            "what": found.what,
            "status": self.status,
            "state": self.state,
            "outcome": found.proof.outcome.value,
            "calendar": self.plan_by.isoformat(),
            "rolled": found.due.rolled.isoformat(),
            "latest": self.latest.isoformat(),
            "performance": None if found.performance is None else found.performance.value,
            "rule": rule.id,
            "cites": rule.cites,
            "authority": rule.authority.value,
            "events": list(found.events),
            "unverified": list(found.unverified),
        }


@dataclass(frozen=True)
class DeadlineList:
    """Open deadlines on the same axes, the earliest first.

    ``stamp`` is the instant up to which the record was read, or else that of its last event.
    """

    axes: Axes
    within: int | None
    stamp: datetime
    entries: tuple[OpenDeadline, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the list as plain data under the schema ``lifecycle/deadlines/1``."""
        return {
            "schema": SCHEMA,
            **self.axes.to_dict(),
            "within_days": self.within,
            "deadlines": [entry.to_dict() for entry in self.entries],
        }


def deadlines_of(
    view: LedgerView,
    model: str | None = None,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    within: int | None = None,
    rulebook: str = DEFAULT_READING,
) -> DeadlineList:
    """Return the open deadlines of a model, or of all models, the earliest first.

    What is overdue is always among them; ``within`` leaves out what is due more than so many days
    after ``valid_on``, ``None`` nothing. What was done, be it late, is not listed. Raises
    ``NotFound`` for a model that nobody registered, ``InputError`` for an impossible instant.
    """
    axes = axes_of(view, valid_on, known_at, rulebook)
    book = FactBook(History.of(view, axes.known_at))
    models = book.history.models if model is None else (model,)
    found = [
        due
        for key in models
        for due in _open(Answer(book, key, actor, axes))
        if within is None or (due.plan_by - valid_on).days <= within
    ]
    stamp = axes.known_at or view.settled()
    return DeadlineList(axes, within, stamp, tuple(sorted(found, key=lambda due: due.order)))


def _open(answer: Answer) -> Iterator[OpenDeadline]:
    statuses = answer.derived.statuses()
    for found in _all(answer).values():
        if found.performance is not None and found.performance.value in ("met", "late"):
            continue
        status = statuses.get(found.obligation, "active")
        state = _state(found, answer.axes.valid_on)
        if state is not None:
            yield OpenDeadline(answer.model, answer.actor, status, state, found)


def _all(answer: Answer) -> dict[str, Deadline]:
    firsts = (
        first_deadline(answer.case, found)
        for found in answer.derived.obligations
        if found.id != WITHOUT_A_DAY
    )
    return {found.key: found for found in firsts if found is not None} | dict(answer.deadlines)


def _state(found: Deadline, day: date) -> str | None:
    """Return the state of a deadline that nothing performed.

    It is ``None`` where that is over: what permits, after its day; what keeps, after its last one.
    """
    if found.kind == "by":
        return "overdue" if day > found.limit else "open"
    if day > found.due.calendar:
        return None
    return "possible from" if found.kind == "from" else "kept until"
