"""The command ``demo``: a ledger of invented models, one life for each path through the rules."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import click

from lifecycle.errors import Conflict
from lifecycle.time import Clock, parse_instant
from lifecycle_cli.anchoring import sign_what_was_written
from lifecycle_cli.command import command
from lifecycle_cli.output import say
from lifecycle_cli.session import DEFAULT_LEDGER, Session, pass_session

LIVES = resources.files("lifecycle_cli") / "demo_data" / "lives.jsonl"
ASKED_ON = "2026-01-15"
ASKED_AT = "2026-01-15T12:00:00Z"
"""When the demonstration takes place: its clock stands here after the last event."""

QUESTIONS = (
    ("status", "--on", ASKED_ON),
    ("why", "atlas-7b", "53-1-d", "--on", ASKED_ON),
)


class ScriptedClock:
    """A clock that stands where it was put, and moves on by a microsecond each time it is read."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        """Return the instant and move on."""
        self.instant += timedelta(microseconds=1)
        return self.instant

    def move_to(self, instant: datetime) -> None:
        """Put the clock there, never backwards."""
        self.instant = max(self.instant, instant)


def lives() -> Iterator[tuple[datetime, dict[str, Any]]]:
    """Yield each invented event with the instant at which it is recorded."""
    from lifecycle.exchange.json_reader import read_lines  # noqa: PLC0415 -- help does without it

    with LIVES.open("rb") as stream:
        for _, told in read_lines(stream):
            yield parse_instant(str(told.pop("recorded_at"))), told


def write_demo(path: Path) -> Clock:
    """Record the invented lives in a new ledger; return the clock as it stands afterwards."""
    from lifecycle.auditing.keys import give_key, key_path  # noqa: PLC0415 -- help without it
    from lifecycle.ledger import Ledger  # noqa: PLC0415 -- likewise

    clock = ScriptedClock(parse_instant("2024-01-01T00:00:00Z"))
    with Ledger.open(path, clock=clock, who="demo") as ledger:
        give_key(ledger, key_path(path))
        for recorded_at, told in lives():
            clock.move_to(recorded_at)
            ledger.record(told)
        sign_what_was_written(ledger, str(path))
    clock.move_to(parse_instant(ASKED_AT))
    return lambda: parse_instant(ASKED_AT)


@command("demo", examples=("lifecycle demo", "lifecycle demo somewhere"))
@click.argument(
    "folder",
    metavar="[DIR]",
    required=False,
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to put it in. [default: this one]",
)
@pass_session
def demo(session: Session, folder: Path) -> None:
    """Make a ledger of invented models and ask it.

    Its models took every path through the rules: by API and as open weights, before and after
    the rules applied, used inside, for research, fine-tuned, with systemic risk. The questions
    are asked as on 15 January 2026.
    """
    from lifecycle_cli.main import main  # noqa: PLC0415 -- main names this command

    path = folder / DEFAULT_LEDGER
    if path.exists():
        raise Conflict(
            f"{path} is there already; the demo never writes into a ledger.",
            "Name another folder: lifecycle demo DIR",
            code="LC131",
        )
    folder.mkdir(parents=True, exist_ok=True)
    clock = write_demo(path)
    say(f"Made {path} with invented models. Two questions to it, as on {ASKED_ON}:")
    where = ["--ledger", str(path)] if session.ledger or folder != Path() else []
    for words in QUESTIONS:
        say("")
        say(f"$ lifecycle {shlex.join([*words, *where])}")
        code = main([*words, *where], clock=clock)
        if code:
            raise click.exceptions.Exit(code)
