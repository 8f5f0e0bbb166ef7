"""The command ``audit``: whether a bundle is what its keeper signed, whoever made it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lifecycle_cli.command import command, option
from lifecycle_cli.lines import Line, Toned, visible, wrapped
from lifecycle_cli.output import say, say_json
from lifecycle_cli.proving import INTEGRITY, problem_lines
from lifecycle_cli.session import Session, columns, pass_session
from lifecycle_cli.times import authority_option, bracket_lines, brackets_option, certificates
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from lifecycle.auditing.audit_report import AuditReport


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


def _audit_lines(report: AuditReport, width: int) -> Iterator[Line]:
    verdict = Toned("ok", "good") if report.ok else Toned("WRONG", "bad")
    yield [f"bundle     {report.origin}: {plural(report.size, 'event')}  ", verdict]
    yield f"root       {report.root.hex()}"
    yield from problem_lines(report.problems, complete=True, width=width)
    yield f"covered    {plural(report.covered, 'event')} proven by checkpoints of your key"
    if report.uncovered:
        yield f"claimed    {plural(report.uncovered, 'event')} that no checkpoint covers"
    yield from _gap_lines(report, width)
    if report.accepted is not None:
        yield f"extends    the {plural(report.accepted, 'event')} that you accepted before"
    if report.stamped:
        yield f"stamped    {plural(report.stamped, 'event')} in checkpoints that your authority saw"
    elif report.timestamps:
        count = plural(report.timestamps, "checkpoint")
        yield f"stamped    {count} by an authority; to believe it: --authority FILE"
    without = ", without what is withheld" if report.answers == "same" and report.withheld else ""
    yield f"answers    {report.answers}{without}"


def _gap_lines(report: AuditReport, width: int) -> Iterator[Line]:
    """Yield the events that are there by their hash alone, each with what the bundle says of it."""
    if not report.withheld:
        return
    yield f"withheld   {plural(len(report.withheld), 'event')} of which the hash alone is here"
    told = {each.position: each for each in report.because}
    for position in report.withheld:
        each = told.get(position)
        why = "no reason is given" if each is None else visible(f"{each.event}: {each.reason}")
        for line in wrapped(f"position {position}, {why}", width - len("withheld   ")):
            yield f"           {line}"
