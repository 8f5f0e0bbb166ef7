"""The commands ``verify`` and ``audit``: whether what is stored is what was sealed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lifecycle.errors import InputError
from lifecycle.time import show_instant
from lifecycle_cli.attach import file_hash
from lifecycle_cli.command import command, option
from lifecycle_cli.lines import Line, Toned, wrapped
from lifecycle_cli.output import say, say_json
from lifecycle_cli.session import Session, columns, pass_session, read_file
from lifecycle_cli.times import (
    authority_option,
    bracket_lines,
    brackets_option,
    certificates,
    stamp_lines,
)
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from lifecycle.auditing.audit_report import AuditReport
    from lifecycle.auditing.verifying import Problem, Verified

INTEGRITY = 4
FOUND = 1


@command(
    "verify",
    examples=(
        "lifecycle verify",
        "lifecycle verify --checkpoint kept-elsewhere.checkpoint",
        "lifecycle verify --brackets",
        "lifecycle verify --evidence documents",
    ),
)
@option(
    "--checkpoint",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A checkpoint kept elsewhere, which the ledger must extend.",
)
@option(
    "--key",
    metavar="KEY|FILE",
    help="The public key kept elsewhere, or its file. [default: the ledger's own]",
)
@option(
    "--evidence",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Find the documents in a folder by their hashes.",
)
@authority_option()
@brackets_option()
@option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def verify(
    session: Session,
    checkpoint: Path | None,
    key: str | None,
    evidence: Path | None,
    authorities: tuple[Path, ...],
    *,
    brackets: bool,
    as_json: bool,
) -> int:
    """Compute the seal again, and say what that covers.

    Exit code 4 when something is wrong. Whoever can write the file can write it anew, and sign it
    anew with the key beside it: only a checkpoint that was kept elsewhere proves what it covers.
    The tail is what no checkpoint covers that was handed out. With --evidence exit code 1 when a
    document that was recorded is not found.

    Where checkpoints bear an authority's timestamp, an event whose time contradicts it by more
    than five minutes is reported.
    """
    from lifecycle.auditing.verifying import public_key, verify_file  # noqa: PLC0415 -- for this

    note = None if checkpoint is None else read_file(checkpoint, "--checkpoint")
    keys = None if key is None else public_key(key)
    verified = verify_file(
        session.where,
        checkpoint=note,
        keys=keys,
        authorities=certificates(authorities) or None,
        brackets=brackets,
    )
    if not verified.report.ok or evidence is None:
        _print_report(verified, as_json=as_json)
        return 0 if verified.report.ok else INTEGRITY
    documents = _documents(session, evidence)
    absent = [name for name, found in documents if not found]
    if as_json:
        listed = [{"document": name, "found": found} for name, found in documents]
        say_json({**verified.to_dict(), "evidence": listed}, indent=2)
    else:
        _print_report(verified, as_json=False)
        say("")
        for name in absent:
            say([Toned("not found  ", "bad"), name])
        found = len(documents) - len(absent)
        say(f"evidence   {found} of {plural(len(documents), 'document')} found in {evidence}")
    return FOUND if absent else 0


@command(
    "audit",
    examples=(
        "lifecycle audit bundle --key lifecycle.pub",
        "lifecycle audit bundle --key lifecycle.pub --state accepted.json",
        "lifecycle audit bundle --key lifecycle.pub --brackets",
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path), help="The bundle.")
@option(
    "--key",
    metavar="KEY|FILE",
    required=True,
    help="The ledger's public key as you have it, or its file.",
)
@option(
    "--state",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What you accepted before, kept up to date: the bundle must extend it.",
)
@authority_option()
@brackets_option()
@option("--json", "as_json", is_flag=True, help="Print JSON.")
@pass_session
def audit(
    session: Session,
    folder: Path,
    key: str,
    state: Path | None,
    authorities: tuple[Path, ...],
    *,
    brackets: bool,
    as_json: bool,
) -> int:
    """Verify a bundle without trusting whoever made it.

    The answers in it are derived again and compared. Exit code 4 when something is wrong. To ask
    questions on a bundle, name it as the ledger: lifecycle status --ledger DIR.

    Times are the keeper's. Timestamps in the bundle bind them once you name the authority that
    you trust, and so do the instants at which you accepted earlier bundles (--state).
    """
    from lifecycle.auditing.audit import audit as audited  # noqa: PLC0415 -- for this command
    from lifecycle.auditing.audit import brackets_of  # noqa: PLC0415 -- likewise
    from lifecycle.auditing.verifying import public_key  # noqa: PLC0415 -- likewise
    from lifecycle_cli.bundling import derive_again  # noqa: PLC0415 -- likewise

    report = audited(
        folder,
        public_key(key),
        clock=session.clock,
        state=state,
        authorities=certificates(authorities),
        rederive=derive_again,
    )
    events = brackets_of(folder, report) if brackets else None
    if as_json:
        listed = {} if events is None else {"brackets": [each.to_dict() for each in events]}
        say_json({**report.to_dict(), **listed}, indent=2)
    else:
        for line in (*_audit_lines(report, columns()), *bracket_lines(events or ())):
            say(line)
    return 0 if report.ok else INTEGRITY


def _documents(session: Session, folder: Path) -> list[tuple[str, bool]]:
    """Return every recorded document that has a hash, and whether the folder holds it."""
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder.", "Name a folder.", field="--evidence")
    held = {file_hash(path) for path in folder.rglob("*") if path.is_file()}
    with session.reading() as ledger:
        return [
            (f"{recorded.ref}: {document.title}", document.sha256 in held)
            for recorded in ledger.events()
            for document in recorded.event.evidence
            if document.sha256 is not None
        ]


def _print_report(verified: Verified, *, as_json: bool) -> None:
    if as_json:
        say_json(verified.to_dict(), indent=2)
        return
    for line in _report_lines(verified, columns()):
        say(line)


def _report_lines(verified: Verified, width: int) -> Iterator[Line]:
    report = verified.report
    verdict = Toned("ok", "good") if report.ok else Toned("WRONG", "bad")
    yield ["seal       ", f"{plural(report.size, 'event')} computed again  ", verdict]
    yield f"root       {report.root.hex()}"
    yield from _problems(report.problems, complete=report.complete, width=width)
    if report.covered:
        yield f"covered    {plural(report.covered, 'event')} proven by the checkpoint you gave"
    else:
        yield "covered    nothing is proven against a copy kept elsewhere"
    if report.keys is None:
        yield "key        the ledger has none; its checkpoints cannot be signed"
    yield f"signed     {plural(report.signed, 'event')} covered by the ledger's own checkpoints"
    if report.unanchored:
        since = report.unanchored_since
        when = f" since {show_instant(since)}" if since else ""
        yield f"tail       {plural(report.unanchored, 'event')} not anchored elsewhere{when}"
    yield from stamp_lines(verified.stamps)
    if report.ok and not report.covered:
        yield [Toned("Next: ", "strong"), "lifecycle checkpoint -o FILE, and keep it elsewhere"]
    yield from bracket_lines(verified.stamps.brackets or ())


def _problems(problems: list[Problem], *, complete: bool, width: int) -> Iterator[Line]:
    for problem in problems:
        where = "" if problem.position is None else f"position {problem.position}: "
        first, *rest = wrapped(f"{where}{problem.cause}", width - len("problem    "))
        yield [Toned("problem    ", "bad"), str(first)]
        for line in rest:
            yield f"           {line}"
    if not complete:
        yield "           There are more; the check stopped here."


def _audit_lines(report: AuditReport, width: int) -> Iterator[Line]:
    verdict = Toned("ok", "good") if report.ok else Toned("WRONG", "bad")
    yield [f"bundle     {report.origin}: {plural(report.size, 'event')}  ", verdict]
    yield f"root       {report.root.hex()}"
    yield from _problems(report.problems, complete=True, width=width)
    yield f"covered    {plural(report.covered, 'event')} proven by checkpoints of your key"
    if report.uncovered:
        yield f"claimed    {plural(report.uncovered, 'event')} that no checkpoint covers"
    if report.withheld:
        yield f"withheld   {plural(len(report.withheld), 'event')} by their hash alone"
    if report.accepted is not None:
        yield f"extends    the {plural(report.accepted, 'event')} that you accepted before"
    if report.stamped:
        yield f"stamped    {plural(report.stamped, 'event')} in checkpoints that your authority saw"
    elif report.timestamps:
        count = plural(report.timestamps, "checkpoint")
        yield f"stamped    {count} by an authority; to believe it: --authority FILE"
    yield f"answers    {report.answers}"
