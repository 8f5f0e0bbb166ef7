"""Regulation 1182/71: when a period ends, as the calendar counts and rolled to a working day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lifecycle.law.case import Case
from lifecycle.law.holidays import EASTER, UNVERIFIED, working_day
from lifecycle.law.reading import Authority
from lifecycle.law.rule import IN_FORCE, rule
from lifecycle.law.trace import Limb, settled
from lifecycle.time import add_months, add_years

COUNTING = (
    "Regulation 1182/71 is known from quotations (Art. 3(1), (4) and (5)); that it governs acts of "
    "Parliament and Council is accepted practice"
)
_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period: plain, and rolled to the end of a working day."""

    calendar: date
    rolled: date

    @classmethod
    def fixed(cls, day: date) -> Due:
        """Return a day that the law or an authority names: nothing rolls (Art. 5(1))."""
        return cls(day, day)

    @property
    def unverified(self) -> tuple[str, ...]:
        """What the two ends rest on that was not read in its source."""
        if self.calendar == self.rolled and self.calendar.year in EASTER:
            return (COUNTING,)
        if self.rolled.year in EASTER:
            return (COUNTING, UNVERIFIED)
        return (COUNTING, f"no list of holidays for {self.rolled.year}: only weekends are known")


def plain_end(trigger: date, count: int, unit: str) -> date:
    """Return the last day of a period of ``days``, ``months`` or ``years`` after a day.

    The day itself is not counted. A period in months or years ends on the day of the same date, or
    on the month's last day where there is none (Art. 3(2)(c)).
    """
    if unit == "days":
        return trigger + timedelta(days=count)
    return add_months(trigger, count) if unit == "months" else add_years(trigger, count)


def rolled_end(trigger: date, end: date) -> date:
    """Return the working day on which a period ends: none ends on a Saturday, a Sunday or a public
    holiday (Art. 3(4)), and one of two days or more has two working days (Art. 3(5))."""
    needed = _WORKING_DAYS if (end - trigger).days >= _WORKING_DAYS else 0
    while not working_day(end) or sum(map(working_day, _days(trigger, end))) < needed:
        end += timedelta(days=1)
    return end


def _days(trigger: date, end: date) -> Iterator[date]:
    return (trigger + timedelta(days=n) for n in range(1, (end - trigger).days + 1))


def period(case: Case, trigger: date, parameter: str) -> Due:
    """Return both ends of a period of the law, as long as it is on the day that sets it off."""
    line = case.parameters.line(parameter, trigger)
    end = plain_end(trigger, case.parameters.count(parameter, trigger), line.unit)
    return Due(end, rolled_end(trigger, end))


@rule(
    "T7",
    "the end of a period",
    cites="Regulation (EEC, Euratom) No 1182/71, Art. 3(1), (2), (4) and (5)",
    since=IN_FORCE,
)
def period_ends(case: Case, trigger: date, parameter: str) -> Limb:
    """The day of the event is not counted, every other day is. A period whose last day is a
    Saturday, a Sunday or a public holiday of the Commission ends with the next working day, and one
    of two days or more holds at least two working days.

    The plain end is what to plan for, the rolled one the outer limit.
    """
    due = period(case, trigger, parameter)
    line = case.parameters.line(parameter, trigger)
    plain = settled(f"{line.value} {line.unit} after {trigger}: {due.calendar}", True)
    if due.rolled == due.calendar:
        return plain
    return settled(f"{plain.says}, rolled to {due.rolled}", True)


@rule("A15", "done in time", cites="Regulation (EEC, Euratom) No 1182/71, Art. 3(4)",
      authority=Authority.DERIVED, since=IN_FORCE)  # fmt: skip
def in_time(case: Case, done: date, due: Due, *, voluntary: bool = False) -> Limb:
    """An act is late after the rolled end of a period of the Act. Commitments that the Act does not
    make, such as those of the Code of Practice, are measured by the plain end. Either way the other
    end is the other reading."""
    plain = settled(f"done on {done}, due by {due.calendar}", done <= due.calendar)
    rolled = settled(f"done on {done}, due by {due.rolled} when rolled", done <= due.rolled)
    return case.settle("A15", plain, rolled) if voluntary else case.settle("A15", rolled, plain)
