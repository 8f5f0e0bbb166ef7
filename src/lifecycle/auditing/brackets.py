"""Between which two instants an event was recorded, by clocks that its keeper does not set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lifecycle.auditing.bundle_files import LATEST
from lifecycle.domain.recorded import ref_of
from lifecycle.recording.rowcheck import Problem, Row, RowCheck
from lifecycle.recording.rows import row_of
from lifecycle.recording.schema import SEALED_COLUMNS
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
            for problem in outside(anchor, mark.before, mark.after):
                check.report(problem.cause, problem.position)


def outside(anchor: Anchor, before: int | None, after: int | None) -> Iterator[Problem]:
    """Yield what is wrong with the times of the events on both sides of an anchor's size.

    ``before`` is when the last event that it covers says it was recorded, ``after`` the first
    one that it does not; microseconds since 1970, ``None`` where there is no such event.
    """
    if before is not None and _instant(before) > anchor.at + TOLERANCE:
        yield Problem(
            f"the event says it was recorded at {show_instant(_instant(before))},"
            f" after it was in a checkpoint of {show_instant(anchor.at)}",
            anchor.size - 1,
        )
    if anchor.at_once and after is not None and _instant(after) < anchor.at - TOLERANCE:
        yield Problem(
            f"the event says it was recorded at {show_instant(_instant(after))},"
            f" but was not yet in the checkpoint of {show_instant(anchor.at)}",
            anchor.size,
        )


@dataclass(frozen=True, slots=True)
class Bracketed:
    """An event with its bracket; a withheld one has neither a name nor a time of its own."""

    position: int
    ref: str | None
    recorded_at: datetime | None
    bracket: Bracket

    @property
    def fits(self) -> bool:
        """Whether the event lies in its bracket, give or take the tolerance."""
        if self.recorded_at is None:
            return True
        low, high = self.bracket.not_before, self.bracket.not_after
        return (low is None or self.recorded_at >= low - TOLERANCE) and (
            high is None or self.recorded_at <= high + TOLERANCE
        )

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {
            "event": self.ref,
            "position": self.position,
            "recorded_at": _shown(self.recorded_at),
            "not_before": _shown(self.bracket.not_before),
            "not_after": _shown(self.bracket.not_after),
            "fits": self.fits,
        }


def bracketed(rows: Iterable[Row], anchors: Sequence[Anchor]) -> Iterator[Bracketed]:
    """Yield each event of verified rows with its bracket, in the ledger's order."""
    sizes = {anchor.size for anchor in anchors}
    within = bracket(0, anchors)
    for position, row in enumerate(rows):
        if position in sizes:
            within = bracket(position, anchors)
        if len(row) <= len(SEALED_COLUMNS):
            yield Bracketed(position, None, None, within)
            continue
        stored = row_of(row[:-1])
        ref = ref_of(stored.stream, stored.originator_version)
        yield Bracketed(position, ref, _instant(stored.recorded_at), within)


def _instant(count: int) -> datetime:
    """Return an instant that a file tells; one that cannot be is the first or the last there is."""
    return from_microseconds(min(max(count, 0), LATEST))


def _shown(instant: datetime | None) -> str | None:
    return None if instant is None else show_instant(instant)
