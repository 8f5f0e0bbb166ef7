"""The order of a ledger is that of its positions, whatever clocks and calendars do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.errors import LedgerUnavailable
from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify
from lifecycle.time import from_microseconds, parse_instant, show_instant, to_microseconds

TURNS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Brussels: summer time begins
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # and ends: an hour happens twice
    datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),  # a leap second followed
    datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),  # the last second in 32 bits
    datetime(2106, 2, 7, 6, 28, 15, tzinfo=UTC),  # the same, unsigned
    datetime(2028, 2, 28, 23, 59, tzinfo=UTC),  # a leap day follows
]
STEPS = st.lists(st.timedeltas(timedelta(minutes=-4), timedelta(hours=3)), min_size=1, max_size=12)


@given(st.sampled_from(TURNS), STEPS)
def test_times_rise_with_the_positions_around_every_turn_of_the_clock(
    turn: datetime, steps: list[timedelta]
) -> None:
    instant = turn - timedelta(minutes=30)
    with Ledger.open(":memory:", clock=lambda: instant) as ledger:
        ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2015-01-05"})
        latest = instant
        for number, step in enumerate(steps):
            instant = latest + step
            ledger.record(
                {
                    "type": "released",
                    "model": "atlas",
                    "occurred_on": "2015-01-06",
                    "id": f"i{number}",
                }
            )
            latest = max(latest, instant)
        recorded = list(ledger.events())
    assert [each.position for each in recorded] == list(range(len(steps) + 1))
    times = [each.recorded_at for each in recorded]
    assert times == sorted(set(times))
    assert all(time.utcoffset() == timedelta(0) for time in times)


@given(st.datetimes(datetime(1971, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_an_instant_is_kept_to_the_microsecond(instant: datetime) -> None:
    assert from_microseconds(to_microseconds(instant)) == instant
    assert parse_instant(show_instant(instant)) == instant


@pytest.mark.parametrize(("minutes", "taken"), [(0, True), (-4, True), (-6, False), (-60, False)])
def test_a_clock_may_go_back_five_minutes_and_no_more(
    tmp_path: Path, minutes: int, taken: bool
) -> None:
    instant = datetime(2026, 6, 1, tzinfo=UTC)
    path = tmp_path / "ledger.db"
    with Ledger.open(path, clock=lambda: instant) as ledger:
        ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2026-01-05"})
        instant += timedelta(minutes=minutes)
        if taken:
            ledger.record({"type": "released", "model": "atlas", "occurred_on": "2026-01-06"})
        else:
            with pytest.raises(LedgerUnavailable, match="clock right"):
                ledger.record({"type": "released", "model": "atlas", "occurred_on": "2026-01-06"})
    report = verify(path)
    assert (report.ok, report.size) == (True, 1 + taken)
