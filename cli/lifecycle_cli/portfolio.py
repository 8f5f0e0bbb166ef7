"""What ``status`` shows of all models: one line each, where it stands and what is left to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from lifecycle_cli.asking import Question
from lifecycle_cli.lines import Line, table, text_of, wrapped
from lifecycle_cli.output import JSON, JSONL
from lifecycle_cli.words import CONCLUSIONS, duties, gaps, has_gaps, is_gap, plural, state, typed

if TYPE_CHECKING:
    from lifecycle_projections.obligations import Answer

Plain = Mapping[str, Any]

STATES: Mapping[str, str] = {
    "on-the-market": "on the market",
    "not-placed": "not placed",
    "undetermined": "undetermined",
    "not-general-purpose": "not general-purpose",
}
"""The words by which the portfolio is filtered, with those that it prints."""

COLUMNS = ("model", "actor", "state", *CONCLUSIONS, "placed_on", "obligations")


def show_portfolio(question: Question, wanted: str | None, *, only_gaps: bool) -> None:
    """Answer about all models, or those in a state, or those with something left to do."""
    from lifecycle_projections.portfolio import SCHEMA, portfolio_on  # noqa: PLC0415 -- for this

    portfolio = portfolio_on(question.ledger, actor=question.actor, **question.axes())
    # What people read needs neither the days of every obligation nor the facts that are missing.
    whole = question.target.form in (JSON, JSONL)
    models = [
        shown
        for answer in portfolio.answers
        if _wanted(shown := _whole(answer) if whole else _outline(answer), wanted, only_gaps)
    ]

    def lines(width: int) -> Iterator[Line]:
        if models:
            rows = [[str(m["model"]), state(m), duties(m), gaps(m)] for m in models]
            yield from table(("MODEL", "STATE", "OBLIGATIONS", "PERFORMANCE"), rows, width)
            yield ""
        yield from wrapped(_totals(models), width)
        yield from question.next(_next(models))

    question.answer(
        {"schema": SCHEMA, **portfolio.axes.to_dict(), "models": models},
        rows=models,
        columns=COLUMNS,
        cells=map(_cells, models),
        lines=lines,
    )


def _whole(answer: Answer) -> Plain:
    return cast("Plain", answer.to_dict(findings=False))


def _outline(answer: Answer) -> Plain:
    """Return what one line shows of an answer, under the names that the whole form has."""
    placed_on = answer.derived.placed_on
    return {
        "model": answer.model,
        "actor": answer.actor,
        **{name: outcome.value for name, outcome in answer.derived.outcomes().items()},
        "placed_on": None if placed_on is None else placed_on.isoformat(),
        "contested": answer.is_contested,
        "obligations": [
            {
                "id": found.id,
                "status": found.status,
                "contested": answer.contested(found.id),
                "performance": answer.performances[found.id].value,
            }
            for found in answer.derived.obligations
            if found.status != "inactive"
        ],
    }


def _wanted(model: Plain, wanted: str | None, only_gaps: bool) -> bool:
    in_state = wanted is None or _state(model) == STATES[wanted]
    return in_state and (not only_gaps or has_gaps(model))


def _state(model: Plain) -> str:
    return text_of(state(model))


def _cells(model: Plain) -> list[object]:
    active = [o["id"] for o in model["obligations"] if o["status"] == "active"]
    conclusions = [model[name] for name in CONCLUSIONS]
    named = [model["model"], model["actor"], _state(model)]
    return [*named, *conclusions, model["placed_on"], active]


def _totals(models: list[Plain]) -> str:
    if not models:
        return "No model is registered that this would be about."
    counted = {name: sum(_state(model) == name for model in models) for name in STATES.values()}
    states = [f"{number} {name}" for name, number in counted.items() if number]
    listed = [o for model in models for o in model["obligations"]]
    found = [
        f"{number} {name}"
        for name in ("active", "transitional", "undetermined")
        if (number := sum(o["status"] == name for o in listed))
    ]
    with_gaps = sum(map(has_gaps, models))
    return (
        f"{plural(len(models), 'model')}: {', '.join(states)}."
        f" Obligations: {', '.join(found) or 'none'}."
        f" {plural(with_gaps, 'model')} with unmet or late duties."
    )


def _next(models: list[Plain]) -> str | None:
    """Return what to look at first: a duty that is open, else an answer that is."""
    for model in models:
        for found in filter(is_gap, model["obligations"]):
            return f"why {model['model']} {typed(found['id'])}"
    for model in models:
        if _state(model) == "undetermined":
            return f"status {model['model']}"
    return None
