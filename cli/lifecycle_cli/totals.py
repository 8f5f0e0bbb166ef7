"""What ``status --totals`` shows: how many models have which outcome, and what most wait for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from lifecycle_cli.asking import Question
from lifecycle_cli.lines import Line, table, wrapped
from lifecycle_cli.words import LABELS, plural

SHOWN = 3
"""How many of the facts that models wait for people are shown; programs get all."""

COLUMNS = ("what", "yes", "no", "undetermined")
OUTCOMES = COLUMNS[1:]


def show_totals(question: Question) -> None:
    """Answer with the totals of the portfolio."""
    from lifecycle_projections.portfolio import portfolio_on  # noqa: PLC0415 -- for this question

    portfolio = portfolio_on(question.ledger, actor=question.actor, **question.axes())
    found = cast("Mapping[str, Any]", portfolio.totals_form())
    counted: Mapping[str, Mapping[str, int]] = found["conclusions"]
    waiting: Sequence[Mapping[str, Any]] = found["waiting"]

    def lines(width: int) -> Iterator[Line]:
        if not found["models"]:
            yield "No model is registered."
            return
        rows = [
            [LABELS[name], *(str(numbers[outcome]) for outcome in OUTCOMES)]
            for name, numbers in counted.items()
        ]
        heading = (plural(found["models"], "model").upper(), *(name.upper() for name in OUTCOMES))
        yield from table(heading, rows, width)
        yield ""
        duties = [f"{number} {status}" for status, number in sorted(found["obligations"].items())]
        yield from wrapped(f"Obligations: {', '.join(duties) or 'none'}.", width)
        for entry in waiting[:SHOWN]:
            wait = "model waits" if entry["models"] == 1 else "models wait"
            told = f"{entry['models']} {wait} for {entry['fact']}: {_meaning(entry['fact'])}."
            yield from wrapped(told, width, "  ")

    question.answer(
        found,
        rows=[found],
        columns=COLUMNS,
        cells=[
            [name, *(numbers[outcome] for outcome in OUTCOMES)] for name, numbers in counted.items()
        ],
        lines=lines,
    )


def _meaning(fact: str) -> str:
    from lifecycle.domain import KINDS  # noqa: PLC0415 -- help does without it

    event, _, name = fact.partition(".")
    return next(spec.help for spec in KINDS[event].specs if spec.name == name)
