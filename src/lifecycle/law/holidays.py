"""Public holidays of the Commission, by year: the days on which no period ends in Brussels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

UNVERIFIED = (
    "the Commission's holidays follow the pattern of earlier years as secondary sources tell it; "
    "the list published each year in the Official Journal was not read"
)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday of the Commission; ``unverified`` says what was not checked."""

    day: date
    name: str
    unverified: str = UNVERIFIED


EASTER: Mapping[int, date] = {
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
}
"""Easter Sunday of the years that have a list; a period that ends in another year meets weekends
alone, and its deadline says so."""

_FIXED: tuple[tuple[int, int, str], ...] = (
    (1, 1, "New Year's Day"),
    (1, 2, "day after New Year's Day"),
    (5, 1, "Labour Day"),
    (5, 9, "Europe Day"),
    (7, 21, "Belgian National Day"),
    (8, 15, "Assumption"),
    (11, 1, "All Saints' Day"),
    (11, 2, "All Souls' Day"),
    *((12, day, "end of the year") for day in range(24, 32)),
)
_MOVING: tuple[tuple[int, str], ...] = (
    (-3, "Maundy Thursday"),
    (-2, "Good Friday"),
    (1, "Easter Monday"),
    (39, "Ascension Day"),
    (40, "day after Ascension Day"),
    (50, "Whit Monday"),
)


def _list_of(easter: date) -> tuple[Holiday, ...]:
    fixed = (Holiday(date(easter.year, month, day), name) for month, day, name in _FIXED)
    moving = (Holiday(easter + timedelta(days=days), name) for days, name in _MOVING)
    return tuple(sorted((*fixed, *moving), key=lambda holiday: holiday.day))


HOLIDAYS: Mapping[int, tuple[Holiday, ...]] = {
    year: _list_of(easter) for year, easter in EASTER.items()
}


def holiday(day: date) -> Holiday | None:
    """Return the holiday of a day; ``None`` also where the year has no list."""
    return next((found for found in HOLIDAYS.get(day.year, ()) if found.day == day), None)


def working_day(day: date) -> bool:
    """Return whether a day is none of Saturday, Sunday and the Commission's holidays."""
    return day.weekday() < 5 and holiday(day) is None
