"""The three axes of a question: the day, what was known, and the reading of the law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from lifecycle.errors import InputError
from lifecycle.law.article_113 import statute_on
from lifecycle.law.reading import Reading, reading
from lifecycle.time import brussels_day, end_of_day, show_instant

if TYPE_CHECKING:
    from lifecycle.view import LedgerView


@dataclass(frozen=True, slots=True)
class Axes:
    """``known_at`` is an aware instant, or ``None`` for everything that is recorded."""

    valid_on: date
    known_at: datetime | None
    reading: Reading

    def to_dict(self) -> dict[str, object]:
        """Return the axes as they head every answer."""
        return {
            "valid_on": self.valid_on.isoformat(),
            "known_at": None if self.known_at is None else show_instant(self.known_at),
            "rulebook": {"statute": statute_on(self.valid_on), "reading": self.reading.id},
        }


def axes_of(
    view: LedgerView, valid_on: date, known_at: date | datetime | None, rulebook: str
) -> Axes:
    """Return the axes of a question asked now.

    A day of knowledge is that whole day in Brussels, as far as it has passed. Raises
    ``InputError`` for knowledge of the future or an instant without a time zone, ``NotFound``
    for a reading that does not exist.
    """
    return Axes(valid_on, instant_of(view, known_at), reading(rulebook))


def instant_of(view: LedgerView, known_at: date | datetime | None) -> datetime | None:
    """Return the instant up to which knowledge is asked for.

    Of a day that has not ended it is that of the last event: what was known by then is the same
    for ever, while another write may still bring an instant before now.
    """
    if known_at is None:
        return None
    now = view.now()
    if isinstance(known_at, datetime):
        if known_at.tzinfo is None:
            raise InputError("the instant has no time zone.", "Write it as 2026-01-15T21:30:07Z.")
        late, instant = known_at > now, known_at
    else:
        late, instant = known_at > brussels_day(now), end_of_day(known_at)
        instant = instant if instant <= now else view.settled()
    if late:
        raise InputError(
            f"nobody knows yet what will be known at {known_at.isoformat()}.",
            f"Ask up to now: {show_instant(now)}.",
        )
    return instant
