"""The course of one model under the law: its case on every day something changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from lifecycle.law.case import Case
from lifecycle.law.continuity import every_day_of_change
from lifecycle.law.derivation import Derivation, derive
from lifecycle.law.reading import Reading
from lifecycle_projections.facts import FactBook


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a status held without a break; ``until`` is inclusive, ``None`` is open."""

    status: str
    since: date
    until: date | None


class Course:
    """Cases of one model and one actor under one reading, by day; each day is derived once."""

    def __init__(self, book: FactBook, model: str, read: Reading, actor: str | None) -> None:
        self.book = book
        self.model = model
        self.reading = read
        self.actor = actor
        self._derived: dict[date, Derivation] = {}

    def case(self, day: date) -> Case:
        """Return a fresh case on a day."""
        return Case(self.book.facts(self.model, day), day, self.reading, actor=self.actor)

    def on(self, day: date) -> Derivation:
        """Return what is derived on a day."""
        if day not in self._derived:
            self._derived[day] = derive(self.case(day))
        return self._derived[day]

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days on which an answer may change: those of facts, of effects and of the law."""
        return every_day_of_change(self.book.facts(self.model, date.max), self.actor)

    def stretches(self, obligation: str) -> tuple[Stretch, ...]:
        """Return how an obligation's status ran, from the first day anything is known on."""
        found: list[Stretch] = []
        for day in self.days:
            status = self.on(day).obligation(obligation).status
            if found and found[-1].status == status:
                continue
            if found:
                before = found.pop()
                found.append(Stretch(before.status, before.since, day - timedelta(days=1)))
            found.append(Stretch(status, day, None))
        return tuple(found)

    def stretch(self, obligation: str, day: date) -> Stretch:
        """Return the stretch of an obligation's status that a day lies in."""
        status = self.on(day).obligation(obligation).status
        since, until = day, None
        for earlier in reversed([d for d in self.days if d <= day]):
            if self.on(earlier).obligation(obligation).status != status:
                break
            since = earlier
        for later in (d for d in self.days if d > day):
            if self.on(later).obligation(obligation).status != status:
                until = later - timedelta(days=1)
                break
        return Stretch(status, since, until)
