"""What an audit of a bundle found, and what that covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from lifecycle.auditing.brackets import Anchor
from lifecycle.auditing.withholding import Withheld
from lifecycle.recording.rowcheck import Problem
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import EMPTY_ROOT
from lifecycle.time import show_instant

SCHEMA = "lifecycle/audit/1"


@dataclass(slots=True)
class AuditReport:
    """What was found and what it covers.

    ``covered`` events are proven by a checkpoint that the auditor's keys signed; ``uncovered``
    ones follow it and are only claimed. ``accepted`` is the size accepted by the last audit,
    which this bundle extends if nothing is wrong. A ``contradiction`` is two signed checkpoints
    of which neither extends the other: it proves the fork to anybody. ``withheld`` are the
    positions of events that are there by their leaf alone, ``because`` is what the bundle says
    of them. ``answers`` is ``same``,
    ``differ``, ``not compared`` or ``none``. ``timestamps`` counts the timestamps in the bundle,
    ``stamped`` is the size of the newest checkpoint whose timestamp was verified; ``anchors`` are
    those times, and the ones at which the auditor saw the ledger before.
    """

    origin: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    covered: int = 0
    accepted: int | None = None
    accepted_at: datetime | None = None
    withheld: tuple[int, ...] = ()
    because: tuple[Withheld, ...] = ()
    answers: str = "none"
    problems: list[Problem] = field(default_factory=list[Problem])
    timestamps: int = 0
    stamped: int = 0
    anchors: tuple[Anchor, ...] = ()
    keys: KeyRing | None = None
    contradiction: tuple[bytes, bytes] | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def uncovered(self) -> int:
        """How many events no checkpoint in the bundle covers."""
        return max(0, self.size - self.covered)

    def to_dict(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "schema": SCHEMA,
            "ok": self.ok,
            "origin": self.origin,
            "events": self.size,
            "root": self.root.hex(),
            "covered": self.covered,
            "uncovered": self.uncovered,
            "accepted_before": self.accepted,
            "accepted_at": None if self.accepted_at is None else show_instant(self.accepted_at),
            "withheld": list(self.withheld),
            "withheld_because": [each.to_dict() for each in self.because],
            "answers": self.answers,
            "timestamps": self.timestamps,
            "stamped": self.stamped,
            "keys": [] if self.keys is None else [str(each.key) for each in self.keys.tenures],
            "problems": [{"position": p.position, "cause": p.cause} for p in self.problems],
        }
