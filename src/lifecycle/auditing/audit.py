"""Audits a bundle without trusting whoever made it: key, name and memory are the auditor's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from lifecycle.auditing.audit_report import AuditReport
from lifecycle.auditing.brackets import Anchor, Bracketed, bracketed, check_times
from lifecycle.auditing.bundle_files import BundleFiles
from lifecycle.auditing.loading import load_bundle
from lifecycle.auditing.state import Accepted, Seen
from lifecycle.errors import LifecycleError, SealError
from lifecycle.recording.rowcheck import Problem, RowCheck, TooManyProblemsError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.time import Clock
from lifecycle.view import LedgerView

Rederive = Callable[[LedgerView, bytes], bytes]
"""Derives the answers of a bundle again from its events, to the questions that they answer."""


class Opened(NamedTuple):
    """A checkpoint of the bundle that the keys signed, its note, and the name of its file."""

    checkpoint: Checkpoint
    note: bytes
    name: str


def audit(
    directory: Path,
    keys: KeyRing,
    *,
    clock: Clock,
    state: Path | None = None,
    anchors: Sequence[Anchor] = (),
    authorities: Sequence[bytes] = (),
    rederive: Rederive | None = None,
) -> AuditReport:
    """Verify a bundle from its plain files, and remember what was accepted.

    ``keys`` and the ledger's name in them come from the auditor. ``state`` is the file in which
    the last accepted checkpoint is kept: the bundle must extend it, and it is written anew when
    nothing is wrong. ``anchors`` are times of sizes by other clocks than the keeper's;
    ``authorities`` are certificates (PEM) of timestamping authorities that the auditor trusts,
    with which the timestamps in the bundle become such anchors.
    ``rederive`` derives the answers again, to be compared byte for byte.

    Raises ``NotFound`` when there is no bundle, ``SealError`` for a state that is none.
    """
    files = BundleFiles(directory)
    accepted = None if state is None else Accepted.load(state)
    report = AuditReport(keys.origin)
    ring = keys if accepted is None else _known(keys, accepted)
    signed, report.keys = _open_checkpoints(files, ring, report)
    seen = () if accepted is None else accepted.seen
    report.anchors = (
        *anchors,
        *_stamped(files, signed, authorities, report),
        *(Anchor(each.size, each.at, at_once=False) for each in seen),
    )
    check = RowCheck(
        [each.checkpoint.size for each in signed]
        + ([] if accepted is None else [accepted.checkpoint.size])
        + [anchor.size for anchor in report.anchors]
    )
    check.problems = report.problems
    try:
        _read(files, check)
        _compare(signed, accepted, check, report)
        check_times(check, report.anchors)
    except TooManyProblemsError:
        pass
    report.size, report.root = check.tree.size, check.tree.root()
    report.withheld = tuple(check.withheld)
    _explain_gaps(files, report)
    _compare_answers(files, clock, rederive, report)
    if state is not None and report.ok and signed:
        _remember(state, signed[-1], accepted, report.keys, clock())
    return report


def brackets_of(directory: Path, report: AuditReport) -> list[Bracketed]:
    """Return each event of a bundle that was audited with its bracket, in the ledger's order."""
    return list(bracketed(BundleFiles(directory).rows(), report.anchors))


def _known(keys: KeyRing, accepted: Accepted) -> KeyRing:
    """Return the keys known from the last audit; they began with those given now."""
    known = [tenure.key for tenure in accepted.keys.tenures]
    if keys.origin != accepted.keys.origin or not all(each.key in known for each in keys.tenures):
        raise SealError(
            f"the state is of the ledger {accepted.keys.origin!a} with other keys.",
            "Give the state and the key of the same ledger.",
        )
    return accepted.keys


def _open_checkpoints(
    files: BundleFiles, ring: KeyRing, report: AuditReport
) -> tuple[list[Opened], KeyRing]:
    signed: list[Opened] = []
    try:
        for name, note in files.checkpoints():
            try:
                ring = ring.follow(note)
                signed.append(Opened(ring.open(note), note, name))
            except SealError as error:
                report.problems.append(Problem(f"{name}: {error.cause}"))
    except SealError as error:
        report.problems.append(Problem(error.cause))
    if not signed:
        report.problems.append(Problem("no checkpoint in the bundle is signed by the keys given"))
    return sorted(signed, key=lambda each: each.checkpoint.size), ring


def _stamped(
    files: BundleFiles, signed: Sequence[Opened], authorities: Sequence[bytes], report: AuditReport
) -> list[Anchor]:
    """Return the times of checkpoints by the authorities that the auditor trusts."""
    anchors: list[Anchor] = []
    for checkpoint, note, name in signed:
        try:
            answer = files.timestamp(name)
            report.timestamps += answer is not None
            if answer is not None and authorities:
                at = _stamped_at(answer, note, authorities)
                anchors.append(Anchor(checkpoint.size, at, at_once=True))
                report.stamped = checkpoint.size
        except SealError as error:
            report.problems.append(Problem(f"the timestamp of {name}: {error.cause}"))
    return anchors


def _stamped_at(answer: bytes, note: bytes, authorities: Sequence[bytes]) -> datetime:
    from lifecycle.auditing.timestamps import stamped_at  # noqa: PLC0415 -- needs an extra

    return stamped_at(answer, note, authorities)


def _read(files: BundleFiles, check: RowCheck) -> None:
    try:
        check.feed(files.rows())
    except LifecycleError as error:
        check.report(f"events.jsonl: {error.cause}", check.tree.size)


def _compare(
    signed: Sequence[Opened],
    accepted: Accepted | None,
    check: RowCheck,
    report: AuditReport,
) -> None:
    """Compare the tree with each checkpoint, and with the one accepted before."""
    if accepted is not None:
        before = accepted.checkpoint
        report.accepted, report.accepted_at = before.size, accepted.seen[-1].at
        extends = _holds(before, "the checkpoint accepted before", check)
    else:
        before, extends = None, True
    for checkpoint, note, _ in signed:
        if _holds(checkpoint, "a checkpoint in the bundle", check):
            report.covered = checkpoint.size
            if accepted and before and not extends and checkpoint.size >= before.size:
                report.contradiction = (accepted.note, note)


def _holds(checkpoint: Checkpoint, name: str, check: RowCheck) -> bool:
    mark = check.marks.get(checkpoint.size)
    if mark is None:
        check.report(f"{name} says {checkpoint.size} events, and there are {check.tree.size}")
        return False
    if mark.tree.root() != checkpoint.root:
        check.report(
            f"{name}: the first {checkpoint.size} events are not those that it was signed for"
        )
        return False
    return True


def _explain_gaps(files: BundleFiles, report: AuditReport) -> None:
    """Take over what the bundle says of the events that it withholds."""
    try:
        told = {each.position: each for each in files.withheld()}
    except SealError as error:
        report.problems.append(Problem(error.cause))
        return
    report.because = tuple(told[place] for place in report.withheld if place in told)


def _compare_answers(
    files: BundleFiles, clock: Clock, rederive: Rederive | None, report: AuditReport
) -> None:
    given = files.answers()
    if given is None:
        return
    report.answers = "not compared"
    if rederive is None or not report.ok:
        return
    try:
        with load_bundle(files.directory, clock) as ledger:
            derived = rederive(ledger, given)
    except LifecycleError as error:
        report.problems.append(Problem(f"the answers cannot be derived again: {error.cause}"))
        return
    report.answers = "same" if derived == given else "differ"
    if derived != given:
        report.problems.append(
            Problem("the answers in the bundle are not those that its events give")
        )


def _remember(
    state: Path,
    newest: Opened,
    accepted: Accepted | None,
    keys: KeyRing,
    now: datetime,
) -> None:
    checkpoint, note, _ = newest
    seen = () if accepted is None else accepted.seen
    if not seen or seen[-1].size != checkpoint.size:
        seen = (*seen, Seen(checkpoint.size, now))
    Accepted(keys, note, seen).save(state)
