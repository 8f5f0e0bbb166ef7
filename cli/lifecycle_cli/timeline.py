"""The command ``timeline``: from when to when each obligation had which status, and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, cast

import click

from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Line, Toned, table
from lifecycle_cli.values import Day

if TYPE_CHECKING:
    from lifecycle_projections.timeline import Spell, Timeline

COLUMNS = ("model", "actor", "obligation", "title", "status", "since", "until", "because")


@command(
    "timeline",
    examples=(
        "lifecycle timeline atlas-7b",
        "lifecycle timeline titan-1 --from 2025-11-01 --to 2025-12-31",
        "lifecycle timeline atlas-7b --format csv",
    ),
)
@click.argument("model", shell_complete=model_keys, help="The model.")
@option("--from", "first", type=Day(), help="Leave out what ended before.")
@option("--to", "last", type=Day(), help="Leave out what began later.")
@asking
def timeline(question: Question, model: str, first: date | None, last: date | None) -> None:
    """Show from when to when each obligation had which status.

    Both days are days on which it had it. The events named last are those of the first day; where
    none is named the law itself changed.
    """
    from lifecycle_projections.timeline import timeline_of  # noqa: PLC0415 -- for this question

    found = timeline_of(question.ledger, model, actor=question.actor, **question.axes())
    spells = [spell for spell in found.spells if _overlaps(spell, first, last)]
    data = found.to_dict()
    kept = _forms(found, spells)

    def lines(width: int) -> Iterator[Line]:
        who = found.answer.actor or "nobody in particular"
        yield [Toned(model, "strong"), f", asked about {who}"]
        yield ""
        if not spells:
            yield "No obligation on any day asked for."
            return
        rows = [
            [
                f"{spell.obligation} {spell.title}",
                spell.stretch.status,
                spell.stretch.since.isoformat(),
                "open" if spell.stretch.until is None else spell.stretch.until.isoformat(),
                ", ".join(spell.because),
            ]
            for spell in spells
        ]
        yield from table(("OBLIGATION", "STATUS", "FROM", "TO", "BECAUSE"), rows, width)

    question.answer(
        {**data, "spells": kept},
        rows=[{**data, "spells": [spell]} for spell in kept],
        columns=COLUMNS,
        cells=[_cells(found, spell) for spell in spells],
        lines=lines,
    )


def _overlaps(spell: Spell, first: date | None, last: date | None) -> bool:
    until = spell.stretch.until
    if first is not None and until is not None and until < first:
        return False
    return last is None or spell.stretch.since <= last


def _forms(found: Timeline, spells: list[Spell]) -> list[object]:
    every = cast("list[object]", found.to_dict()["spells"])
    return [form for form, spell in zip(every, found.spells, strict=True) if spell in spells]


def _cells(found: Timeline, spell: Spell) -> list[object]:
    stretch = spell.stretch
    return [
        found.answer.model,
        found.answer.actor,
        spell.obligation,
        spell.title,
        stretch.status,
        stretch.since,
        stretch.until,
        "; ".join(spell.because),
    ]
