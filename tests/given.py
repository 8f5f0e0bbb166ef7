"""Tells a story to a ledger: events in order, each recorded when the clock stands on its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from lifecycle import Ledger
from lifecycle.errors import LifecycleError
from lifecycle.view import Receipt

NOON = time(12, tzinfo=UTC)
LONG_AFTER = datetime(2026, 11, 24, 12, tzinfo=UTC)


class ScriptedClock:
    """A clock that stands where the story puts it."""

    def __init__(self, instant: datetime = LONG_AFTER) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant

    def stand_on(self, day: str | date) -> None:
        """Let it be noon, UTC, on that day."""
        day = date.fromisoformat(day) if isinstance(day, str) else day
        self.instant = datetime.combine(day, NOON)


class Story:
    """A ledger with its scripted clock."""

    def __init__(self, where: str | Path = ":memory:", *, today: str | None = None) -> None:
        self.clock = ScriptedClock()
        if today is not None:
            self.clock.stand_on(today)
        self.ledger = Ledger.open(where, clock=self.clock, who="the tester")

    def then(self, type: str, on: str = "2025-03-01", **facts: object) -> Receipt:  # noqa: A002
        """Record an event, of model ``atlas`` unless another subject or an import is named."""
        elsewhere = str(facts.get("target", "")).startswith("ledger#")
        subject = (
            {} if elsewhere or {"model", "organisation"} & facts.keys() else {"model": "atlas"}
        )
        return self.ledger.record({"type": type, "occurred_on": on, **subject, **facts})

    def refused(self, type: str, on: str = "2025-03-01", **facts: object) -> LifecycleError:  # noqa: A002
        """Return the refusal of an event, after which the ledger is as it was."""
        before = self.ledger.head
        with pytest.raises(LifecycleError) as refusal:
            self.then(type, on, **facts)
        assert self.ledger.head == before
        return refusal.value

    def told(self, model: str = "atlas") -> list[str]:
        """Return the names and types of a model's events."""
        events = self.ledger.events(model=model)
        return [f"{recorded.ref} {recorded.event.type}" for recorded in events]


def given(
    events: Iterable[Mapping[str, object]],
    *,
    where: str | Path = ":memory:",
    now: datetime = LONG_AFTER,
) -> Ledger:
    """Return a ledger in which these events were recorded, each on its ``recorded_at``.

    ``recorded_at`` is a day on which the clock then stands; without it that is the event's own
    day, or the day of the event recorded before where that is later. Afterwards it is ``now``.
    """
    clock = ScriptedClock(datetime.min.replace(tzinfo=UTC))
    ledger = Ledger.open(where, clock=clock, who="the tester")
    for event in events:
        told = {name: value for name, value in event.items() if name != "recorded_at"}
        day = date.fromisoformat(str(event.get("recorded_at", event["occurred_on"])))
        clock.instant = max(clock.instant, datetime.combine(day, NOON))
        ledger.record(told)
    clock.instant = max(clock.instant, now)
    return ledger
