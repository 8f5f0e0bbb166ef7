"""The command ``diff``: what differs between two days, two states of knowledge, or two readings."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar, cast

import click

from lifecycle.errors import InputError
from lifecycle.time import show_instant
from lifecycle_cli.asking import READING, READINGS, SHORT_ROOT, resolved
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Line, Toned, table, typed_lines, wrapped
from lifecycle_cli.output import FORMATS, JSON, TABLE, Report, Target
from lifecycle_cli.session import Session, columns, pass_session
from lifecycle_cli.values import Day, DayOrInstant
from lifecycle_cli.words import LABELS

if TYPE_CHECKING:
    from lifecycle_projections.differences import Diff

T = TypeVar("T")

COLUMNS = ("model", "actor", "what", "before", "after")
AXIS_COLUMNS = tuple(
    f"{axis}_{side}"
    for side in ("before", "after")
    for axis in ("on", "known_at", "rulebook", "ledger_size", "ledger_root")
)


class Range(click.ParamType[tuple[object, object]]):
    """One value, or two with ``..`` between them."""

    name = "range"

    def __init__(self, one: click.ParamType[T], metavar: str) -> None:
        self.one = one
        self.metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the form as the help shows it."""
        return self.metavar

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[object, object]:
        """Return both values; one alone is both."""
        if isinstance(value, tuple):
            return cast("tuple[object, object]", value)
        first, dots, second = str(value).partition("..")
        before = self.one.convert(first, param, ctx)
        return before, self.one.convert(second, param, ctx) if dots else before


@command(
    "diff",
    examples=(
        "lifecycle diff --on 2025-11-01..2026-01-15",
        "lifecycle diff atlas-7b --on 2026-01-15 --known-at atlas-7b#4..atlas-7b#5",
        "lifecycle diff cirrus-70b --on 2026-01-15 --rulebook act..guidelines-2025-11",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@option("--on", type=Range(Day(), "DAY[..DAY]"), help="The days compared. [default: today]")
@option(
    "--known-at",
    type=Range(DayOrInstant(), "DAY|INSTANT|EVENT[..…]"),
    help="The states of knowledge compared. [default: now]",
)
@option(
    "--rulebook",
    type=Range(Choice(READINGS), "ID[..ID]"),
    default=READING,
    help="The readings compared. [default: the last]",
)
@option("--actor", metavar="KEY", help="The organisation asked about.")
@option("--format", "form", type=Choice(FORMATS), default=TABLE, help="How it is written.")
@option("--json", "as_json", is_flag=True, help="The same as --format json.")
@pass_session
def diff(
    session: Session,
    model: str | None,
    on: tuple[date, date] | None,
    known_at: tuple[date | datetime | str, date | datetime | str] | None,
    rulebook: tuple[str, str],
    actor: str | None,
    form: str,
    *,
    as_json: bool,
) -> None:
    """Compare two days, two states of knowledge, or two readings.

    At least one axis is given as a range, A..B. Both ends are named in the answer, and so are the
    events that lie between them.
    """
    from lifecycle.auditing.heads import head_at  # noqa: PLC0415 -- help does without it
    from lifecycle_projections.differences import diff as differences  # noqa: PLC0415 -- likewise

    days = on or (session.today(), session.today())
    with session.reading() as ledger:
        told = known_at or (None, None)
        instants = resolved(ledger, told[0]), resolved(ledger, told[1])
        if days[0] == days[1] and instants[0] == instants[1] and rulebook[0] == rulebook[1]:
            raise InputError(
                "both sides are the same.",
                "Give one axis as a range: --on 2025-08-01..2025-08-02",
                code="LC109",
            )
        found = differences(
            ledger, model=model, actor=actor, days=days, known=instants, rulebooks=rulebook
        )
        heads = [head_at(ledger, instant) for instant in instants]
    sides = [
        (day, show_instant(instant), reading, head.size, head.root.hex())
        for day, instant, reading, head in zip(days, instants, rulebook, heads, strict=True)
    ]
    data = found.to_dict()
    for side, head in zip(("before", "after"), heads, strict=True):
        axes = data[side]
        assert isinstance(axes, dict)
        axes["ledger"] = {"size": head.size, "root": head.root.hex()}

    def lines(width: int) -> Iterator[Line]:
        for label, (day, instant, reading, size, root) in zip(
            ("Before:", "After: "), sides, strict=True
        ):
            yield f"{label} on {day}, as known at {instant}"
            yield f"        rulebook {reading} · ledger of {size} events, head {root[:SHORT_ROOT]}"
        yield ""
        yield from _lines(found, width)
        yield from typed_lines("Repeat: ", _repeat(session, model, actor, sides), width)

    apart = {name: data[name] for name in ("schema", "before", "after")}
    listed = cast("list[dict[str, object]]", data["differences"])
    report = Report(
        data=data,
        rows=[{**apart, **row} for row in listed],
        columns=[*COLUMNS, *AXIS_COLUMNS],
        cells=[
            [d.model, d.actor, d.name, d.before, d.after, *itertools.chain(*sides)]
            for d in found.differences
        ],
        lines=lines,
    )
    Target(JSON if as_json else form, None, columns()).write(report)


def _lines(found: Diff, width: int) -> Iterator[Line]:
    if not found.differences:
        yield "Nothing differs."
        yield ""
    for model, group in itertools.groupby(found.differences, lambda each: each.model):
        rows = [[LABELS.get(d.name, d.name), d.before, d.after] for d in group]
        yield Toned(model, "strong")
        yield from table(("WHAT", "BEFORE", "AFTER"), rows, width)
        yield ""
    if found.events:
        yield from wrapped(f"Events between them: {', '.join(found.events)}", width, "  ")
        yield ""


def _repeat(
    session: Session,
    model: str | None,
    actor: str | None,
    sides: list[tuple[date, str, str, int, str]],
) -> list[str]:
    pairs: list[tuple[str, Callable[[tuple[date, str, str, int, str]], str]]] = [
        ("--on", lambda side: side[0].isoformat()),
        ("--known-at", lambda side: side[1]),
        ("--rulebook", lambda side: side[2]),
    ]
    words = ["lifecycle diff", *([model] if model else [])]
    words += [f"{name} {_range(read(sides[0]), read(sides[1]))}" for name, read in pairs]
    words += [f"--actor {actor}"] if actor else []
    return words + ([f"--ledger {session.ledger}"] if session.ledger else [])


def _range(before: str, after: str) -> str:
    return before if before == after else f"{before}..{after}"
