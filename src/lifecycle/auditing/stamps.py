"""What the authorities' timestamps kept in a ledger's file say of the times of its events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lifecycle.auditing.brackets import Anchor, Bracketed, bracketed, outside
from lifecycle.errors import LedgerUnavailable, SealError
from lifecycle.recording.faults import FAILURES, refusal_of
from lifecycle.recording.raw import RawLedger, open_raw
from lifecycle.recording.rowcheck import Problem
from lifecycle.time import show_instant


@dataclass(frozen=True, slots=True)
class Stamps:
    """The timestamps of a ledger's checkpoints.

    ``kept`` counts them, ``anchors`` are those that could be read. They are
    ``believed`` when each was signed by an authority that whoever verifies trusts; otherwise
    they are what the file says, like everything else in it. ``unread`` says why none was read.
    """

    kept: int = 0
    anchors: tuple[Anchor, ...] = ()
    believed: bool = False
    problems: tuple[Problem, ...] = ()
    unread: str = ""
    brackets: tuple[Bracketed, ...] | None = None

    def to_dict(self) -> dict[str, object]:
        """Return them as JSON values."""
        found: dict[str, object] = {
            "timestamps": {
                "kept": self.kept,
                "verified": self.believed,
                "anchors": [
                    {"events": anchor.size, "at": show_instant(anchor.at)}
                    for anchor in self.anchors
                ],
            }
        }
        if self.brackets is not None:
            found["brackets"] = [each.to_dict() for each in self.brackets]
        return found


def stamps_of(
    where: str | Path, authorities: Sequence[bytes] | None = None, *, brackets: bool = False
) -> Stamps:
    """Read the timestamps in the file of a ledger that verifies, and compare its events' times.

    ``authorities`` are certificates (PEM) of those that are trusted; without them nobody's
    signature is asked for. ``brackets`` asks for those of all events as well. Raises
    ``LedgerUnavailable`` for a file that cannot be read.
    """
    try:
        with open_raw(where) as ledger:
            stamps = _read(ledger, authorities)
            if not brackets:
                return stamps
            return replace(stamps, brackets=tuple(bracketed(ledger.rows(), stamps.anchors)))
    except FAILURES as error:
        raise refusal_of(error, str(where)) from error


def _read(ledger: RawLedger, authorities: Sequence[bytes] | None) -> Stamps:
    kept = [each for each in ledger.seals.checkpoints() if each.timestamp is not None]
    if not kept:
        return Stamps(believed=authorities is not None)
    try:
        from lifecycle.auditing.timestamps import stamped_at  # noqa: PLC0415 -- needs an extra
    except LedgerUnavailable as error:
        if authorities is not None:
            raise
        return Stamps(len(kept), unread=error.cause)
    anchors: list[Anchor] = []
    problems: list[Problem] = []
    for each in kept:
        assert each.timestamp is not None
        try:
            at = stamped_at(each.timestamp, each.note, authorities)
        except SealError as error:
            cause = f"the timestamp of the checkpoint of {each.size} events: {error.cause}"
            problems.append(Problem(cause.rstrip(".")))
            continue
        anchor = Anchor(each.size, at, at_once=True)
        anchors.append(anchor)
        sides = (each.size - 1, each.size)
        problems += outside(anchor, *map(ledger.seals.recorded_at, sides))
    return Stamps(len(kept), tuple(anchors), authorities is not None, tuple(problems))
