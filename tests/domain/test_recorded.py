"""A recorded event has a name by which it is cited, and that name means one event."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.telling import KEYS, told

from lifecycle.domain import Recorded, parse, parse_ref, ref_of


def test_it_is_named_by_stream_and_place() -> None:
    recorded = Recorded(
        event=parse(told()),
        stream="model:atlas",
        version=3,
        position=41,
        recorded_at=datetime(2025, 9, 10, tzinfo=UTC),
        recorded_by="7c1f",
    )
    assert recorded.ref == "atlas#3"
    assert (recorded.originator_id, recorded.originator_version) == ("model:atlas", 3)


@given(st.sampled_from(["model", "organisation"]), KEYS, st.integers(1, 10**17))
def test_a_name_leads_back_to_its_event(space: str, key: str, version: int) -> None:
    assert parse_ref(ref_of(f"{space}:{key}", version)) == (f"{space}:{key}", version)


def test_the_ledgers_own_events_have_names_too() -> None:
    assert ref_of("ledger", 1) == "ledger#1"
    assert parse_ref("ledger#1") == ("ledger", 1)


@pytest.mark.parametrize(
    "text", ["atlas", "atlas#", "atlas#0", "atlas#-1", "#3", "a b#3", "atlas#٣"]
)
def test_anything_else_names_no_event(text: str) -> None:
    assert parse_ref(text) is None
