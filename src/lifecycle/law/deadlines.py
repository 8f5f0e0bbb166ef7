"""Every deadline of a case, by its key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lifecycle.law.article_051 import designated
from lifecycle.law.case import Case
from lifecycle.law.code_deadlines import code_deadlines
from lifecycle.law.continuity import may_bind, obligation_of
from lifecycle.law.deadline import Deadline, next_one
from lifecycle.law.first_due import first_deadline, first_due, request_deadline
from lifecycle.law.matters import requests
from lifecycle.law.obligation import Obligation
from lifecycle.law.performance import documents
from lifecycle.law.placing import placings
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, period
from lifecycle.law.retention import retention
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, renamed
from lifecycle.law.truth import NO, YES

__all__ = ["deadlines", "first_deadline", "first_due"]

SUMMARY = "53(1)(d)"


def deadlines(case: Case, obligations: Iterable[Obligation]) -> dict[str, Deadline]:
    """Return what the case's actor must do by a day, or may do from one, by key.

    Keys: ``52(1)``, ``54(1)``, ``53(3):REQUEST``, ``53(1)(d)_update``,
    ``52(5)_earliest_reassessment``, ``54(3)(b)_retention_until``, and the Code's, ``…_code_…``.
    The days on which the other obligations are first due are theirs: see ``first_deadline``.
    """
    firsts = [first_deadline(case, o) for o in obligations if o.id in ("52(1)", "54(1)")]
    others = (
        *_requests(case),
        *_summary(case),
        *code_deadlines(case),
        *_reassessment(case),
        *_retention(case),
    )
    return {found.key: found for found in (*firsts, *others) if found is not None}


def _requests(case: Case) -> Iterator[Deadline]:
    if may_bind(case, "53(3)"):
        yield from (
            found for r in requests(case) if (found := request_deadline(case, r)) is not None
        )


@rule(
    "53(1)(d)-update",
    "summary updated",
    cites="notice on the template for the summary of training content",
    authority=Authority.INFORMAL,
)
def summary_update(case: Case) -> Limb:
    """The summary is said to be updated at least every six months, or sooner on material further
    training; the notice is known from secondary sources."""
    return renamed("the summary is due", obligation_of(case, SUMMARY).active)


def _summary(case: Case) -> Iterator[Deadline]:
    published = documents(case, SUMMARY)
    if not published or not case.reads(Authority.INFORMAL) or not may_bind(case, SUMMARY):
        return
    last = published[-1]
    due = period(case, last.day, "summary_update")
    line = case.parameters.line("summary_update", last.day)
    yield next_one(
        f"{SUMMARY}_update",
        "summary of training content reviewed",
        due,
        summary_update(case),
        (last.event,),
        f"{line.cites}: {line.unverified}",
    )


@rule("S11", "reassessment may be asked for", cites="Art. 52(5)")
def reassessment(case: Case) -> Limb:
    """A provider may ask for a new assessment of a designation six months after it at the earliest,
    and again six months after a decision that maintains it. Asking changes nothing by itself."""
    return all_of(
        "a reassessment may be asked for",
        designated(case.unasked()),
        obligation_of(case, "55(1)(a)").active,
    )


def _reassessment(case: Case) -> Iterator[Deadline]:
    found = reassessment(case)
    kinds = ("designated_52_4", "designation_maintained")
    decided = [act for act in case.acts("commission_decided") if act.word("kind") in kinds]
    if found.outcome is NO or not decided:
        return
    last = decided[-1]
    yield Deadline(
        "52(5)_earliest_reassessment",
        "52(5)",
        "earliest request for a new assessment",
        Due.fixed(period(case, last.day, "reassessment_wait").calendar),
        found,
        (last.event,),
        kind="from",
    )


def _retention(case: Case) -> Iterator[Deadline]:
    kept = retention(case)
    if kept.active.outcome is NO or kept.until is None:
        return
    placing = [p.act.event for p in placings(case.unasked()) if p.finding.outcome is YES]
    yield Deadline(
        "54(3)(b)_retention_until",
        "54(3)(b)",
        "technical documentation kept",
        Due.fixed(kept.until),
        kept.active,
        tuple(placing[:1]),
        kind="until",
    )
