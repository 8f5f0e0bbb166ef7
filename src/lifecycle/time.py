"""Time: the injected clock, civil days in Brussels, instants in UTC, calendar arithmetic."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from lifecycle.errors import InputError

Clock = Callable[[], datetime]
"""Returns the current instant as an aware ``datetime``; the only source of "now"."""

BRUSSELS = ZoneInfo("Europe/Brussels")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_TWO_READINGS = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")


def system_clock() -> datetime:
    """Return the machine's current instant in UTC."""
    return datetime.now(UTC)


def parse_day(text: str) -> date:
    """Return the day written as ``YYYY-MM-DD``; nothing else is a day.

    Raises ``InputError`` for any other form, naming both readings of an ambiguous one.
    """
    if not _DAY.fullmatch(text):
        raise _not_a_day(text)
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:]))
    except ValueError:
        raise InputError(
            f"there is no day {text}.", "Write a day of the calendar, such as 2026-01-15."
        ) from None


def _not_a_day(text: str) -> InputError:
    shown = ascii(text if len(text) <= 40 else text[:40] + "…")
    ambiguous = _TWO_READINGS.fullmatch(text)
    if ambiguous is None:
        return InputError(f"{shown} is not a day.", "Write it as YYYY-MM-DD, such as 2026-01-15.")
    first, second, year = (int(part) for part in ambiguous.groups())
    readings = [
        f"{year:04}-{month:02}-{day:02}"
        for day, month in dict.fromkeys([(first, second), (second, first)])
        if 1 <= month <= 12 and 1 <= day <= 31
    ]
    if len(readings) == 2:
        return InputError(f"{shown} could be two days.", f"Write {readings[0]} or {readings[1]}.")
    cure = f"Write {readings[0]}." if readings else "Write it as YYYY-MM-DD."
    return InputError(f"{shown} is not written as YYYY-MM-DD.", cure)


def parse_instant(text: str) -> datetime:
    """Return the instant ``YYYY-MM-DDTHH:MM:SS[.ffffff]Z``, or one with an offset, in UTC."""
    if not _INSTANT.fullmatch(text):
        raise InputError(
            f"{text[:40]!a} is not an instant.",
            "Write it as 2026-01-15T21:30:07Z, or a day as 2026-01-15.",
        )
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        cause = f"there is no instant {text}."
        raise InputError(cause, "Write it as 2026-01-15T21:30:07Z.") from None


def show_instant(instant: datetime) -> str:
    """Return the instant in UTC with microseconds and ``Z``: ``2026-01-15T21:30:07.000000Z``."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def to_microseconds(instant: datetime) -> int:
    """Return whole microseconds since 1970-01-01T00:00Z."""
    return (instant - EPOCH) // MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Return the UTC instant that many microseconds after 1970-01-01T00:00Z."""
    return EPOCH + count * MICROSECOND


def brussels_day(instant: datetime) -> date:
    """Return the civil day in Brussels at that instant."""
    return instant.astimezone(BRUSSELS).date()


def end_of_day(day: date) -> datetime:
    """Return the last microsecond of that Brussels day, in UTC (days have 23 to 25 hours)."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS)
    return midnight.astimezone(UTC) - MICROSECOND


def add_years(day: date, years: int) -> date:
    """Return the same calendar day that many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
