"""Asks the rules and the brute force the same question and says how their answers differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from lifecycle.domain.recorded import Recorded
from lifecycle.domain.vocabulary import parse
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle_projections.axes import Axes
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.obligations import Answer

START = datetime(2031, 1, 1, tzinfo=UTC)

WEAKER = "the rules leave open what every completion decides alike"
OVERCONFIDENT = "the rules decide what completions decide differently"
OPPOSITE = "the rules decide the other way"


def book_of(events: Sequence[Mapping[str, Any]]) -> FactBook:
    """Return the facts of events in the order in which they were recorded."""
    versions: dict[str, int] = {}
    recorded: list[Recorded] = []
    for position, told in enumerate(events):
        event = parse(told)
        version = versions[event.stream] = versions.get(event.stream, 0) + 1
        at = START + timedelta(microseconds=position)
        recorded.append(Recorded(event, event.stream, version, position, at, "tester"))
    return FactBook(History(recorded))


def read_anew(book: FactBook) -> FactBook:
    """Return the same facts with each word as an object of its own, as different files give it."""
    history = book.history
    vars(history)["acts"] = {
        stream: tuple(
            replace(
                act,
                kind=_anew(act.kind),
                actor=_anew(act.actor),
                values={fact: _anew(value) for fact, value in act.values.items()},
            )
            for act in told
        )
        for stream, told in history.acts.items()
    }
    return FactBook(history)


def _anew(value: object) -> Any:  # noqa: ANN401 -- as it comes
    if isinstance(value, str):
        return "".join(list(value))
    if isinstance(value, tuple):
        return tuple(_anew(one) for one in cast("tuple[object, ...]", value))
    return value


def rules(book: FactBook, model: str, actor: str, day: str) -> dict[str, str]:
    """Return the rules' findings and the status of every obligation by name."""
    axes = Axes(date.fromisoformat(day), None, reading(DEFAULT_READING))
    derived = Answer(book, model, actor, axes).derived
    findings = {name: outcome.value for name, outcome in derived.outcomes().items()}
    return {**findings, **derived.statuses()}


def difference(brute: str, ruled: str) -> str | None:
    """Return in which way the rules differ from the brute force; ``None`` where they agree."""
    if brute == ruled:
        return None
    if ruled == "undetermined":
        return WEAKER
    return OVERCONFIDENT if brute == "undetermined" else OPPOSITE
