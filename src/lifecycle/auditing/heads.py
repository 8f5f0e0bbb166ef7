"""The head of a ledger as it was at an instant: what an answer about the past was read from."""

from __future__ import annotations

from datetime import datetime

from lifecycle.auditing.gaps import BundleLedger
from lifecycle.ledger import Ledger
from lifecycle.recording.seals import SealTables
from lifecycle.seal.merkle import Frontier
from lifecycle.time import to_microseconds
from lifecycle.view import Head


def head_at(ledger: Ledger, known_at: datetime) -> Head:
    """Return the size and the root of the tree over the events recorded by an instant.

    Takes the leaves as they are kept; whether they are those of the events is for ``verify``.
    """
    with ledger.storage.seals(write=False) as seals:
        tree = seals.tree()
        size = _size_at(seals, tree.size, to_microseconds(known_at))
        if isinstance(ledger, BundleLedger):
            tree = ledger.tree(size)
        elif size < tree.size:
            tree = _nearest(seals, size)
            tree = tree.extend(seals.leaves(tree.size, size))
        return Head(tree.size, tree.root())


def _size_at(seals: SealTables, size: int, until: int) -> int:
    """Return how many of the first ``size`` events were recorded by then; they rise in time."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        at = seals.recorded_at(middle)
        if at is not None and at <= until:
            low = middle + 1
        else:
            high = middle
    return low


def _nearest(seals: SealTables, size: int) -> Frontier:
    """Return the largest tree kept in a checkpoint that holds no more than these events."""
    kept = [stored for stored in seals.checkpoints() if stored.size <= size]
    if not kept:
        return Frontier()
    largest = max(kept, key=lambda stored: stored.size)
    return Frontier.from_bytes(largest.size, largest.nodes)
