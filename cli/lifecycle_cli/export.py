"""The command ``export``: every event as it was told, one line of JSON each."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lifecycle.errors import InputError
from lifecycle_cli.command import command, option
from lifecycle_cli.output import notice
from lifecycle_cli.session import Session, pass_session
from lifecycle_cli.words import plural


@command(
    "export",
    examples=(
        "lifecycle export -o events.jsonl",
        "lifecycle export | lifecycle import - --ledger copy.db -n",
    ),
)
@option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file instead of standard output.",
)
@pass_session
def export(session: Session, path: Path | None) -> None:
    """Write the events as JSON Lines that import takes back.

    Each line is what was told, with its id. When and by whom it was recorded belongs to this
    ledger and is not part of it.
    """
    with session.reading() as ledger:
        if path is None:
            sys.stdout.buffer.writelines(ledger.export())
            sys.stdout.buffer.flush()
            return
        try:
            with path.open("wb") as file:
                count = sum(1 for line in ledger.export() if file.write(line))
        except OSError as error:
            raise InputError(
                f"{path} cannot be written: {error.strerror}.",
                "Name a file in a folder that you may write to.",
                field="-o",
            ) from error
        notice(f"Wrote {plural(count, 'event')} to {path}.")
