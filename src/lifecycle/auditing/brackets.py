"""Between which two instants an event was recorded, by clocks that its keeper does not set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.recording.rowcheck import Mark, RowCheck
from lifecycle.time import from_microseconds, show_instant

TOLERANCE = timedelta(minutes=5)
"""How far two right clocks may differ."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A tree of ``size`` events that existed at ``at``, by somebody else's clock.

    ``at_once`` says that the clock was asked when the checkpoint was made, as a timestamping
    authority is; otherwise the checkpoint was only seen then, and may have been old.
    """

    size: int
    at: datetime
    at_once: bool


@dataclass(frozen=True, slots=True)
class Bracket:
    """When an event was recorded: not before, and not after; ``None`` where nothing says."""

    not_before: datetime | None
    not_after: datetime | None


def bracket(position: int, anchors: Iterable[Anchor]) -> Bracket:
    """Return the narrowest bracket that the anchors give for the event at this position."""
    before = [anchor.at for anchor in anchors if anchor.at_once and anchor.size <= position]
    after = [anchor.at for anchor in anchors if anchor.size > position]
    return Bracket(max(before, default=None), min(after, default=None))


def check_times(check: RowCheck, anchors: Sequence[Anchor]) -> None:
    """Report events that say they were recorded outside their bracket, by more than the tolerance.

    The check has marks at the anchors' sizes. Recorded times rise with the positions, so the two
    events beside each size decide for all the others.
    """
    for anchor in anchors:
        mark = check.marks.get(anchor.size)
        if mark is not None:
            _check(check, anchor, mark)


def _check(check: RowCheck, anchor: Anchor, mark: Mark) -> None:
    if mark.before is not None and from_microseconds(mark.before) > anchor.at + TOLERANCE:
        check.report(
            f"the event says it was recorded at {show_instant(from_microseconds(mark.before))},"
            f" after it was in a checkpoint of {show_instant(anchor.at)}",
            anchor.size - 1,
        )
    if (
        anchor.at_once
        and mark.after is not None
        and from_microseconds(mark.after) < anchor.at - TOLERANCE
    ):
        check.report(
            f"the event says it was recorded at {show_instant(from_microseconds(mark.after))},"
            f" but was not yet in the checkpoint of {show_instant(anchor.at)}",
            anchor.size,
        )
