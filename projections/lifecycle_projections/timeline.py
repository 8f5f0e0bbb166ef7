"""From when to when each obligation had which status, and what changed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.law.article_113 import STATUTE_VERSIONS
from lifecycle.law.continuity import every_act
from lifecycle.law.decisions import effective_on
from lifecycle.law.derivation import OBLIGATIONS
from lifecycle.law.reading import DEFAULT_READING
from lifecycle_projections.course import Course, Stretch
from lifecycle_projections.obligations import Answer, obligations_on

if TYPE_CHECKING:
    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/timeline/1"


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of an obligation, with the recorded events or the law that began it."""

    obligation: str
    title: str
    stretch: Stretch
    because: tuple[str, ...]


@dataclass(frozen=True)
class Timeline:
    """The spells of every obligation of a model, inactive ones left out."""

    answer: Answer
    spells: tuple[Spell, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the timeline as plain data under the schema ``lifecycle/timeline/1``."""
        return {
            "schema": SCHEMA,
            "model": self.answer.model,
            "actor": self.answer.actor,
            **self.answer.axes.to_dict(),
            "spells": [
                {
                    "obligation": spell.obligation,
                    "title": spell.title,
                    "status": spell.stretch.status,
                    "since": spell.stretch.since.isoformat(),
                    "until": None if spell.stretch.until is None else str(spell.stretch.until),
                    "because": list(spell.because),
                }
                for spell in self.spells
            ],
        }


def timeline_of(
    view: LedgerView,
    model: str,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    rulebook: str = DEFAULT_READING,
) -> Timeline:
    """Return the spells of a model's obligations, about its provider on a day or about an actor.

    Raises as ``obligations_on`` does.
    """
    answer = obligations_on(
        view, model, actor=actor, valid_on=valid_on, known_at=known_at, rulebook=rulebook
    )
    course = answer.course
    spells = [
        Spell(id_, course.on(course.days[0]).obligation(id_).title, stretch, began(course, stretch))
        for id_ in OBLIGATIONS
        for stretch in course.stretches(id_)
        if stretch.status != "inactive"
    ]
    return Timeline(answer, tuple(spells))


def began(course: Course, stretch: Stretch) -> tuple[str, ...]:
    """Return what happened on a stretch's first day: events by name, or the law's own words."""
    day = stretch.since
    events = [
        act.event
        for act in every_act(course.book.facts(course.model, day), course.actor)
        if day in (act.day, effective_on(act), act.date_of("first_customer_on"))
    ]
    law = [text for since, text in STATUTE_VERSIONS if since == day]
    return tuple(dict.fromkeys((*events, *law)))
