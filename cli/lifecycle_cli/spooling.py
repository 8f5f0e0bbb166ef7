"""What ``record`` and ``import`` do with a spool and with a registry of models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lifecycle.errors import InputError, LedgerUnavailable, NotFound
from lifecycle_cli.command import option
from lifecycle_cli.lines import Toned, visible
from lifecycle_cli.output import json_text, notice, say, say_json
from lifecycle_cli.words import plural
from lifecycle_cli.writing import WRITING, Writing

if TYPE_CHECKING:
    from lifecycle.domain import Event
    from lifecycle.pipelines.collect import Collected

NO_LEDGER = "LC301"


def spool_option() -> Callable[[Any], Any]:
    """Return the option of ``record`` that keeps an event for a later import."""
    return option(
        "--spool",
        metavar="DIR",
        section=WRITING,
        help="Keep it in DIR, without a ledger, for a later: lifecycle import DIR",
    )


def keep(how: Writing, drafted: Mapping[str, object], folder: str, title: str) -> None:
    """Keep an event in a spool and say under which id."""
    from lifecycle.pipelines.spool import Spool  # noqa: PLC0415 -- seldom asked

    spool = Spool(folder, clock=how.session.clock)
    if how.dry_run:
        event = spool.checked(drafted)
        form = {"schema": "lifecycle/spooled/1", "id": event.id, "file": None, "written": False}
        say(json_text(form) if how.json else f"{title} can be kept. Nothing was written (-n).")
        return
    kept = spool.keep(drafted)
    if how.quiet:
        say(kept.id)
    elif how.json:
        form = {
            "schema": "lifecycle/spooled/1",
            "id": kept.id,
            "file": str(kept.path),
            "written": True,
        }
        say_json(form)
    else:
        say(visible(f"{kept.id} kept in {kept.path}: {title}"))
        say(visible(f"To record it: lifecycle import {folder}"))


def collected(how: Writing, folder: str) -> Collected | None:
    """Bring a spool into the ledger; ``None`` where it was only tried, or not agreed to.

    Raises ``LeftOut`` where only a part of it could be taken and nothing was to be written.
    """
    from lifecycle.pipelines.collect import (  # noqa: PLC0415 -- seldom asked
        Collected,
        LeftOut,
        collect,
        try_out,
    )

    with how.open() as ledger:
        if how.asks:
            tried = try_out(ledger, folder)
            if not tried.events:
                return Collected((), tried.left_out)
            title = f"{plural(tried.events, 'event')} of {folder}"
            agreed = how.agreed(ledger, title, lambda: tried.trial)
            if not agreed and tried.left_out:
                raise LeftOut(tried.left_out, folder)
            if not agreed:
                return None
        return collect(ledger, folder)


class Proposed(NamedTuple):
    """The candidates that are new to the ledger, and how many it has already."""

    events: list[Event]
    known: int


def propose(how: Writing, uri: str, path: Path | None) -> None:
    """Write the candidate events of a registry, to be confirmed; nothing goes into the ledger."""
    from lifecycle.pipelines.mlflow_registry import read_registry  # noqa: PLC0415 -- an extra
    from lifecycle.pipelines.proposals import propose as proposals_of  # noqa: PLC0415 -- likewise

    found = proposals_of(read_registry(uri))
    proposed = _new(how, found.events)
    lines = [event.body().decode() for event in proposed.events]
    if path is None:
        for line in lines:
            say(visible(line))
    else:
        _write(path, "".join(f"{line}\n" for line in lines))
    for sentence in found.notices:
        notice([Toned("Note: ", "open"), visible(sentence)])
    count = plural(len(lines), "event")
    before = f", {proposed.known} more in the ledger already" if proposed.known else ""
    notice(visible(f"{count} proposed{before}; nothing was recorded."))
    if path is not None:
        notice(visible(f"Check and complete each line, then: lifecycle import {path}"))


def _new(how: Writing, events: tuple[Event, ...]) -> Proposed:
    try:
        ledger = how.session.reading()
    except LedgerUnavailable as error:
        if error.code != NO_LEDGER:
            raise
        return Proposed(list(events), 0)
    with ledger:
        unknown: list[Event] = []
        for event in events:
            try:
                ledger.find(str(event.id))
            except NotFound:
                unknown.append(event)
    return Proposed(unknown, len(events) - len(unknown))


def _write(path: Path, text: str) -> None:
    """Write a new file: one that is there may hold what somebody has confirmed."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except OSError as error:
        raise InputError(
            f"{path} cannot be written: {error.strerror}.",
            "Name a file that does not exist yet.",
            field="-o",
        ) from error
