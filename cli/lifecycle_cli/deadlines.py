"""The command ``deadlines``: what is due on which day, planned and latest, also as a calendar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple, cast

import click

from lifecycle.errors import InputError
from lifecycle.time import show_instant
from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Cell, Line, Toned, table
from lifecycle_cli.words import plural

SCHEMA = "lifecycle/deadlines/1"
COLUMNS = ("model", "actor", "what", "plan_by", "latest", "state")

_PERIOD = re.compile(r"([0-9]{1,4})(d|w)?")

Plain = Mapping[str, Any]


class Deadline(NamedTuple):
    """A day by which something is due; ``state`` is done, open, overdue or unknown."""

    model: str
    actor: str | None
    what: str
    plan_by: str
    latest: str
    state: str


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
        "lifecycle deadlines --ics -o deadlines.ics",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@option("--within", type=Period(), help="Only what is due so soon, or overdue.")
@option("--all", "every", is_flag=True, help="Also what is done.")
@option("--ics", is_flag=True, help="Write a calendar.")
@asking
def deadlines(
    question: Question, model: str | None, within: timedelta | None, *, every: bool, ics: bool
) -> None:
    """List what is due, and by when.

    'Plan by' is the plain end of the period; 'latest' is the working day to which it moves where
    it ends on a weekend or a holiday. What is done is left out.
    """
    listed = sorted(
        (
            deadline
            for answer in _answers(question, model)
            for deadline in _of(answer, question.on)
            if (every or deadline.state != "done") and _soon(deadline, question.on, within)
        ),
        key=lambda deadline: (deadline.latest, deadline.model, deadline.what),
    )
    if ics:
        question.target.write_text("".join(f"{line}\r\n" for line in _calendar(listed, question)))
        return

    def lines(width: int) -> Iterator[Line]:
        if listed:
            rows = [[d.plan_by, d.latest, d.model, d.what, _toned(d.state)] for d in listed]
            yield from table(("PLAN BY", "LATEST", "MODEL", "WHAT", "STATE"), rows, width)
            yield ""
        yield plural(len(listed), "deadline")

    axes: dict[str, object] = {
        "schema": SCHEMA,
        "valid_on": question.on.isoformat(),
        "known_at": show_instant(question.known_at),
        "rulebook": question.rulebook,
    }
    question.answer(
        {**axes, "deadlines": [deadline._asdict() for deadline in listed]},
        rows=[{**axes, **deadline._asdict()} for deadline in listed],
        columns=COLUMNS,
        cells=listed,
        lines=lines,
    )


def _answers(question: Question, model: str | None) -> Sequence[Plain]:
    from lifecycle_projections.obligations import obligations_on  # noqa: PLC0415 -- for this one
    from lifecycle_projections.portfolio import portfolio_on  # noqa: PLC0415 -- likewise

    if model is None:
        portfolio = portfolio_on(question.ledger, actor=question.actor, **question.axes())
        return cast("Sequence[Plain]", portfolio.to_dict()["models"])
    answer = obligations_on(question.ledger, model, actor=question.actor, **question.axes())
    return [cast("Plain", answer.to_dict(findings=False))]


def _of(answer: Plain, day: date) -> Iterator[Deadline]:
    """Yield the due days of the obligations that bind, then the deadlines that are none of them."""
    ids: set[str] = set()
    for found in answer["obligations"]:
        if found["due"] is not None and found["status"] in ("active", "transitional"):
            ids.add(found["id"])
            what = f"{found['id']} {found['title']}"
            yield _deadline(answer, what, found["due"], day, found["performance"])
    for key, due in answer["deadlines"].items():
        if key not in ids:
            yield _deadline(answer, key.replace("_", " "), due, day, "unmet")


def _deadline(answer: Plain, what: str, due: Plain, day: date, performance: str) -> Deadline:
    latest = str(due["rolled"])
    if performance in ("met", "late"):
        state = "done"
    elif latest >= day.isoformat():
        state = "open"
    else:
        state = "overdue" if performance == "unmet" else "unknown"
    return Deadline(answer["model"], answer["actor"], what, str(due["calendar"]), latest, state)


def _soon(deadline: Deadline, day: date, within: timedelta | None) -> bool:
    return within is None or deadline.plan_by <= (day + within).isoformat()


def _toned(state: str) -> Cell:
    return Toned(state, "bad") if state == "overdue" else state


def _calendar(listed: Sequence[Deadline], question: Question) -> Iterator[str]:
    stamp = question.known_at.strftime("%Y%m%dT%H%M%SZ")
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lifecycle//deadlines//EN")
    for deadline in listed:
        text = f"{deadline.model}: {deadline.what}"
        described = (
            f"Plan by {deadline.plan_by}, latest {deadline.latest}. As known at"
            f" {show_instant(question.known_at)}, rulebook {question.rulebook}, ledger of"
            f" {question.head.size} events, head {question.head.root.hex()}."
        )
        end = date.fromisoformat(deadline.latest) + timedelta(days=1)
        yield "BEGIN:VEVENT"
        yield from _folded(
            f"UID:{_escaped(text)}@{question.head.root.hex()[:12]}".replace(" ", "-")
        )
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{deadline.latest.replace('-', '')}"
        yield f"DTEND;VALUE=DATE:{end:%Y%m%d}"
        yield from _folded(f"SUMMARY:{_escaped(text)}")
        yield from _folded(f"DESCRIPTION:{_escaped(described)}")
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most 75 bytes, as calendars want them."""
    start = ""
    while line:
        piece = line.encode()[: 75 - len(start)].decode(errors="ignore")
        yield start + piece
        line, start = line[len(piece) :], " "
