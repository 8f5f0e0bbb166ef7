"""Looks at a ledger after something went wrong: what was lost, halved or damaged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify

ROOT = Path(__file__).parents[2]


def registered(ledger: Ledger) -> None:
    """Let the ledger know the model that all these tests speak of."""
    ledger.record(
        {"type": "registered", "model": "atlas", "occurred_on": "2026-01-05", "id": "registered"}
    )


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What a ledger holds of the batches that were recorded: by name, the sizes of the batches."""

    stored: dict[str, dict[int, int]]
    problems: tuple[str, ...]

    def lost(self, name: str, acknowledged: Iterable[int]) -> list[int]:
        """Return the acknowledged batches that are not there."""
        there = self.stored.get(name, {})
        return [number for number in acknowledged if number not in there]

    def halved(self, size: int) -> list[tuple[str, int]]:
        """Return the batches of which only a part is there."""
        return [
            (name, number)
            for name, batches in self.stored.items()
            for number, found in batches.items()
            if found != size
        ]


def aftermath(path: Path) -> Aftermath:
    """Open the ledger as a user would, read all of it, and verify it."""
    with Ledger.open(path, create=False) as ledger:
        ids = [recorded.event.id for recorded in ledger.events()]
    stored: dict[str, Counter[int]] = {}
    for own_id in ids:
        if own_id is not None and own_id != "registered":
            name, number, _ = own_id.rsplit("-", 2)
            stored.setdefault(name, Counter())[int(number)] += 1
    problems = tuple(problem.cause for problem in verify(path).problems)
    return Aftermath({name: dict(found) for name, found in stored.items()}, problems)
