"""The main question: which obligations were active on a day, as known at an instant, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from lifecycle.law.actors import makers
from lifecycle.law.article_003_03 import provider
from lifecycle.law.case import Case
from lifecycle.law.deadline import Deadline
from lifecycle.law.deadlines import deadlines, first_due
from lifecycle.law.derivation import Derivation, contested_points, derive, findings_below
from lifecycle.law.performance import Performance, performance
from lifecycle.law.placing import placings
from lifecycle.law.reading import DEFAULT_READING
from lifecycle.law.retention import Retention, retention
from lifecycle.law.trace import Finding
from lifecycle.law.truth import UNDETERMINED, YES
from lifecycle_projections.axes import Axes, axes_of
from lifecycle_projections.course import Course
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.missing import Needed, missing_facts

if TYPE_CHECKING:
    from lifecycle.view import LedgerView


class Answer:
    """The answer about one model and one actor on three axes, with everything it rests on.

    ``case`` and ``derived`` are the law's; ``to_dict()`` is the published form.
    """

    def __init__(self, book: FactBook, model: str, actor: str | None, axes: Axes) -> None:
        self.book = book
        self.model = model
        self.axes = axes
        case = Case(book.facts(model, axes.valid_on), axes.valid_on, axes.reading)
        self.case = asked_by(case, actor if actor is not None else likely_provider(case))
        self.derived = derive(self.case)

    @property
    def actor(self) -> str | None:
        """The organisation the answer is about; ``None`` where the record names nobody."""
        return self.case.actor

    @cached_property
    def readings(self) -> Mapping[str, Derivation]:
        """The disputed points that change the answer, each with the answer read the other way."""
        return contested_points(self.case, self.derived)

    @cached_property
    def missing(self) -> tuple[Needed, ...]:
        """A smallest set of facts every filling of which decides what facts can decide."""
        return missing_facts(self.derived)

    @cached_property
    def deadlines(self) -> Mapping[str, Deadline]:
        """What has to be done, may be done or must be kept by when, by its key."""
        return deadlines(self.case, self.derived.obligations)

    @cached_property
    def performances(self) -> Mapping[str, Performance]:
        """How each obligation that is not inactive was performed, by its id."""
        return {
            found.id: performance(self.case, found.id, first_due(self.case, found))
            for found in self.derived.obligations
            if found.status != "inactive"
        }

    @cached_property
    def retention(self) -> Retention:
        """Whether documents must still be kept, and until when."""
        return retention(self.case)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every rule that was read for the answer, each once, after those it rests on."""
        proofs = (
            *self.derived.roots,
            *(found.proof for found in self.deadlines.values()),
            *(found.done for found in self.performances.values()),
            *(found.in_time for found in self.performances.values() if found.in_time),
            self.retention.active,
        )
        return tuple(findings_below(proofs))

    @cached_property
    def course(self) -> Course:
        """The same question on every day, for since when and until when."""
        return Course(self.book, self.model, self.axes.reading, self.actor)

    def contested(self, obligation: str) -> bool:
        """Return whether another reading gives an obligation another status, or none is settled.

        An obligation that no fact would decide is open in law alone.
        """
        mine = self.derived.obligation(obligation)
        if mine.status == "undetermined" and not mine.proof.missing:
            return True
        others = self.readings.values()
        return any(other.statuses()[obligation] != mine.status for other in others)

    @property
    def is_contested(self) -> bool:
        """Whether the facts are known and lawyers differ on anything in the answer."""
        return bool(self.readings) or any(map(self.contested, self.derived.statuses()))

    def to_dict(self, *, findings: bool = True) -> dict[str, object]:
        """Return the answer as plain data under the schema ``lifecycle/answer/1``."""
        from lifecycle_projections.answer_form import answer_form  # noqa: PLC0415 -- asks back

        return answer_form(self, findings=findings)


def asked_by(case: Case, actor: str | None) -> Case:
    """Return the same case asked about another actor."""
    return Case(case.facts, case.day, case.reading, actor=actor, parameters=case.parameters)


def likely_provider(case: Case) -> str | None:
    """Return who the record makes the provider, else who may be, else who developed the model."""
    named = [*makers(case), *(placing.act.actor for placing in placings(case))]
    candidates = list(dict.fromkeys(name for name in named if name))
    found = [(provider(asked_by(case, actor)).outcome, actor) for actor in candidates]
    for wanted in (YES, UNDETERMINED):
        for outcome, actor in found:
            if outcome is wanted:
                return actor
    return candidates[0] if candidates else None


def obligations_on(
    view: LedgerView,
    model: str,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    rulebook: str = DEFAULT_READING,
) -> Answer:
    """Return which obligations of a model's provider, or of ``actor``, were active on a day.

    ``known_at`` is a day (that whole day in Brussels) or an aware instant, never after now;
    ``rulebook`` is a reading's id. Raises ``NotFound`` for a model that nobody registered or a
    reading that does not exist, ``InputError`` for an impossible instant.
    """
    axes = axes_of(view, valid_on, known_at, rulebook)
    return Answer(FactBook(History.of(view, axes.known_at)), model, actor, axes)
