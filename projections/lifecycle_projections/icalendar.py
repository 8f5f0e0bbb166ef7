"""Deadlines as a calendar (RFC 5545) that any calendar program takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle_projections.deadlines import DeadlineList, OpenDeadline

PRODUCT = "-//gpai-lifecycle-ledger//lifecycle deadlines//EN"
LONGEST_LINE = 75
"""Octets of a line without its line break (RFC 5545, section 3.1)."""

_ESCAPED = re.compile(r"[\\;,]")


def to_ics(listed: DeadlineList) -> str:
    """Return a calendar with one all-day entry a deadline, from the plain to the latest day.

    An entry without an end lasts one day. Entries keep their ``UID`` as long as model, actor and
    key stay the same, so that a calendar that takes the file again moves them. ``DTSTAMP`` is the
    stamp of the list: no clock is read.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    for due in listed.entries:
        lines += _entry(due, listed.stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for folded in map(_folded, lines))


def _entry(due: OpenDeadline, stamp: datetime) -> Iterator[str]:
    found = due.deadline
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(due)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(due.plan_by)}"
    if due.latest > due.plan_by:
        yield f"DTEND;VALUE=DATE:{_day(due.latest + timedelta(days=1))}"
    yield f"SUMMARY:{_text(f'{due.model}: {found.what} ({found.key})')}"
    yield f"DESCRIPTION:{_text(_description(due))}"
    yield f"CATEGORIES:{_text(_category(due))}"
    yield f"STATUS:{'CONFIRMED' if due.certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _uid(due: OpenDeadline) -> str:
    named = "\n".join((due.model, due.actor or "", due.deadline.key))
    return f"{sha256(named.encode()).hexdigest()[:32]}@lifecycle"


def _day(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def _category(due: OpenDeadline) -> str:
    assert due.deadline.proof.rule is not None
    return due.deadline.proof.rule.authority.value


def _description(due: OpenDeadline) -> str:
    found, rule = due.deadline, due.deadline.proof.rule
    assert rule is not None
    lines = [_when(due), f"{rule.cites} ({rule.authority.value})"]
    if due.actor:
        lines.append(f"Provider: {due.actor}")
    if not due.certain:
        lines.append("Undetermined: a fact that decides is missing.")
    if found.events:
        lines.append(f"Set by {', '.join(found.events)}")
    lines += [f"Unverified: {text}" for text in found.unverified]
    return "\n".join(lines)


def _when(due: OpenDeadline) -> str:
    if due.state == "possible from":
        return f"Possible from {due.plan_by}."
    if due.state == "kept until":
        return f"Keep until {due.plan_by}, that day included."
    planned = f"Plan by {due.plan_by}, at the latest {due.latest}"
    return f"{planned}: overdue." if due.state == "overdue" else f"{planned}."


def _text(text: str) -> str:
    """Return a text value: backslash, semicolon, comma and line break escaped."""
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a line folded at 75 octets, never inside a character."""
    parts: list[str] = []
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += octets
    return "\r\n".join([*parts, part])
