"""Picks what an invented record tells: plausible and odd facts, days and figures at the edge."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar

Value = TypeVar("Value")

EDGES = ["2025-08-01", "2025-08-02", "2026-08-02", "2027-08-01", "2027-08-02"]
FIRST, LAST = date(2024, 9, 1), date(2028, 2, 1)


class Author:
    """Writes one record; the same seed writes the same one."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 -- invents stories, keeps no secret
        self.gaps = self.random.choice([0.0, 0.06, 0.15])
        self.events: list[dict[str, Any]] = []
        self.maker, self.other = "maker", "other"

    def one_of(self, options: Sequence[Value]) -> Value:
        """Return one of the options."""
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        """Return true in that share of cases."""
        return self.random.random() < share

    def day(self) -> str:
        """Return some day, often one on which the law changes."""
        if self.chance(0.3):
            return self.one_of(EDGES)
        return str(FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days)))

    def maybe(self, value: Value, gaps: float | None = None) -> Value | None:
        """Return the value, or nothing now and then."""
        return None if self.chance(self.gaps if gaps is None else gaps) else value

    def tell(self, type: str, day: str, model: str, actor: str, **facts: object) -> None:  # noqa: A002
        """Record an event; unknown facts are left out or, now and then, told as unknown."""
        known = {
            name: value
            for name, value in facts.items()
            if value is not None or (type != "union_excluded" and self.chance(0.2))
        }
        told = {"type": type, "model": model, "occurred_on": day, "actor": actor, **known}
        self.events.append(told)

    def flag(self, share: float = 0.5) -> bool | None:
        """Return yes or no, or nothing."""
        return self.maybe(self.chance(share))

    def place(self, share: float = 0.7) -> str | None:
        """Return a territory, the Union in that share of cases, or nothing."""
        return self.maybe("union" if self.chance(share) else "outside_union")
