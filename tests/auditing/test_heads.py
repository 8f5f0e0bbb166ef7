"""The head at an instant is the one that the ledger had then, whatever was recorded later."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.given import Story

from lifecycle.auditing.checkpoints import sign_checkpoint
from lifecycle.auditing.heads import head_at
from lifecycle.auditing.keys import give_key
from lifecycle.recording.seals import SealTables
from lifecycle.view import Head

DAYS = [f"2025-03-{day:02}" for day in range(1, 20)]


def told(story: Story, days: list[str]) -> dict[str, Head]:
    """Record an event a day and return the heads as they were then."""
    heads: dict[str, Head] = {}
    for day in days:
        story.clock.stand_on(day)
        if story.ledger.head.size == 0:
            story.then("registered", day)
        else:
            story.then("noted", day, text=f"what was seen on {day}")
        heads[day] = story.ledger.head
    return heads


def test_each_head_is_found_again() -> None:
    story = Story()
    heads = told(story, DAYS)
    for day, head in heads.items():
        story.clock.stand_on(day)
        assert head_at(story.ledger, story.clock.instant) == head


def test_between_two_events_it_is_that_of_the_earlier() -> None:
    story = Story()
    heads = told(story, ["2025-03-01", "2025-03-05"])
    story.clock.stand_on("2025-03-05")
    before = story.clock.instant - timedelta(microseconds=1)
    assert head_at(story.ledger, before) == heads["2025-03-01"]
    assert head_at(story.ledger, before - timedelta(days=30)).size == 0


def test_an_empty_ledger_has_one_too() -> None:
    story = Story()
    assert head_at(story.ledger, story.clock.instant) == story.ledger.head


def test_a_checkpoint_spares_reading_the_leaves_before_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(tmp_path / "l.db")
    give_key(story.ledger, tmp_path / "l.key")
    heads = told(story, DAYS[:10])
    sign_checkpoint(story.ledger, tmp_path / "l.key")
    heads |= told(story, DAYS[10:])
    read: list[int] = []
    real = SealTables.leaves

    def leaves(self: SealTables, start: int, stop: int) -> object:
        read.append(start)
        return real(self, start, stop)

    monkeypatch.setattr(SealTables, "leaves", leaves)
    story.clock.stand_on(DAYS[14])
    assert head_at(story.ledger, story.clock.instant) == heads[DAYS[14]]
    story.clock.stand_on(DAYS[4])
    assert head_at(story.ledger, story.clock.instant) == heads[DAYS[4]]
    assert read == [10, 0]
