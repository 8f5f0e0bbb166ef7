"""The command ``deadlines``: what is due on which day, planned and latest, also as a calendar."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from lifecycle.errors import InputError
from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Cell, Line, Toned, table
from lifecycle_cli.output import FORMATS
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from lifecycle_projections.deadlines import OpenDeadline

ICS = "ics"
COLUMNS = ("model", "actor", "key", "what", "plan_by", "latest", "state", "outcome", "cites")

_PERIOD = re.compile(r"([0-9]{1,4})(d|w)?")


class Period(click.ParamType[timedelta]):
    """A number of days or weeks: ``30d``, ``2w``."""

    name = "period"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the form as the help shows it."""
        return "30d|2w"

    def convert(
        self,
        value: str | timedelta,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> timedelta:
        """Return the period, or refuse it."""
        if isinstance(value, timedelta):
            return value
        match = _PERIOD.fullmatch(value)
        if match is None:
            raise InputError(
                f"{value!a} is not a period.", "Write days or weeks: 30d or 2w.", field="--within"
            )
        return timedelta(days=int(match[1]) * (7 if match[2] == "w" else 1))


@command(
    "deadlines",
    examples=(
        "lifecycle deadlines --on 2025-11-10 --within 30d",
        "lifecycle deadlines titan-1",
        "lifecycle deadlines --format ics -o deadlines.ics",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@option("--within", type=Period(), help="Only what is due so soon, or overdue.")
@functools.partial(asking, forms=(*FORMATS, ICS))
def deadlines(question: Question, model: str | None, within: timedelta | None) -> None:
    """List what is due, and by when.

    'Plan by' is the plain end of the period; 'latest' is the working day to which it moves where
    it ends on a weekend or a holiday. What is done is left out. As a calendar the entries keep
    their identity: a calendar that takes the file again moves them.
    """
    from lifecycle_projections.deadlines import deadlines_of  # noqa: PLC0415 -- for this question
    from lifecycle_projections.icalendar import to_ics  # noqa: PLC0415 -- likewise

    listed = deadlines_of(
        question.ledger,
        model,
        actor=question.actor,
        within=None if within is None else within.days,
        **question.axes(),
    )
    if question.target.form == ICS:
        question.target.write_text(to_ics(listed))
        return

    def lines(width: int) -> Iterator[Line]:
        if listed.entries:
            rows = [
                [
                    entry.plan_by.isoformat(),
                    entry.latest.isoformat(),
                    entry.model,
                    f"{entry.deadline.key.partition('_')[0]} {entry.deadline.what}",
                    _state(entry),
                ]
                for entry in listed.entries
            ]
            yield from table(("PLAN BY", "LATEST", "MODEL", "WHAT", "STATE"), rows, width)
            yield ""
        yield plural(len(listed.entries), "deadline")

    data = listed.to_dict()
    axes = {name: value for name, value in data.items() if name != "deadlines"}
    question.answer(
        data,
        rows=[{**axes, **entry.to_dict()} for entry in listed.entries],
        columns=COLUMNS,
        cells=map(_cells, listed.entries),
        lines=lines,
    )


def _state(entry: OpenDeadline) -> Cell:
    if not entry.certain:
        return Toned(f"{entry.state}, undetermined", "open")
    return Toned(entry.state, "bad") if entry.state == "overdue" else entry.state


def _cells(entry: OpenDeadline) -> list[object]:
    form = entry.to_dict()
    named = [entry.model, entry.actor, entry.deadline.key, entry.deadline.what]
    return [*named, entry.plan_by, entry.latest, entry.state, form["outcome"], form["cites"]]
