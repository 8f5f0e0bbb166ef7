"""The command ``events``: what was recorded, with the day it holds from and when it was told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import click

from lifecycle.time import show_instant
from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Line, Toned, wrapped
from lifecycle_cli.words import plural, short_ids

if TYPE_CHECKING:
    from lifecycle_projections.audit_trail import Effect, Entry

COLUMNS = (
    "event",
    "position",
    "type",
    "occurred_on",
    "recorded_at",
    "late_days",
    "actor",
    "facts",
    "changed_by",
    "effects",
)
_APART = frozenset({"type", "model", "organisation", "occurred_on", "actor"})
_VERBS = {"active": "started", "transitional": "put in transition", "undetermined": "left open"}


@command(
    "events",
    examples=(
        "lifecycle events atlas-7b",
        "lifecycle events atlas-7b --effects",
        "lifecycle events --late 30 --format csv",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@option("--effects", is_flag=True, help="Add what each event started or ended.")
@option("--late", type=click.IntRange(0), metavar="DAYS", help="Only those recorded so late.")
@asking
def events(question: Question, model: str | None, late: int | None, *, effects: bool) -> None:
    """List what was recorded, with both its times.

    Each event has the day from which it holds and the instant at which it was recorded; what was
    corrected or retracted stays listed. Only events of a day up to --on are shown.
    """
    from lifecycle_projections.audit_trail import SCHEMA, audit_trail  # noqa: PLC0415 -- for this

    entries = [
        entry
        for entry in audit_trail(
            question.ledger,
            model=model,
            known_at=question.known_at,
            effects=effects,
            rulebook=question.rulebook,
        )
        if entry.standing.recorded.event.occurred_on <= question.on
        and (late is None or entry.late >= late)
    ]

    def lines(width: int) -> Iterator[Line]:
        for entry in entries:
            yield from _block(entry, width)
        yield plural(len(entries), "event")

    data = {
        "schema": SCHEMA,
        "valid_on": question.on.isoformat(),
        "known_at": show_instant(question.known_at),
        "rulebook": question.rulebook,
        "model": model,
        "events": [entry.to_dict() for entry in entries],
    }
    axes = {name: data[name] for name in ("schema", "valid_on", "known_at", "rulebook")}
    question.answer(
        data,
        rows=[{**axes, **entry.to_dict()} for entry in entries],
        columns=COLUMNS,
        cells=map(_cells, entries),
        lines=lines,
    )


def _block(entry: Entry, width: int) -> Iterator[Line]:
    recorded = entry.standing.recorded
    event = recorded.event
    by = f", by {event.actor}" if event.actor else ""
    yield [Toned(recorded.ref, "strong"), f"  {event.type} on {event.occurred_on}{by}"]
    yield f"  recorded {show_instant(recorded.recorded_at)}, {_lag(entry.late)}"
    facts = said(event.as_mapping())
    if facts:
        yield from _indented(facts, width)
    if entry.standing.event is None:
        yield [Toned(f"  retracted by {entry.standing.changed_by[-1]}", "open")]
    elif entry.standing.changed_by:
        now = said(entry.standing.event.as_mapping())
        text = f"corrected by {', '.join(entry.standing.changed_by)}, now: "
        yield from _indented(f"{text}on {entry.standing.event.occurred_on}; {now}", width)
    for text in _effects(entry.effects):
        yield from _indented(text, width)


def _indented(text: str, width: int) -> Iterator[Line]:
    for line in wrapped(text, width - 2, "  "):
        yield f"  {line}"


def _lag(days: int) -> str:
    if days == 0:
        return "the same day"
    return f"{plural(days, 'day')} later" if days > 0 else f"{plural(-days, 'day')} before"


def said(told: Mapping[str, Any]) -> str:
    """Return what an event tells beside its envelope: ``channel api, market union``."""
    return ", ".join(
        f"{name} {value_text(value)}" for name, value in told.items() if name not in _APART
    )


def value_text(value: object) -> str:
    """Return a fact as it is typed: yes, no, unknown, lists parted by commas."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ",".join(map(value_text, cast("list[object]", value))) or "none"
    if isinstance(value, dict):
        parts = cast("dict[str, object]", value)
        return ",".join(f"{name}={value_text(item)}" for name, item in parts.items())
    return str(value)


def _effects(effects: tuple[Effect, ...]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for effect in effects:
        verb = "ruled out" if effect.before == "undetermined" else "ended"
        verb = _VERBS.get(effect.after, verb)
        groups.setdefault((verb, effect.since.isoformat()), []).append(effect.obligation)
    for (verb, since), ids in groups.items():
        yield f"{verb} {short_ids(ids)} from {since}"


def _cells(entry: Entry) -> list[object]:
    recorded = entry.standing.recorded
    event = recorded.event
    return [
        recorded.ref,
        recorded.position,
        event.type,
        event.occurred_on,
        show_instant(recorded.recorded_at),
        entry.late,
        event.actor,
        said(event.as_mapping()),
        entry.standing.changed_by,
        "; ".join(_effects(entry.effects)),
    ]
