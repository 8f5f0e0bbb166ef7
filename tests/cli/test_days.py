"""Days and instants as they are typed: what is taken reads back, what is ambiguous is refused."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.errors import InputError
from lifecycle.time import show_instant
from lifecycle_cli.values import day_of
from lifecycle_cli.why import obligation_named

TODAY = date(2026, 11, 24)


@given(st.dates(min_value=date(1, 1, 1)))
def test_a_day_written_as_iso_is_that_day(day: date) -> None:
    assert day_of(day.isoformat(), TODAY) == day


@given(st.text(max_size=12))
def test_nothing_else_is_a_day(text: str) -> None:
    with suppress(InputError):
        assert text in (day_of(text, TODAY).isoformat(), "today", "yesterday")


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1900, 2100))
def test_a_day_with_slashes_is_refused_and_its_readings_are_named(
    first: int, second: int, year: int
) -> None:
    with pytest.raises(InputError) as refusal:
        day_of(f"{first:02}/{second:02}/{year}", TODAY)
    assert f"{year}-{second:02}-{first:02}" in refusal.value.cure


def test_relative_days() -> None:
    assert day_of("today", TODAY) == TODAY
    assert day_of("yesterday", date(2026, 3, 1)) == date(2026, 2, 28)
    with pytest.raises(InputError):
        day_of("Today", TODAY)


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2)))  # noqa: DTZ001
def test_an_instant_is_shown_with_microseconds(instant: datetime) -> None:
    shown = show_instant(instant)
    assert shown.endswith("Z")
    assert len(shown.partition(".")[2]) == 7


@pytest.mark.parametrize("text", ["52(1)", "52-1", "52.1", "art 52(1)", "Article 52(1)", "52 1"])
def test_an_obligation_however_it_is_written(text: str) -> None:
    assert obligation_named(text) == "52(1)"
