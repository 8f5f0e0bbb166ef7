"""What every question shares: its axes, its format, the ledger's head, how to repeat it."""

from __future__ import annotations

import functools
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

import click
from click.core import ParameterSource

from lifecycle.time import show_instant
from lifecycle_cli.bundling import with_gaps, withheld_from
from lifecycle_cli.command import Choice, option
from lifecycle_cli.lines import Line, typed_lines, wrapped
from lifecycle_cli.output import FORMATS, JSON, Report, Row, Target, form_of
from lifecycle_cli.session import Session, columns, session_of
from lifecycle_cli.values import Day, DayOrInstant

if TYPE_CHECKING:
    from lifecycle.ledger import Ledger
    from lifecycle.view import Head

P = ParamSpec("P")

AXES, OUTPUT = "Axes", "Output"
READING = "guidelines-2025-11"
READINGS = ("act", "guidelines-2025-07", "guidelines-2025-11")
SHORT_ROOT = 12
"""Hexadecimal digits of the ledger's root that people are shown."""

AXIS_COLUMNS = ("on", "known_at", "rulebook", "ledger_size", "ledger_root")

_ELSEWHERE = frozenset({"on", "known_at", "rulebook", "path", "form", "json"})


@dataclass(frozen=True)
class Question:
    """One question to one open ledger, on its axes; ``head`` is the ledger as known then."""

    session: Session
    ledger: Ledger
    on: date
    known_at: datetime
    rulebook: str
    actor: str | None
    head: Head
    target: Target
    ctx: click.Context

    def axes(self) -> dict[str, Any]:
        """Return the axes as the read side takes them."""
        return {"valid_on": self.on, "known_at": self.known_at, "rulebook": self.rulebook}

    def axis_cells(self) -> list[object]:
        """Return the axes as the last cells of a row of CSV."""
        known_at = show_instant(self.known_at)
        return [self.on, known_at, self.rulebook, self.head.size, self.head.root.hex()]

    def sealed(self, data: Mapping[str, object]) -> dict[str, object]:
        """Return a document with the ledger's head put right behind the axes."""
        found: dict[str, object] = {}
        for name, value in data.items():
            found[name] = value
            if name == "rulebook":
                found["ledger"] = {"size": self.head.size, "root": self.head.root.hex()}
                found = with_gaps(found, self.ledger)
        return found

    def heading(self) -> Iterator[Line]:
        """Yield the axes as people read them."""
        yield f"On {self.on}, as known at {show_instant(self.known_at)}"
        yield (
            f"Rulebook {self.rulebook} · ledger of {self.head.size} events, head "
            + (self.head.root.hex()[:SHORT_ROOT])
        )
        if withheld := withheld_from(self.ledger):
            yield from wrapped(f"Without {', '.join(withheld)}: withheld.", self.target.width)
        yield ""

    def next(self, words: str | None) -> Iterator[Line]:
        """Yield what to type next on the same day, if there is anything."""
        if words is not None:
            typed = ["lifecycle", *words.split(), f"--on {self.on}"]
            yield from typed_lines("Next: ", typed, self.target.width)

    def repeat(self) -> Iterator[Line]:
        """Yield the command that gives these very lines again, whatever is recorded later."""
        yield ""
        yield from typed_lines("Repeat: ", self._words(), self.target.width)

    def _words(self) -> list[str]:
        words = [*self.ctx.command_path.split(" "), *_as_typed(self.ctx)]
        words += [f"--on {self.on}", f"--known-at {show_instant(self.known_at)}"]
        words.append(f"--rulebook {self.rulebook}")
        if self.session.ledger is not None:
            words.append(f"--ledger {shlex.quote(self.session.ledger)}")
        return words

    def answer(
        self,
        data: Mapping[str, object],
        *,
        rows: Sequence[Row],
        columns: Sequence[str],
        cells: Iterable[Sequence[object]],
        lines: Callable[[int], Iterable[Line]],
    ) -> None:
        """Write the answer in the form asked for, the axes in every one of them."""

        def text(width: int) -> Iterator[Line]:
            yield from self.heading()
            yield from lines(width)
            yield from self.repeat()

        report = Report(
            self.sealed(data),
            [self.sealed(row) for row in rows],
            [*columns, *AXIS_COLUMNS],
            [[*row, *self.axis_cells()] for row in cells],
            text,
        )
        self.target.write(report)


def asking(
    function: Callable[Concatenate[Question, P], None], forms: Sequence[str] = FORMATS
) -> Callable[P, None]:
    """Give a command the axes and the output options, and hand it the question they make."""

    @click.pass_context
    @functools.wraps(function)
    def asked(ctx: click.Context, /, *args: P.args, **given: P.kwargs) -> None:
        told: dict[str, Any] = dict(given)
        session = session_of(ctx)
        path: Path | None = told.pop("path")
        form: str | None = JSON if told.pop("json") else told["form"]
        del told["form"]
        from lifecycle.auditing.heads import head_at  # noqa: PLC0415 -- help does without it

        with session.reading() as ledger:
            known_at = resolved(ledger, told.pop("known_at"))
            question = Question(
                session=session,
                ledger=ledger,
                on=told.pop("on") or session.today(),
                known_at=known_at,
                rulebook=told.pop("rulebook"),
                actor=told.pop("actor"),
                head=head_at(ledger, known_at),
                target=Target(form_of(form, path, forms), path, columns()),
                ctx=ctx,
            )
            function(question, *args, **told)

    return _with_options(asked, forms)


def _with_options(function: Callable[..., None], forms: Sequence[str]) -> Callable[..., None]:
    for decorate in reversed(
        (
            option("--on", type=Day(), section=AXES, help="The day asked about. [default: today]"),
            option(
                "--known-at",
                type=DayOrInstant(),
                section=AXES,
                help="What had been recorded by then. [default: all]",
            ),
            option(
                "--rulebook",
                type=Choice(READINGS),
                metavar="ID",
                default=READING,
                section=AXES,
                help=f"The reading of the law: {', '.join(READINGS)}. [default: the last]",
            ),
            option(
                "--actor",
                metavar="KEY",
                section=AXES,
                help="The organisation asked about. [default: the model's provider]",
            ),
            option(
                "--format", "form", type=Choice(forms), section=OUTPUT, help="How it is written."
            ),
            option("--json", is_flag=True, section=OUTPUT, help="The same as --format json."),
            option(
                "-o",
                "--output",
                "path",
                type=click.Path(path_type=Path),
                metavar="FILE",
                section=OUTPUT,
                help="Write to a file; its suffix names the format.",
            ),
        )
    ):
        function = decorate(function)
    return function


def resolved(ledger: Ledger, known_at: date | datetime | str | None) -> datetime:
    """Return the instant asked for: of an event its own, without one that of the last event."""
    from lifecycle_projections.axes import instant_of  # noqa: PLC0415 -- help does without it

    if isinstance(known_at, str):
        return ledger.find(known_at).recorded_at
    return instant_of(ledger, known_at) or ledger.settled()


def _as_typed(ctx: click.Context) -> Iterator[str]:
    """Yield a command's own arguments and options as they were given."""
    for param in ctx.command.get_params(ctx):
        name = param.name or ""
        source = ctx.get_parameter_source(name)
        if (
            name in _ELSEWHERE
            or not param.expose_value
            or source is not ParameterSource.COMMANDLINE
        ):
            continue
        value = ctx.params.get(name)
        if isinstance(param, click.Argument):
            yield shlex.quote(str(value))
        elif isinstance(param, click.Option) and param.is_flag:
            yield param.opts[-1]
        else:
            given = cast("tuple[object, ...]", value) if isinstance(value, tuple) else (value,)
            for item in given:
                yield f"{param.opts[-1]} {shlex.quote(str(item))}"
