"""Knowledge is asked for by an event's name as well: as it stood when that was recorded."""

from __future__ import annotations

import json

import pytest
from tests.cli.terminal import done, refused

pytestmark = pytest.mark.usefixtures("demo")

DAY = ("--on", "2026-01-15")


def recorded_at(event: str) -> str:
    events = json.loads(done("events", event.partition("#")[0], *DAY, "--json"))["events"]
    return str(next(each["recorded_at"] for each in events if each["event"] == event))


def test_an_event_names_the_instant_at_which_it_was_recorded() -> None:
    instant = recorded_at("atlas-7b#4")
    by_name = done("status", "atlas-7b", *DAY, "--known-at", "atlas-7b#4")
    assert by_name == done("status", "atlas-7b", *DAY, "--known-at", instant)
    assert f"as known at {instant}" in by_name


def test_two_events_bound_what_was_learned_between_them() -> None:
    found = json.loads(
        done("diff", "atlas-7b", *DAY, "--known-at", "atlas-7b#4..atlas-7b#5", "--json")
    )
    assert "atlas-7b#5" in found["events"]
    assert "atlas-7b#4" not in found["events"]


def test_an_event_that_is_not_there_is_refused() -> None:
    assert "there is no event 'atlas-7b#99'" in refused(
        "status", *DAY, "--known-at", "atlas-7b#99", code=2
    )
