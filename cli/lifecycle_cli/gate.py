"""The command ``gate``: a test of drafted events for release pipelines; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import click

from lifecycle.time import show_instant
from lifecycle_cli.asking import READING, READINGS, SHORT_ROOT
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.lines import Line, Toned, visible, wrapped
from lifecycle_cli.output import json_text, say, say_json
from lifecycle_cli.session import Session, columns, pass_session, read_argument
from lifecycle_cli.words import plural, short_ids

if TYPE_CHECKING:
    from lifecycle.domain import Event
    from lifecycle.ledger import Ledger

SCHEMA = "lifecycle/gate/1"
FORMATS = ("table", "json", "github", "junit")
FOUND = 1


class Finding(NamedTuple):
    """One reason not to release: the obligation of a model, ``missing`` or ``undetermined``."""

    model: str
    obligation: str
    title: str
    kind: str
    since: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Findings about one model for the same reason, said as one."""

    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        """The obligations and what is wrong with them, in few words."""
        return f"{short_ids([f.obligation for f in self.findings])} {self.findings[0].kind}"

    @property
    def says(self) -> str:
        """The reason as a sentence."""
        first = self.findings[0]
        named = short_ids([finding.obligation for finding in self.findings])
        if first.kind == "missing":
            return f"{first.model}: {named} would bind from {first.since}, nothing shows it done"
        wanting = f"; not told: {', '.join(first.facts)}" if first.facts else ""
        return f"{first.model}: whether {named} would bind stays undetermined{wanting}"


def grouped(findings: Sequence[Finding]) -> Iterator[Group]:
    """Yield the findings in groups: of one model, for the same reason."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key = (finding.model, finding.kind, finding.since, finding.facts)
        groups.setdefault(key, []).append(finding)
    for members in groups.values():
        yield Group(tuple(members))


@command(
    "gate",
    examples=(
        "lifecycle gate release.jsonl",
        "lifecycle gate release.jsonl --allow-undetermined --format github",
        "lifecycle gate - --json < release.jsonl",
    ),
)
@click.argument("file", metavar="FILE|-", help="Drafted events as JSON Lines, or - for stdin.")
@option("--allow-undetermined", is_flag=True, help="Let pass what stays undetermined.")
@option("--format", "form", type=Choice(FORMATS), default="table", help="How it is written.")
@option("--json", "as_json", is_flag=True, help="The same as --format json.")
@option(
    "--rulebook",
    type=Choice(READINGS),
    metavar="ID",
    default=READING,
    help="The reading of the law.",
)
@pass_session
def gate(
    session: Session,
    file: str,
    form: str,
    rulebook: str,
    *,
    allow_undetermined: bool,
    as_json: bool,
) -> int:
    """Test drafted events before a release.

    Nothing is written. Exit code 1 when an obligation would start without evidence, or stay
    undetermined. The events may be dated in the future.
    """
    from lifecycle.exchange.json_reader import read_events  # noqa: PLC0415 -- help does without it

    drafts = [event for _, event in read_events(read_argument(file).splitlines(keepends=True))]
    with session.reading() as ledger:
        findings = list(_findings(ledger, drafts, rulebook))
        known_at, head = show_instant(ledger.settled()), ledger.head
    if allow_undetermined:
        findings = [finding for finding in findings if finding.kind == "missing"]
    axes: dict[str, object] = {
        "known_at": known_at,
        "rulebook": rulebook,
        "ledger": {"size": head.size, "root": head.root.hex()},
    }
    if as_json or form == "json":
        listed = [finding._asdict() for finding in findings]
        say_json({"schema": SCHEMA, **axes, "events": len(drafts), "findings": listed})
    elif form == "github":
        for line in _github(findings):
            say(line)
        say(f"::notice title=Axes::{_axes(known_at, rulebook, head.size, head.root.hex())}")
    elif form == "junit":
        for line in _junit(findings, axes):
            click.echo(line)
    else:
        for shown in _lines(findings, len(drafts), columns()):
            say(shown)
        for shown in wrapped(_axes(known_at, rulebook, head.size, head.root.hex()), columns()):
            say(shown)
    return FOUND if findings else 0


def _findings(ledger: Ledger, drafts: Sequence[Event], rulebook: str) -> Iterator[Finding]:
    from lifecycle.time import brussels_day  # noqa: PLC0415 -- help does without it
    from lifecycle_projections.consequences import compared  # noqa: PLC0415 -- likewise
    from lifecycle_projections.obligations import obligations_on  # noqa: PLC0415 -- likewise

    trial = ledger.trial(drafts)
    found = list(compared(ledger, trial, rulebook))
    for each in found:
        starts = [change.since for change in each.changes if change.after == "active"]
        if starts and each.status == "active" and each.performance in ("unmet", "late"):
            since = min(starts).isoformat()
            yield Finding(each.model, each.obligation, each.title, "missing", since, ())
    drafted = [event.stream.removeprefix("model:") for event in drafts]
    models = {name for name in drafted if name in set(trial.models())}
    models |= {each.model for each in found}
    day = max([brussels_day(ledger.now()), *(event.occurred_on for event in drafts)])
    for model in sorted(models):
        answer = obligations_on(trial, model, valid_on=day, rulebook=rulebook)
        for obligation in answer.derived.obligations:
            if obligation.status == "undetermined":
                facts = tuple(
                    f"{needed.fact.event}.{needed.fact.fact}"
                    for needed in answer.missing
                    if obligation.id in needed.would_decide
                )
                title = obligation.title
                yield Finding(model, obligation.id, title, "undetermined", day.isoformat(), facts)


def _axes(known_at: str, rulebook: str, size: int, root: str) -> str:
    return (
        f"As known at {known_at}, rulebook {rulebook},"
        f" ledger of {plural(size, 'event')}, head {root[:SHORT_ROOT]}."
    )


def _lines(findings: Sequence[Finding], drafted: int, width: int) -> Iterator[Line]:
    for group in grouped(findings):
        first, *rest = wrapped(group.says, width - 10)
        yield [Toned("finding   ", "bad"), str(first)]
        for line in rest:
            yield f"          {line}"
    number = plural(len(findings), "finding")
    yield f"{plural(drafted, 'drafted event')}: {number}. Nothing was written."


def _github(findings: Sequence[Finding]) -> Iterator[str]:
    for group in grouped(findings):
        yield f"::error title={_in_github(group.title)}::{_in_github(group.says)}"


def _in_github(text: str) -> str:
    return visible(text).replace("%", "%25").replace(",", "%2C").replace("::", "%3A%3A")


def _junit(findings: Sequence[Finding], axes: dict[str, object]) -> Iterator[str]:
    groups = list(grouped(findings))
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    count = f'tests="{max(len(groups), 1)}" failures="{len(groups)}"'
    yield f'<testsuite name="lifecycle gate" {count}>'
    yield "  <properties>"
    for name, value in axes.items():
        text = value if isinstance(value, str) else json_text(value)
        yield f"    <property name={quoteattr(name)} value={quoteattr(text)}/>"
    yield "  </properties>"
    for group in groups:
        model = group.findings[0].model
        yield f"  <testcase classname={quoteattr(model)} name={quoteattr(group.title)}>"
        yield f"    <failure>{escape(visible(group.says))}</failure>"
        yield "  </testcase>"
    if not groups:
        yield '  <testcase classname="gate" name="no finding"/>'
    yield "</testsuite>"
