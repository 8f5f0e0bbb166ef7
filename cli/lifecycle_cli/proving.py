"""The command ``verify``: whether what is stored is what was sealed."""

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
@option(
    "--rebuild",
    is_flag=True,
    help="Derive from the events what is kept beside them, and mend it where it differs.",
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
    rebuild: bool,
    brackets: bool,
    as_json: bool,
) -> int:
    """Compute the seal again, and say what that covers.

    Exit code 4 when something is wrong. Whoever can write the file can write it anew, and sign it
    anew with the key beside it: only a checkpoint that was kept elsewhere proves what it covers.
    The tail is what no checkpoint covers that was handed out. With --evidence exit code 1 when a
    document that was recorded is not found, with --rebuild exit code 4 when something was mended.

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
    if not verified.report.ok:
        _print_report(verified, as_json=as_json)
        return INTEGRITY
    mended = _rebuilt(session) if rebuild else []
    documents = [] if evidence is None else _documents(session, evidence)
    absent = [name for name, found in documents if not found]
    if as_json:
        listed = [{"document": name, "found": found} for name, found in documents]
        say_json(
            {
                **verified.to_dict(),
                **({"rebuilt": mended} if rebuild else {}),
                **({} if evidence is None else {"evidence": listed}),
            },
            indent=2,
        )
    else:
        _print_report(verified, as_json=False)
        if rebuild:
            say("")
            for line in _rebuilt_lines(mended, columns()):
                say(line)
        if evidence is not None:
            say("")
            for name in absent:
                say([Toned("not found  ", "bad"), name])
            found = len(documents) - len(absent)
            say(f"evidence   {found} of {plural(len(documents), 'document')} found in {evidence}")
    return INTEGRITY if mended else FOUND if absent else 0


def _rebuilt(session: Session) -> list[str]:
    """Return in words what differed from the events and was written anew."""
    with session.writing() as ledger:
        return ledger.rebuild()


def _rebuilt_lines(mended: list[str], width: int) -> Iterator[Line]:
    for each in mended:
        first, *rest = wrapped(each, width - len("mended     "))
        yield [Toned("mended     ", "bad"), str(first)]
        for line in rest:
            yield f"           {line}"
    if mended:
        yield f"rebuilt    {plural(len(mended), 'spelling')} written anew from the events"
    else:
        yield "rebuilt    what is kept beside the events is what they say"


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
    yield from problem_lines(report.problems, complete=report.complete, width=width)
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


def problem_lines(problems: list[Problem], *, complete: bool, width: int) -> Iterator[Line]:
    """Yield what is wrong, and where."""
    for problem in problems:
        where = "" if problem.position is None else f"position {problem.position}: "
        first, *rest = wrapped(f"{where}{problem.cause}", width - len("problem    "))
        yield [Toned("problem    ", "bad"), str(first)]
        for line in rest:
            yield f"           {line}"
    if not complete:
        yield "           There are more; the check stopped here."
