"""The command ``export``: every event as it was told, one line of JSON each."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from lifecycle.errors import InputError, unwritable
from lifecycle.time import show_instant
from lifecycle_cli.asking import READING, READINGS
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.output import notice, say
from lifecycle_cli.session import Session, pass_session
from lifecycle_cli.values import Day
from lifecycle_cli.words import plural


@command(
    "export",
    examples=(
        "lifecycle export -o events.jsonl",
        "lifecycle export --bundle for-the-auditor --on 2026-01-15",
        """lifecycle export --bundle redacted --withhold atlas-7b#2 \\
    --reason "order of the Regional Court, 12 O 3/26\"""",
        "lifecycle export --backup lifecycle-copy.db",
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
@option(
    "--bundle",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the auditor's bundle into a new folder.",
)
@option(
    "--backup",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Copy the whole ledger, verified, into a new file.",
)
@option(
    "--withhold",
    multiple=True,
    metavar="EVENT",
    help="Leave the content of an event out of the bundle; its hash stays.",
)
@option("--reason", metavar="TEXT", default="", help="Who ordered it and why, for the bundle.")
@option("--on", type=Day(), help="The day of the answers in the bundle. [default: today]")
@option("--rulebook", type=Choice(READINGS), metavar="ID", default=READING, help="Their reading.")
@pass_session
def export(
    session: Session,
    path: Path | None,
    bundle: Path | None,
    backup: Path | None,
    withhold: tuple[str, ...],
    reason: str,
    on: date | None,
    rulebook: str,
) -> None:
    """Write the events as JSON Lines that import takes back.

    Each line is what was told, with its id. When and by whom it was recorded belongs to this
    ledger and is not part of it. The bundle has all that: the sealed events, the signed
    checkpoints, the answers on a day, and a verifier of one file. A backup is the ledger itself
    as it was at one moment, also while others write to it.

    Where a court orders that something disappears, --withhold leaves it out of the bundle: all
    proofs stay valid, and everybody sees the gap, your reason, and answers derived without it.
    The ledger itself keeps the event.
    """
    if sum(given is not None for given in (path, bundle, backup)) > 1:
        raise InputError("only one thing is written at a time.", "Take -o, --bundle or --backup.")
    if bundle is None and (withhold or reason):
        raise InputError(
            "only a bundle leaves something out.",
            "Add --bundle DIR.",
            field="--withhold" if withhold else "--reason",
        )
    if reason and not withhold:
        raise InputError("nothing is withheld.", "Add --withhold EVENT.", field="--reason")
    if backup is not None:
        _backup(session, backup)
        return
    if bundle is not None:
        _bundle(session, bundle, (withhold, reason), on or session.today(), rulebook)
        return
    with session.reading() as ledger:
        if path is None:
            sys.stdout.buffer.writelines(ledger.export())
            sys.stdout.buffer.flush()
            return
        try:
            with path.open("wb") as file:
                count = sum(1 for line in ledger.export() if file.write(line))
        except OSError as error:
            raise unwritable(path, error, field="-o") from error
        notice(f"Wrote {plural(count, 'event')} to {path}.")


def _backup(session: Session, target: Path) -> None:
    from lifecycle.auditing.backups import back_up  # noqa: PLC0415 -- help does without it

    made = back_up(session.where, target)
    say(f"Copied {plural(made.size, 'event')} to {target}; the copy verifies.")
    say("To take it back, copy it to its place, then: lifecycle verify --checkpoint FILE")


def _bundle(
    session: Session, folder: Path, gaps: tuple[tuple[str, ...], str], on: date, rulebook: str
) -> None:
    from lifecycle.auditing.bundle import export_bundle  # noqa: PLC0415 -- help does without it
    from lifecycle_cli.bundling import answers  # noqa: PLC0415 -- likewise

    with session.writing() as ledger:
        known_at = ledger.settled()
        made = export_bundle(
            ledger,
            folder,
            answers=lambda view: answers(view, on, known_at, rulebook),
            withhold=gaps[0],
            reason=gaps[1],
        )
    say(
        f"Wrote {plural(made.events, 'event')} to {made.directory};"
        f" {made.covered} of them are covered by a signed checkpoint."
    )
    say(f"Its answers are on {on}, as known at {show_instant(known_at)}, rulebook {rulebook}.")
    for each in made.withheld:
        say(f"Withheld: {each.event} at position {each.position}; its hash stands in its place.")
    if made.withheld:
        say("The answers are derived without it, and anybody sees the gap and your reason.")
    if made.covered < made.events:
        say("Next: lifecycle checkpoint, then export it again")
