"""The commands ``correct`` and ``retract``: a later event says better what an earlier one said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, cast

import click

from lifecycle.errors import InputError
from lifecycle_cli.command import command, option
from lifecycle_cli.events import value_text
from lifecycle_cli.values import Day
from lifecycle_cli.writing import Writing, writing

if TYPE_CHECKING:
    from lifecycle.domain import Event, Recorded
    from lifecycle.ledger import Ledger

_ALIASES = {"on": "occurred_on"}


@command(
    "correct",
    examples=(
        """lifecycle correct atlas-7b#3 --set generality=narrow \\
    --reason "the tests were of another model" -n""",
        'lifecycle correct atlas-7b#5 --set on=2025-07-30 --reason "contract" -n',
        'lifecycle correct atlas-7b#5 --set own_name=unknown --reason "unclear" -n',
    ),
)
@click.argument("event", help="The event: atlas-7b#5, or its id.")
@option(
    "--set",
    "changes",
    multiple=True,
    required=True,
    metavar="FACT=VALUE",
    help="A fact as it should have been told; 'unknown' takes it back.",
)
@option("--reason", required=True, metavar="TEXT", help="Why.")
@option("--on", type=Day(), help="The day on which it was found. [default: today]")
@option("--id", "own_id", metavar="KEY", help="Your own key for the correction.")
@option("--actor", metavar="KEY", help="The organisation that found it.")
@writing
def correct(
    how: Writing,
    event: str,
    changes: tuple[str, ...],
    reason: str,
    on: date | None,
    own_id: str | None,
    actor: str | None,
) -> None:
    """Say what an event should have said.

    A correction acts from the event's own day on. Answers as known before it stay as they were.
    --set on=DAY corrects the day itself.
    """
    with how.open() as ledger:
        target = ledger.find(event)
        told = _changes(ledger, target, changes)
        drafted = _about(target, "corrected", on or how.session.today(), reason, own_id, actor)
        drafted["changes"] = told
        shown = ", ".join(f"{name} to {value_text(value)}" for name, value in told.items())
        title = f"correction of {target.ref} ({target.event.type}): {shown}"
        if how.agreed(ledger, title, lambda: ledger.trial([drafted])):
            how.receipt(ledger.record(drafted), title)


@command(
    "retract",
    examples=(
        'lifecycle retract atlas-7b#5 --reason "never released" -n',
        'lifecycle retract atlas-7b#5 --reason "entered twice" --yes',
    ),
)
@click.argument("event", help="The event: atlas-7b#5, ledger#1 for an import, or its id.")
@option("--reason", required=True, metavar="TEXT", help="Why.")
@option("--on", type=Day(), help="The day on which it was found. [default: today]")
@option("--id", "own_id", metavar="KEY", help="Your own key for the retraction.")
@option("--actor", metavar="KEY", help="The organisation that found it.")
@writing
def retract(
    how: Writing,
    event: str,
    reason: str,
    on: date | None,
    own_id: str | None,
    actor: str | None,
) -> None:
    """Say that an event never happened.

    It stays listed, and answers as known before the retraction stay as they were. Retracting an
    import retracts everything that came with it.
    """
    with how.open() as ledger:
        target = ledger.find(event)
        drafted = _about(target, "retracted", on or how.session.today(), reason, own_id, actor)
        title = f"retraction of {target.ref} ({target.event.type} on {target.event.occurred_on})"
        if how.agreed(ledger, title, lambda: ledger.trial([drafted])):
            how.receipt(ledger.record(drafted), title)


def _about(
    target: Recorded, kind: str, on: date, reason: str, own_id: str | None, actor: str | None
) -> dict[str, object]:
    """Return an event about another one, in the same stream."""
    drafted: dict[str, object] = {"type": kind, "occurred_on": on.isoformat()}
    space, _, key = target.stream.partition(":")
    if key:
        drafted[space] = key
    given = {"actor": actor, "id": own_id}
    drafted |= {name: value for name, value in given.items() if value is not None}
    return {**drafted, "target": target.ref, "reason": reason}


def _changes(ledger: Ledger, target: Recorded, told: tuple[str, ...]) -> dict[str, object]:
    """Return the changes of a correction; those of a correction are corrected by their facts."""
    if target.event.type != "corrected":
        return dict(_read(target.event, text) for text in told)
    facts = target.event.facts()
    corrected = ledger.find(cast("str", facts["target"]))
    earlier = cast("Mapping[str, object]", facts["changes"])
    return {"changes": {**earlier, **_changes(ledger, corrected, told)}}


def _read(event: Event, text: str) -> tuple[str, object]:
    """Return the fact and the value that ``FACT=VALUE`` tells; raises ``InputError``."""
    from lifecycle.domain.refusals import suggestion  # noqa: PLC0415 -- help does without it
    from lifecycle.exchange.text import value_from_text  # noqa: PLC0415 -- likewise

    name, equals, value = text.partition("=")
    name = name.strip().replace("-", "_")
    name = _ALIASES.get(name, name)
    if not equals:
        raise InputError(
            f"{text!a} is not FACT=VALUE.",
            "Write it as --set market=union, or --set market=unknown.",
            field="--set",
        )
    specs = {spec.name: spec for spec in event.specs}
    if name in specs:
        return name, value_from_text(specs[name], value)
    raise InputError(
        f"a '{event.type}' event has no fact {name!a}.",
        suggestion(name, specs) or f"See: lifecycle kinds {event.type}",
        field="--set",
    )
