"""The command ``why``: the proof of an obligation's status, line by line, with what it rests on."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import click

from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys, obligation_ids
from lifecycle_cli.lines import Line, Toned, typed_lines, wrapped
from lifecycle_cli.words import due

if TYPE_CHECKING:
    from lifecycle_projections.proof import Proof, Step

Plain = Mapping[str, Any]

COLUMNS = ("depth", "outcome", "says", "rule", "cites", "authority", "events", "missing")
DEEPEST = 12
"""Steps deeper than this are indented no further."""

MOST_EVENTS = 4
"""Events that a step names; a program is given all of them."""

_TONES = {"yes": "good", "no": "quiet", "undetermined": "open"}
_PARTS = re.compile(r"[0-9]+|[a-z]", re.IGNORECASE)


def obligation_named(text: str) -> str:
    """Return the id of an obligation written as ``53(1)(d)``, ``53-1-d`` or ``53.1.d``."""
    from lifecycle.domain.words import OBLIGATIONS  # noqa: PLC0415 -- help does without it
    from lifecycle.errors import NotFound  # noqa: PLC0415 -- likewise

    parts = _parts(text)
    for id_ in OBLIGATIONS:
        if _parts(id_) == parts:
            return id_
    from difflib import get_close_matches  # noqa: PLC0415 -- only a refusal needs it

    near = get_close_matches(text, OBLIGATIONS, n=1)
    raise NotFound(
        f"there is no obligation {text!a}.",
        f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(OBLIGATIONS)}.",
        code="LC106",
    )


def _parts(text: str) -> list[str]:
    text = re.sub(r"^art(icle|\.)?\s*", "", text.strip(), flags=re.IGNORECASE)
    return [part.lower() for part in _PARTS.findall(text)]


@command(
    "why",
    examples=(
        "lifecycle why atlas-7b 53-1-d --on 2026-01-15",
        'lifecycle why atlas-7b "53(1)(d)" --on 2025-08-01 --rulebook act',
        "lifecycle why atlas-7b 54-1 --json",
    ),
)
@click.argument("model", shell_complete=model_keys, help="The model.")
@click.argument("obligation", shell_complete=obligation_ids, help="53(1)(d), 53-1-d or 53.1.d.")
@option("--all", "every", is_flag=True, help="Every step, also those that decided nothing.")
@asking
def why(question: Question, model: str, obligation: str, *, every: bool) -> None:
    """Show the proof of an obligation, or why there is none.

    Each line is one step: its outcome, what it says, the provision with its authority, and the
    recorded events that decided it. An undetermined step names the facts that nobody told. What
    decided nothing is one line; (+3) counts the steps below it that --all shows.
    """
    from lifecycle_projections.proof import why as proof_of  # noqa: PLC0415 -- for this question
    from lifecycle_projections.questions import questions_about  # noqa: PLC0415 -- likewise

    id_ = obligation_named(obligation)
    proof = proof_of(question.ledger, model, id_, actor=question.actor, **question.axes())
    form = cast("Plain", proof.to_dict())

    apart = {name: value for name, value in form.items() if name not in ("findings", "readings")}

    def lines(width: int) -> Iterator[Line]:
        yield from _title(form, width)
        yield ""
        for step, hidden in unfolded(proof.steps, every=every):
            yield from _step(step, hidden, width)
        yield ""
        yield from _decided_by(proof, width)
        yield from _performed(form["obligation"], width)
        for dispute in form["readings"]:
            if id_ not in dispute["otherwise"]:
                continue
            yield from wrapped(f"Contested: {dispute['question']}", width, "  ")
            yield from wrapped(f"  Followed here: {dispute['followed']}.", width, "    ")
            yield from wrapped(f"  Not followed: {dispute['other']}.", width, "    ")
        for asked in questions_about(proof.answer):
            if id_ in asked.would_decide:
                yield from wrapped(f"Not told: {asked.asks}", width, "  ")
                yield from typed_lines("Next: ", asked.command.split(" "), width)

    question.answer(
        form,
        rows=[{**apart, "finding": finding} for finding in form["findings"]],
        columns=COLUMNS,
        cells=map(_cells, proof.steps),
        lines=lines,
    )


def _title(form: Plain, width: int) -> Iterator[Line]:
    found: Plain = form["obligation"]
    yield from wrapped(
        f"{found['id']} {found['title']} — {form['model']},"
        f" asked about {form['actor'] or 'nobody in particular'}",
        width,
    )
    said: list[str | Toned] = [Toned(str(found["status"]).upper(), "strong")]
    if found.get("since"):
        said.append(f" since {found['since']}")
        if found["until"]:
            said.append(f" until {found['until']}")
    if found.get("contested"):
        said.append(", contested")
    yield said


def unfolded(steps: Sequence[Step], *, every: bool) -> Iterator[tuple[Step, int]]:
    """Yield the steps to be shown, each with the number of steps below it that are not.

    Of the steps that another one rests on, those with its own outcome decided it: the others are
    folded, and so is what neither an event nor a missing fact decided.
    """
    if every:
        yield from ((step, 0) for step in steps)
    else:
        yield from _unfolded(steps, 0, folded=False)


def _unfolded(steps: Sequence[Step], at: int, *, folded: bool) -> Iterator[tuple[Step, int]]:
    step = steps[at]
    below = list(
        itertools.takewhile(lambda k: steps[k].depth > step.depth, range(at + 1, len(steps)))
    )
    if folded or not (step.events or step.missing):
        yield step, len(below)
        return
    yield step, 0
    direct = [k for k in below if steps[k].depth == step.depth + 1]
    decided = any(steps[k].outcome == step.outcome for k in direct)
    for k in direct:
        yield from _unfolded(steps, k, folded=decided and steps[k].outcome != step.outcome)


def _step(step: Step, hidden: int, width: int) -> Iterator[Line]:
    indent = "  " * min(step.depth, DEEPEST)
    text = step.says
    if step.cites:
        text += f" [{step.cites}; {step.authority}]"
    if step.missing:
        text += f" — not told: {', '.join(step.missing)}"
    elif step.events:
        text += f" — {_some(step.events)}"
    if step.otherwise:
        text += f" (contested: otherwise {step.otherwise})"
    if step.repeated:
        text += " (shown above)"
    if hidden:
        text += f" (+{hidden})"
    head = f"{indent}{step.outcome}  "
    first, *rest = wrapped(text, width - len(head))
    yield [indent, Toned(step.outcome, _TONES[step.outcome]), "  ", str(first)]
    for line in rest:
        yield f"{' ' * len(head)}{line}"


def _some(events: Sequence[str]) -> str:
    shown = ", ".join(events[:MOST_EVENTS])
    more = len(events) - MOST_EVENTS
    return f"{shown} and {more} more" if more > 0 else shown


def _decided_by(proof: Proof, width: int) -> Iterator[Line]:
    if proof.deciding:
        yield from wrapped(f"It would be otherwise without {', '.join(proof.deciding)}.", width)


def _performed(found: Plain, width: int) -> Iterator[Line]:
    if found["status"] != "active":
        return
    events = ", ".join(str(entry["event"]) for entry in found["evidence"])
    by = f" by {events}" if events else ", nothing was recorded for it"
    when = f" Due {due(found['due'])}." if found["due"] else ""
    yield from wrapped(f"Performance: {found['performance']}{by}.{when}", width)


def _cells(step: Step) -> list[object]:
    return [
        step.depth,
        step.outcome,
        step.says,
        step.rule,
        step.cites,
        step.authority,
        step.events,
        step.missing,
    ]
