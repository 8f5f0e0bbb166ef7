"""Derives again from the events what is kept beside them only to be found fast: the spellings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lifecycle.domain.history import History
from lifecycle.domain.names import Name, names_in
from lifecycle.domain.record_events import Corrected
from lifecycle.domain.recorded import Recorded

Place = tuple[str, str]
"""A space and a key as two spellings of it have in common."""


def spellings(events: Iterable[Recorded]) -> dict[Place, str]:
    """Return how each key was last spelled, by the events of a ledger in their order.

    A correction spells the keys of the event as it reads from then on.
    """
    found: dict[Place, str] = {}
    histories: dict[str, History] = {}
    for recorded in events:
        history = histories.setdefault(recorded.stream, History(recorded.stream))
        history.append(recorded)
        for name in _named(recorded, history):
            found[name.space, name.folded] = name.key
    return found


def differences(kept: Mapping[Place, str], derived: Mapping[Place, str]) -> Iterator[str]:
    """Yield in words each spelling that is kept and is not that of the events."""
    for place in sorted(kept.keys() | derived.keys()):
        old, right = kept.get(place), derived.get(place)
        if old != right:
            space, folded = place
            was = "missing" if old is None else f"{old!a}"
            told = "no event names it" if right is None else f"the events say {right!a}"
            yield f"the spelling kept of the {space} {folded!a} was {was}, and {told}"


def _named(recorded: Recorded, history: History) -> Iterator[Name]:
    yield from names_in(recorded.event)
    if isinstance(recorded.event, Corrected):
        root = history.root(recorded.version)
        if root != recorded.version:
            yield from names_in(history.reading(root))
