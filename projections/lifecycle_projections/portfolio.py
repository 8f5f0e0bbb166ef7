"""All models on one day: the answers, their totals, and the facts that would settle most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.law.reading import DEFAULT_READING
from lifecycle.law.truth import Truth
from lifecycle_projections.axes import Axes, axes_of
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.obligations import Answer

if TYPE_CHECKING:
    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/portfolio/1"
TOTALS_SCHEMA = "lifecycle/totals/1"


@dataclass(frozen=True)
class Portfolio:
    """The answers about every registered model on the same axes, in the order of keys."""

    axes: Axes
    answers: tuple[Answer, ...]

    def totals(self) -> dict[str, Counter[str]]:
        """Return how many models have which outcome of each conclusion."""
        found: dict[str, Counter[str]] = {}
        for answer in self.answers:
            for name, outcome in answer.derived.outcomes().items():
                found.setdefault(name, Counter())[outcome.value] += 1
        return found

    def duties(self) -> Counter[str]:
        """Return how many obligations of all models together have which status, if not inactive."""
        found = Counter(s for answer in self.answers for s in answer.derived.statuses().values())
        del found["inactive"]
        return found

    def most_deciding(self) -> list[tuple[str, int]]:
        """Return the facts that most models wait for, as ``event.fact``, most first."""
        waiting: Counter[str] = Counter()
        for answer in self.answers:
            waiting.update(_waits_for(answer))
        return sorted(waiting.items(), key=lambda item: (-item[1], item[0]))

    def to_dict(self) -> dict[str, object]:
        """Return the portfolio as plain data: answers without findings, unpaged."""
        return {
            "schema": SCHEMA,
            **self.axes.to_dict(),
            "models": [answer.to_dict(findings=False) for answer in self.answers],
        }

    def totals_form(self) -> dict[str, object]:
        """Return the totals as plain data, the facts that most models wait for included."""
        return {
            "schema": TOTALS_SCHEMA,
            **self.axes.to_dict(),
            "models": len(self.answers),
            "conclusions": {
                name: {outcome.value: counted[outcome.value] for outcome in Truth}
                for name, counted in self.totals().items()
            },
            "obligations": dict(self.duties()),
            "waiting": [{"fact": fact, "models": number} for fact, number in self.most_deciding()],
        }


def _waits_for(answer: Answer) -> Iterable[str]:
    return {f"{needed.fact.event}.{needed.fact.fact}" for needed in answer.missing}


def portfolio_on(
    view: LedgerView,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    rulebook: str = DEFAULT_READING,
) -> Portfolio:
    """Return the answers about every model on a day, about each one's provider or one actor.

    Raises ``InputError`` for an impossible instant, ``NotFound`` for an unknown reading.
    """
    axes = axes_of(view, valid_on, known_at, rulebook)
    return Portfolio(axes, tuple(_answers(History.of(view, axes.known_at), actor, axes)))


def _answers(history: History, actor: str | None, axes: Axes) -> Iterator[Answer]:
    book = FactBook(history)
    for model in history.models:
        yield Answer(book, model, actor, axes)
