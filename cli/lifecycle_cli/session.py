"""What one call of the command line holds: its clock, its ledger, whether faults are traced."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO, cast

import click

from lifecycle.errors import InputError

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from lifecycle.ledger import Ledger
    from lifecycle.time import Clock

DEFAULT_LEDGER = "lifecycle.db"
LEDGER_VARIABLE = "LIFECYCLE_LEDGER"
WIDTH = 80
STDIN = "-"


@dataclass
class Session:
    """One call; ``ledger`` is what ``--ledger`` named, ``color`` what was decided on colours."""

    clock: Clock
    ledger: str | None = None
    color: bool | None = None
    debug: bool = False

    @property
    def where(self) -> str:
        """The ledger: ``--ledger``, else ``LIFECYCLE_LEDGER``, else ``lifecycle.db``."""
        return self.ledger or os.environ.get(LEDGER_VARIABLE) or DEFAULT_LEDGER

    def today(self) -> date:
        """Return the day in Brussels."""
        from lifecycle.time import brussels_day  # noqa: PLC0415 -- help does without zones

        return brussels_day(self.clock())

    def reading(self) -> Ledger:
        """Return the ledger, or an auditor's bundle, opened to be asked; none is made."""
        from lifecycle.ledger import Ledger  # noqa: PLC0415 -- help does without it

        if os.path.isdir(self.where):  # noqa: PTH112 -- pathlib is a tenth of what help takes
            from pathlib import Path  # noqa: PLC0415 -- as above

            from lifecycle.auditing.loading import load_bundle  # noqa: PLC0415 -- for a bundle alone

            ledger = load_bundle(Path(self.where), self.clock)
            if ledger.names:
                self._tell_gaps(ledger.names)
            return ledger
        return Ledger.open(self.where, clock=self.clock, create=False, read_only=True)

    def _tell_gaps(self, names: tuple[str, ...]) -> None:
        from lifecycle_cli.lines import Toned, render, visible  # noqa: PLC0415 -- seldom needed

        told = visible(f"{', '.join(names)} withheld from the bundle: the answer is without it.")
        click.echo(render([Toned("Note: ", "open"), told]), file=sys.stderr, color=self.color)

    def writing(self) -> Ledger:
        """Return the ledger, opened to be recorded in; a missing one is refused, not made."""
        from lifecycle.ledger import Ledger  # noqa: PLC0415 -- help does without it

        return Ledger.open(self.where, clock=self.clock, create=False)


def session_of(ctx: click.Context) -> Session:
    """Return the session of a running command."""
    session = ctx.find_object(Session)
    assert session is not None, "main gives every context a session"
    return session


pass_session = click.make_pass_decorator(Session)


def color_wanted() -> bool | None:
    """Return what the environment says of colours: NO_COLOR, FORCE_COLOR, or nothing."""
    if os.environ.get("NO_COLOR"):
        return False
    return True if os.environ.get("FORCE_COLOR") else None


def columns() -> int:
    """Return how wide the output may be: COLUMNS, else the terminal's width, else 80."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told):
        return int(told)
    try:
        return os.get_terminal_size(1).columns or WIDTH
    except OSError:  # no terminal: a pipe or a file
        return WIDTH


def interactive() -> bool:
    """Return whether somebody can be asked: both ends are a terminal."""
    ends = (cast("TextIO | None", sys.stdin), cast("TextIO | None", sys.stdout))
    return all(end is not None and end.isatty() for end in ends)


def read_input() -> bytes:
    """Return all of standard input; raises ``InputError`` where it is closed."""
    stdin = cast("TextIO | None", sys.stdin)
    if stdin is None:
        raise InputError("standard input is closed.", "Name a file, or pipe something into it.")
    return stdin.buffer.read()


def read_file(path: Path, name: str) -> bytes:
    """Return the bytes of a file; raises ``InputError`` that names the option."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Check its name.", field=name
        ) from error


def read_argument(file: str) -> bytes:
    """Return the bytes of the file that an argument names, or of standard input for ``-``."""
    from pathlib import Path  # noqa: PLC0415 -- help does without it

    return read_input() if file == STDIN else read_file(Path(file), "FILE")
