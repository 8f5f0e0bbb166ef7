"""What every write shares: consequences first, on a terminal a question, then the receipt."""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

import click

from lifecycle.time import show_instant
from lifecycle_cli.anchoring import sign_what_was_written
from lifecycle_cli.asking import READING, READINGS, SHORT_ROOT
from lifecycle_cli.command import Choice, option
from lifecycle_cli.lines import Line, Toned
from lifecycle_cli.output import notice, say, say_json
from lifecycle_cli.previews import preview
from lifecycle_cli.session import Session, columns, interactive, session_of
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from lifecycle.ledger import Ledger
    from lifecycle.view import Receipt, Trial
    from lifecycle_projections.consequences import Consequence

P = ParamSpec("P")

WRITING = "Writing"
RECEIPT, CONSEQUENCES = "lifecycle/receipt/1", "lifecycle/consequences/1"


@dataclass(frozen=True)
class Writing:
    """How a write was asked for: tried only, without the question, with the ids alone, as JSON."""

    session: Session
    dry_run: bool
    yes: bool
    quiet: bool
    json: bool
    rulebook: str

    @contextmanager
    def open(self) -> Generator[Ledger]:
        """Give the ledger, to be read only where nothing is to be written.

        What was written meanwhile is signed at the end, once for the whole command.
        """
        if self.dry_run:
            with self.session.reading() as ledger:
                yield ledger
            return
        with self.session.writing() as ledger:
            before = ledger.head.size
            yield ledger
            if ledger.head.size > before:
                sign_what_was_written(ledger, self.session.where)

    @property
    def asks(self) -> bool:
        """Return whether what it would change is shown first."""
        return self.dry_run or (not self.yes and interactive())

    def agreed(self, ledger: Ledger, title: str, trial: Callable[[], Trial]) -> bool:
        """Show what a trial would change, and return whether it is to be written.

        What the ledger has already is not asked about: the receipt says so.
        """
        if not self.asks:
            return True
        tried = trial()
        if not (tried.drafted or self.dry_run):
            return True
        self._preview(ledger, tried, title)
        if self.dry_run:
            return False
        if not click.confirm("Record it?", default=False):
            say("Nothing was written.")
            return False
        return True

    def receipt(self, receipt: Receipt, title: str) -> None:
        """Say what was recorded, or was already."""
        for warning in receipt.warnings:
            notice([Toned("Warning: ", "open"), warning])
        if self.quiet:
            say(receipt.ref)
        elif self.json:
            say_json(receipt_form(receipt))
        else:
            say(_said(receipt, title))

    def _preview(self, ledger: Ledger, trial: Trial, title: str) -> None:
        from lifecycle_projections.consequences import compared  # noqa: PLC0415 -- seldom asked

        found = compared(ledger, trial, self.rulebook)
        known_at, head = show_instant(ledger.settled()), ledger.head
        if self.json:
            form = {
                "schema": CONSEQUENCES,
                "known_at": known_at,
                "rulebook": self.rulebook,
                "ledger": {"size": head.size, "root": head.root.hex()},
                "written": False,
                "events": len(trial.drafted),
                "consequences": [consequence_form(each) for each in found],
            }
            say_json(form)
            return
        what = "To record" if trial.drafted else "In the ledger already"
        for line in preview(found, f"{what}: {title}", columns()):
            say(line)
        say("")
        say(f"As known at {known_at}, rulebook {self.rulebook},")
        say(f"ledger of {plural(head.size, 'event')}, head {head.root.hex()[:SHORT_ROOT]}.")
        if self.dry_run:
            say("Nothing was written (-n).")


def writing(function: Callable[Concatenate[Writing, P], None]) -> Callable[P, None]:
    """Give a command the options of a write, and hand it how the write was asked for."""

    @click.pass_context
    @functools.wraps(function)
    def asked(ctx: click.Context, /, *args: P.args, **given: P.kwargs) -> None:
        told: dict[str, Any] = dict(given)
        how = Writing(
            session=session_of(ctx),
            **{name: told.pop(name) for name in ("dry_run", "yes", "quiet", "json", "rulebook")},
        )
        function(how, *args, **told)

    for decorate in reversed(writing_options()):
        asked = decorate(asked)
    return asked


def writing_options() -> list[Callable[[Any], Any]]:
    """Return the options of every write, in the order of the help."""
    return [
        option(
            "-n",
            "--dry-run",
            is_flag=True,
            section=WRITING,
            help="Show what it would change; write nothing.",
        ),
        option("-y", "--yes", is_flag=True, section=WRITING, help="Do not ask on a terminal."),
        option(
            "-q", "--quiet", is_flag=True, section=WRITING, help="Print the event's name alone."
        ),
        option("--json", is_flag=True, section=WRITING, help="Print JSON."),
        option(
            "--rulebook",
            type=Choice(READINGS),
            metavar="ID",
            default=READING,
            section=WRITING,
            help="The reading of the law for what it would change.",
        ),
    ]


def receipt_form(receipt: Receipt) -> dict[str, object]:
    """Return a receipt as plain data under the schema ``lifecycle/receipt/1``."""
    return {
        "schema": RECEIPT,
        "event": receipt.ref,
        "position": receipt.position,
        "recorded_at": show_instant(receipt.recorded_at),
        "id": receipt.event_id,
        "already": receipt.already,
        "further": receipt.further,
        "warnings": list(receipt.warnings),
    }


def consequence_form(found: Consequence) -> dict[str, object]:
    """Return a consequence as plain data."""
    return {
        "model": found.model,
        "actor": found.actor,
        "obligation": found.obligation,
        "status": found.status,
        "performance": found.performance,
        "changes": [
            {
                "before": change.before,
                "after": change.after,
                "since": change.since.isoformat(),
                "until": None if change.until is None else change.until.isoformat(),
            }
            for change in found.changes
        ],
    }


def _said(receipt: Receipt, title: str) -> Line:
    when = show_instant(receipt.recorded_at)
    if receipt.already:
        return f"{receipt.ref} was already recorded at {when}; nothing was added."
    further = f", with {plural(receipt.further, 'further event')}" if receipt.further else ""
    return f"{receipt.ref} recorded {when}: {title}{further}"
