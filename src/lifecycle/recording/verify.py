"""Verifies a ledger's file, every event, tree and checkpoint in it, and says what that covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from lifecycle.errors import SealError
from lifecycle.recording.faults import FAILURES, refusal_of
from lifecycle.recording.raw import RawLedger, open_raw
from lifecycle.recording.rowcheck import Problem, RowCheck, TooManyProblemsError
from lifecycle.recording.seals import StoredCheckpoint
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import EMPTY_ROOT, Frontier
from lifecycle.time import from_microseconds, show_instant

SCHEMA = "lifecycle/verification/1"


@dataclass(slots=True)
class Report:
    """What was found and what it covers.

    ``covered`` events are proven against a checkpoint that was given from outside. The rest is
    proven only to be as the file itself says, which whoever writes the file can say anew.
    ``unanchored`` events are in no checkpoint that ever left the machine; ``unanchored_since``
    is when the first of them was recorded.
    """

    where: str
    size: int = 0
    root: bytes = EMPTY_ROOT
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True
    keys: KeyRing | None = None
    covered: int = 0
    signed: int = 0
    handed_out: int = 0
    handed_out_at: datetime | None = None
    unanchored_since: datetime | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    @property
    def unanchored(self) -> int:
        """How many events are in no checkpoint that left the machine or was given."""
        return max(0, self.size - max(self.handed_out, self.covered))

    def to_dict(self) -> dict[str, object]:
        """Return the report as JSON values."""
        return {
            "schema": SCHEMA,
            "ledger": self.where,
            "ok": self.ok,
            "events": self.size,
            "root": self.root.hex(),
            "key": None if self.keys is None else str(self.keys.current),
            "covered_by_given_checkpoint": self.covered,
            "signed": self.signed,
            "handed_out": self.handed_out,
            "handed_out_at": _shown(self.handed_out_at),
            "unanchored": self.unanchored,
            "unanchored_since": _shown(self.unanchored_since),
            "problems": [{"position": p.position, "cause": p.cause} for p in self.problems],
            "complete": self.complete,
        }


def verify(
    where: str | Path, *, checkpoint: bytes | None = None, keys: KeyRing | None = None
) -> Report:
    """Compute the ledger's seal again from its stored columns and compare.

    ``checkpoint`` is a signed checkpoint kept elsewhere: the ledger must extend it. ``keys`` are
    those of whoever verifies; without them the keys that the ledger names itself are taken.
    No topic is resolved and no event is interpreted, so ledgers of newer versions can be verified.

    Raises ``LedgerUnavailable`` for a file that cannot be read or is no ledger,
    ``IntegrityFailure`` for one whose tables are not ours, ``SealError`` for a ``checkpoint``
    that is not one or that none of the keys signed. What is wrong inside is in the report.
    """
    report = Report(str(where))
    try:
        with open_raw(where) as ledger:
            _verify(ledger, checkpoint, keys, report)
    except FAILURES as error:
        raise refusal_of(error, str(where)) from error
    return report


def _verify(
    ledger: RawLedger, checkpoint: bytes | None, keys: KeyRing | None, report: Report
) -> None:
    report.keys, stored = _stored_seal(ledger, keys, report)
    given = None if checkpoint is None else _given(checkpoint, report.keys)
    check = RowCheck([kept.size for kept in stored] + ([given.size] if given else []))
    check.problems = report.problems
    try:
        _read_all(ledger, check)
        for kept in stored:
            _compare_stored(kept, report.keys, check)
        if given is not None:
            _compare(given, "the checkpoint that was given", check)
    except TooManyProblemsError:
        report.complete = False
    report.size, report.root = check.tree.size, check.tree.root()
    _cover(report, ledger, stored, given)


def _read_all(ledger: RawLedger, check: RowCheck) -> None:
    try:
        for damage in ledger.damages():
            check.report(f"the file is damaged: {damage}")
        check.feed(ledger.rows())
        for stream, version, position in ledger.astray():
            check.report(f"version {version} of {stream!a} does not follow its last one", position)
    except FAILURES as error:
        check.report(f"the file cannot be read beyond position {check.tree.size}: {error}")
    try:
        kept = ledger.seals.tree()
    except SealError as error:
        check.report(error.cause)
        return
    if kept != check.tree:
        check.report(
            f"the seal kept beside the events is of {kept.size} events with another tree than"
            f" the {check.tree.size} that are there"
        )


def _stored_seal(
    ledger: RawLedger, known: KeyRing | None, report: Report
) -> tuple[KeyRing | None, list[StoredCheckpoint]]:
    try:
        return ledger.seals.keys(known), ledger.seals.checkpoints()
    except SealError as error:
        report.problems.append(Problem(error.cause))
        return known, []


def _given(note: bytes, keys: KeyRing | None) -> Checkpoint:
    if keys is None:
        raise SealError(
            "the ledger names no key that could have signed the checkpoint.",
            "Give the key that you were given: --key KEY",
        )
    return keys.open(note)


def _compare_stored(kept: StoredCheckpoint, keys: KeyRing | None, check: RowCheck) -> None:
    """Compare a checkpoint kept in the ledger with the tree."""
    if keys is None:
        check.report("there are checkpoints, but no key of the ledger to verify them with")
        return
    try:
        checkpoint = keys.open(kept.note)
    except SealError as error:
        check.report(f"a checkpoint kept in the ledger: {error.cause}")
        return
    if kept.size != checkpoint.size:
        check.report(f"a checkpoint of {checkpoint.size} events is kept as one of {kept.size}")
        return
    tree = _compare(checkpoint, "a checkpoint kept in the ledger", check)
    if tree is not None and kept.nodes != tree.to_bytes():
        check.report(f"the tree kept beside the checkpoint of {checkpoint.size} events is another")


def _compare(checkpoint: Checkpoint, name: str, check: RowCheck) -> Frontier | None:
    """Return the tree at the checkpoint's size if it is the one that was signed."""
    mark = check.marks.get(checkpoint.size)
    if mark is None:
        check.report(f"{name} says {checkpoint.size} events, and there are {check.tree.size}")
    elif mark.tree.root() != checkpoint.root:
        check.report(
            f"{name}: the first {checkpoint.size} events are not those that it was signed for"
        )
    else:
        return mark.tree
    return None


def _cover(
    report: Report,
    ledger: RawLedger,
    stored: list[StoredCheckpoint],
    given: Checkpoint | None,
) -> None:
    """Say how far the ledger is signed, handed out, and covered by what was given."""
    if report.ok and given is not None:
        report.covered = given.size
    report.signed = max((kept.size for kept in stored), default=0)
    for kept in stored:
        if kept.handed_out_at is not None and kept.size >= report.handed_out:
            report.handed_out = kept.size
            report.handed_out_at = from_microseconds(kept.handed_out_at)
    if report.unanchored:
        first = ledger.seals.recorded_at(report.size - report.unanchored)
        report.unanchored_since = None if first is None else from_microseconds(first)


def _shown(instant: datetime | None) -> str | None:
    return None if instant is None else show_instant(instant)
