"""Trying drafts: a view as if they were recorded, refusing what recording would refuse."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.given import ScriptedClock, Story

from lifecycle import InputError, Ledger, ManyInputErrors
from lifecycle.intake import ImportSource

REGISTERED = {"type": "registered", "model": "bora", "occurred_on": "2025-01-01"}
RELEASED = {"type": "released", "model": "bora", "occurred_on": "2025-02-01", "id": "x"}


@pytest.fixture
def story() -> Story:
    story = Story(today="2025-03-01")
    story.then("registered")
    story.then("organisation_declared", organisation="acme")
    return story


def test_the_drafts_follow_what_is_stored(story: Story) -> None:
    head = story.ledger.head
    view = story.ledger.trial(
        [REGISTERED, RELEASED, {**REGISTERED, "type": "noted", "text": "x", "model": "atlas"}]
    )
    assert [recorded.ref for recorded in view.events()] == [
        "atlas#1",
        "organisation:acme#1",
        "bora#1",
        "bora#2",
        "atlas#2",
    ]
    assert [recorded.position for recorded in view.events()] == [0, 1, 2, 3, 4]
    assert [recorded.ref for recorded in view.events(model="bora")] == ["bora#1", "bora#2"]
    assert [recorded.ref for recorded in view.events(start=3)] == ["bora#2", "atlas#2"]
    assert view.models() == ["atlas", "bora"]
    assert view.organisations() == ["acme"]
    assert view.head == head == story.ledger.head
    assert story.ledger.models() == ["atlas"]


def test_everything_in_the_view_is_known_now_and_drafts_not_before(story: Story) -> None:
    before = story.ledger.now()
    view = story.ledger.trial([REGISTERED, RELEASED])
    assert view.now() > before
    assert len(list(view.events(known_at=view.now()))) == 4
    assert len(list(view.events(known_at=before))) == 2
    assert view.models(known_at=before) == ["atlas"]


def test_a_draft_may_lie_in_the_future_and_be_corrected_there(story: Story) -> None:
    later = {**REGISTERED, "occurred_on": "2031-01-01"}
    correction = {
        "type": "corrected",
        "model": "bora",
        "occurred_on": "2031-01-02",
        "target": "bora#1",
        "changes": {"occurred_on": "2032-01-01"},
        "reason": "x",
    }
    assert len(list(story.ledger.trial([later, correction]).events(model="bora"))) == 2


def test_what_is_recorded_already_is_not_drafted_again(story: Story) -> None:
    story.ledger.import_events([REGISTERED, RELEASED])
    view = story.ledger.trial([RELEASED])
    assert len(list(view.events(model="bora"))) == 2
    assert view.now() == story.ledger.now()


def test_it_refuses_what_recording_refuses(story: Story) -> None:
    with pytest.raises(InputError, match="not registered") as refusal:
        story.ledger.trial([RELEASED])
    assert refusal.value.line is None
    with pytest.raises(InputError, match="no type"):
        story.ledger.trial([{"type": "pigeon"}])
    with pytest.raises(ManyInputErrors) as many:
        story.ledger.trial([RELEASED, {"type": "pigeon"}])
    assert [error.line for error in many.value.errors] == [1, 2]
    with pytest.raises(ManyInputErrors) as many:
        story.ledger.trial([RELEASED], placed=InputError.at_row)
    assert [error.row for error in many.value.errors] == [1]


def test_trying_changes_nothing_that_is_recorded_afterwards(story: Story) -> None:
    story.ledger.trial([{**REGISTERED, "model": "atlas", "actor": "BOLT"}, REGISTERED])
    assert story.then("released", actor="bolt").ref == "atlas#2"
    assert story.refused("released", model="bora").code == "LC122"


def test_somebody_else_s_later_events_are_not_in_the_view(tmp_path: Path) -> None:
    clock = ScriptedClock()
    with Ledger.open(tmp_path / "l.db", clock=clock) as ledger:
        ledger.record({**REGISTERED, "model": "atlas"})
        view = ledger.trial([REGISTERED])
        ledger.record({**REGISTERED, "model": "cara"})
        assert [recorded.ref for recorded in view.events()] == ["atlas#1", "bora#1"]


def test_a_ledger_that_is_only_read_is_tried_too(tmp_path: Path) -> None:
    file = tmp_path / "l.db"
    with Ledger.open(file) as ledger:
        ledger.record({**REGISTERED, "model": "atlas"})
    with Ledger.open(file, read_only=True) as ledger:
        assert ledger.trial([REGISTERED]).models() == ["atlas", "bora"]
        assert ledger.trial([]).models() == ["atlas"]


def test_retracting_an_import_is_tried_with_what_follows(story: Story) -> None:
    story.clock.instant += timedelta(days=1)
    source = ImportSource(id="i", name="f.csv", sha256="0" * 64)
    story.ledger.import_events([REGISTERED, RELEASED], source=source)
    retraction = {
        "type": "retracted",
        "occurred_on": "2025-03-02",
        "target": "ledger#1",
        "reason": "x",
    }
    view = story.ledger.trial([retraction])
    assert [recorded.ref for recorded in view.events(start=5)] == ["ledger#2", "bora#3", "bora#4"]
    assert list(view.events(model="bora", known_at=story.ledger.now()))[-1].ref == "bora#2"
