"""The command ``status``: what was due on a day, for all models or for one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import click

from lifecycle.errors import InputError
from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Line, Toned, table, typed_lines, wrapped
from lifecycle_cli.portfolio import STATES, show_portfolio
from lifecycle_cli.totals import show_totals
from lifecycle_cli.words import (
    CONCLUSIONS,
    LABELS,
    decided,
    due,
    is_gap,
    outcome,
    performed,
    status_of,
    typed,
)

Plain = Mapping[str, Any]

STATUS_COLUMNS = (
    "model",
    "actor",
    "obligation",
    "title",
    "status",
    "contested",
    "since",
    "until",
    "due",
    "latest",
    "performance",
)

RETENTION = "54(3)(b)_retention_until"
"""The deadline that the conclusions tell already."""


@command(
    "status",
    examples=(
        "lifecycle status --on 2026-01-15",
        "lifecycle status atlas-7b --on 2026-01-15",
        "lifecycle status --totals --known-at 2025-12-31 --format csv",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@option("--state", type=Choice(tuple(STATES)), help="Only the models that stand so.")
@option("--gaps", "only_gaps", is_flag=True, help="Only the models with an unmet or late duty.")
@option("--totals", is_flag=True, help="Only how many models have which outcome.")
@asking
def status(
    question: Question, model: str | None, state: str | None, *, only_gaps: bool, totals: bool
) -> None:
    """Show what was due on a day, for one model or all.

    Without MODEL the portfolio: one line a model. With MODEL every conclusion about it, its
    obligations with their dates and performance, and the facts that would decide what is
    undetermined.
    """
    if totals:
        if model or state or only_gaps:
            raise InputError(
                "they are those of all models.", "Leave the rest out.", field="--totals"
            )
        show_totals(question)
    elif model is None:
        show_portfolio(question, state, only_gaps=only_gaps)
    else:
        _one(question, model)


def _one(question: Question, model: str) -> None:
    from lifecycle_projections.obligations import obligations_on  # noqa: PLC0415 -- likewise
    from lifecycle_projections.questions import questions_about  # noqa: PLC0415 -- likewise

    answer = obligations_on(question.ledger, model, actor=question.actor, **question.axes())
    found = cast("Plain", answer.to_dict())

    def lines(width: int) -> Iterator[Line]:
        yield [Toned(model, "strong"), f", asked about {found['actor'] or 'nobody in particular'}"]
        yield ""
        yield from _conclusions(found)
        yield ""
        yield from _obligations(found, width)
        yield from _deadlines(found)
        yield from _disputes(found, width)
        for asked in questions_about(answer):
            yield ""
            yield from wrapped(f"Not told: {asked.asks}", width, "  ")
            yield from wrapped(f"  It would decide: {decided(asked.would_decide)}.", width, "  ")
            yield from typed_lines("  Next: ", asked.command.split(" "), width)
        yield from _next_of_one(question, found)

    obligations: list[Plain] = found["obligations"]
    question.answer(
        found,
        rows=[found],
        columns=STATUS_COLUMNS,
        cells=[_obligation_cells(found, obligation) for obligation in obligations],
        lines=lines,
    )


def _conclusions(found: Plain) -> Iterator[Line]:
    widest = max(map(len, CONCLUSIONS.values()))
    for name, label in CONCLUSIONS.items():
        line = [f"  {label:{widest}}  ", outcome(found[name])]
        if name == "placed_on_market" and found["placed_on"]:
            line.append(f", on {found['placed_on']}")
        yield line
    if found["retention_until"]:
        yield f"  {'documents to be kept until':{widest}}  {found['retention_until']}"


def _obligations(found: Plain, width: int) -> Iterator[Line]:
    obligations: list[Plain] = found["obligations"]
    if not obligations:
        yield "No obligation on that day: nothing due."
        return
    rows = [
        [f"{o['id']} {o['title']}", status_of(o), str(o["since"]), due(o["due"]), performed(o)]
        for o in obligations
    ]
    yield from table(("OBLIGATION", "STATUS", "SINCE", "DUE", "PERFORMANCE"), rows, width)


def _deadlines(found: Plain) -> Iterator[Line]:
    listed = {key: day for key, day in found["deadlines"].items() if key != RETENTION}
    if listed:
        yield ""
        yield Toned("Deadlines", "strong")
        for key, day in listed.items():
            yield f"  {key.replace('_', ' ')}  {due(day)}"


def _disputes(found: Plain, width: int) -> Iterator[Line]:
    for dispute in found["readings"]:
        yield ""
        yield from wrapped(f"Contested: {dispute['question']}", width, "  ")
        yield from wrapped(f"  Followed here: {dispute['followed']}.", width, "    ")
        yield from wrapped(f"  Not followed: {dispute['other']}.", width, "    ")
        changed = ", ".join(
            f"{LABELS.get(name, name)} {value}" for name, value in dispute["otherwise"].items()
        )
        yield from wrapped(f"  It would give: {changed}.", width, "    ")


def _next_of_one(question: Question, found: Plain) -> Iterator[Line]:
    for obligation in found["obligations"]:
        if is_gap(obligation):
            yield ""
            yield from question.next(f"why {found['model']} {typed(obligation['id'])}")
            return


def _obligation_cells(found: Plain, obligation: Plain) -> list[object]:
    day = obligation["due"] or {"calendar": None, "rolled": None}
    return [
        found["model"],
        found["actor"],
        obligation["id"],
        obligation["title"],
        obligation["status"],
        "yes" if obligation["contested"] else "no",
        obligation["since"],
        obligation["until"],
        day["calendar"],
        day["rolled"],
        obligation["performance"],
    ]
