"""The end of a period: as the calendar counts it, and rolled to a working day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.told import model

from lifecycle.law.holidays import EASTER, HOLIDAYS, holiday, working_day
from lifecycle.law.regulation_1182 import Due, period_ends, plain_end, rolled_end
from lifecycle.law.truth import YES


def ends(trigger: str, count: int, unit: str = "days") -> tuple[str, str]:
    start = date.fromisoformat(trigger)
    plain = plain_end(start, count, unit)
    return str(plain), str(rolled_end(start, plain))


def computed_easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def test_the_day_of_the_event_is_not_counted() -> None:
    assert ends("2026-03-03", 14) == ("2026-03-17", "2026-03-17")


@pytest.mark.parametrize(
    ("trigger", "plain", "rolled", "why"),
    [
        ("2025-08-02", "2025-08-16", "2025-08-18", "a Saturday"),
        ("2025-08-03", "2025-08-17", "2025-08-18", "a Sunday"),
        ("2025-08-04", "2025-08-18", "2025-08-18", "a Monday"),
        ("2026-07-07", "2026-07-21", "2026-07-22", "the Belgian national day, a Tuesday"),
        ("2026-04-17", "2026-05-01", "2026-05-04", "Labour Day, a Friday before a weekend"),
        ("2026-03-19", "2026-04-02", "2026-04-07", "Maundy Thursday before four more days"),
        ("2026-04-30", "2026-05-14", "2026-05-18", "Ascension Day, the day after, a weekend"),
        ("2026-05-11", "2026-05-25", "2026-05-26", "Whit Monday"),
        ("2026-10-18", "2026-11-01", "2026-11-03", "All Saints' Day and All Souls' Day"),
        ("2026-12-10", "2026-12-24", "2027-01-04", "the end of the year"),
        ("2026-12-09", "2026-12-23", "2026-12-23", "the last working day of the year"),
    ],
)
def test_a_period_that_ends_on_no_working_day_ends_with_the_next_one(
    trigger: str, plain: str, rolled: str, why: str
) -> None:
    assert ends(trigger, 14) == (plain, rolled), why


@pytest.mark.parametrize(
    ("trigger", "plain", "rolled"),
    [
        ("2026-09-01", "2026-09-03", "2026-09-03"),
        ("2026-09-03", "2026-09-05", "2026-09-07"),
        ("2026-09-04", "2026-09-06", "2026-09-08"),
        ("2026-09-05", "2026-09-07", "2026-09-08"),
        ("2026-04-02", "2026-04-04", "2026-04-08"),
    ],
)
def test_a_period_of_two_days_or_more_has_two_working_days(
    trigger: str, plain: str, rolled: str
) -> None:
    assert ends(trigger, 2) == (plain, rolled)


def test_a_period_of_one_day_needs_only_one() -> None:
    assert ends("2026-09-04", 1) == ("2026-09-05", "2026-09-07")


@pytest.mark.parametrize(
    ("trigger", "count", "unit", "plain"),
    [
        ("2025-08-31", 6, "months", "2026-02-28"),
        ("2027-08-31", 6, "months", "2028-02-29"),
        ("2026-10-31", 12, "months", "2027-10-31"),
        ("2025-12-15", 6, "months", "2026-06-15"),
        ("2028-02-29", 10, "years", "2038-02-28"),
        ("2028-02-29", 4, "years", "2032-02-29"),
        ("2025-09-10", 10, "years", "2035-09-10"),
        ("2028-02-15", 14, "days", "2028-02-29"),
    ],
)
def test_months_and_years_end_on_the_same_date_or_the_month_s_last_day(
    trigger: str, count: int, unit: str, plain: str
) -> None:
    assert ends(trigger, count, unit)[0] == plain


def test_easter_is_where_the_computus_puts_it() -> None:
    assert {year: computed_easter(year) for year in range(2025, 2031)} == EASTER


def test_every_holiday_says_that_nobody_checked_it_and_no_day_is_listed_twice() -> None:
    for year, listed in HOLIDAYS.items():
        assert len({found.day for found in listed}) == len(listed) == 22, year
        assert all(found.unverified and found.day.year == year for found in listed)
    good_friday = holiday(date(2026, 4, 3))
    assert good_friday is not None
    assert good_friday.name == "Good Friday"


def test_a_year_without_a_list_knows_weekends_alone_and_says_so() -> None:
    assert ends("2030-12-18", 14) == ("2031-01-01", "2031-01-01")
    assert "no list of holidays for 2031" in " ".join(Due.fixed(date(2031, 1, 1)).unverified)
    assert ends("2031-03-01", 14) == ("2031-03-15", "2031-03-17")


def test_a_due_day_says_what_of_it_is_not_checked() -> None:
    plain = Due(date(2026, 3, 17), date(2026, 3, 17))
    rolled = Due(date(2026, 7, 21), date(2026, 7, 22))
    assert len(plain.unverified) == 1
    assert len(rolled.unverified) == 2


def test_the_finding_on_a_period_names_both_ends() -> None:
    case = model().on("2025-09-01")
    early = period_ends(case, date(2025, 8, 2), "notification_period")
    assert early.outcome is YES
    assert early.limbs[0].says == "14 days after 2025-08-02: 2025-08-16, rolled to 2025-08-18"
    assert early.subject == "2025-08-02 notification_period"
    plain = period_ends(case, date(2026, 3, 3), "notification_period")
    assert plain.outcome is YES
    assert plain.limbs[0].says == "14 days after 2026-03-03: 2026-03-17"


@given(st.dates(date(2025, 1, 1), date(2030, 6, 1)), st.integers(2, 120))
def test_the_rolled_end_is_the_first_working_day_that_leaves_two_in_the_period(
    trigger: date, count: int
) -> None:
    plain = plain_end(trigger, count, "days")
    rolled = rolled_end(trigger, plain)
    working = [
        day
        for n in range(1, (rolled - trigger).days + 1)
        if working_day(day := trigger + timedelta(days=n))
    ]
    assert working[-1] == rolled >= plain
    assert len(working) >= 2
    assert not [day for day in working[1:-1] if day >= plain]
