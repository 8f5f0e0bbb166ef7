"""Every deadline of a case, by its key, and the day on which each obligation is first due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lifecycle.law.article_051 import designated
from lifecycle.law.article_113 import LEGACY_DUE
from lifecycle.law.case import Case
from lifecycle.law.code_deadlines import code_deadlines
from lifecycle.law.continuity import BINDS, MAY_BIND, may_bind, obligation_of, resting_on, run_start
from lifecycle.law.deadline import Deadline, next_one, unverified_of
from lifecycle.law.matters import Matter, asked_until, requests
from lifecycle.law.notification_period import PERIOD, notification_period, running
from lifecycle.law.obligation import Obligation
from lifecycle.law.performance import documents, performance, performed
from lifecycle.law.placing import placings
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, in_time, period
from lifecycle.law.retention import retention
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, renamed, settled
from lifecycle.law.truth import NO, YES

__all__ = ["Deadline", "Due", "deadlines", "first_deadline", "first_due"]

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


def first_due(case: Case, stands: Obligation) -> Due | None:
    """Return the day by which an obligation of the case must first be fulfilled, if there is
    one."""
    first = first_deadline(case, stands)
    return None if first is None else first.due


def first_deadline(case: Case, stands: Obligation) -> Deadline | None:
    """Return the first due day of an obligation with its proof; ``None`` where it binds nobody, or
    where no known day sets it: without a request, or without a known crossing or forecast."""
    return case.once(("first deadline", stands.id), lambda: _first(case, stands))


def _first(case: Case, stands: Obligation) -> Deadline | None:
    id_ = stands.id
    if stands.status == "inactive":
        return None
    if id_ == "52(1)":
        return _notification(case, stands)
    if id_ == "53(3)":
        waiting = [(until, r) for r in requests(case) if (until := asked_until(r)) is not None]
        open_ = [(until, r) for until, r in waiting if not r.answers] or waiting
        return _request(case, min(open_, key=lambda pair: pair[0])[1]) if open_ else None
    due = Due.fixed(LEGACY_DUE)
    if stands.status != "transitional":
        binds = stands.binds
        start = run_start(case, id_, BINDS if binds is YES else MAY_BIND)
        due = due if start is None else Due.fixed(start)
    return Deadline(
        id_,
        id_,
        stands.title,
        due,
        due_with_obligation(case, id_),
        _setting(case, stands, due),
        performance=performance(case, id_, due),
    )


@rule(
    "first-due",
    "due when it comes to bind",
    cites="Art. 53(1); Art. 54(1); Art. 55(1); Art. 111(3); Guidelines 2.2",
    covers=("L6",),
)
def due_with_obligation(case: Case, id_: str) -> Limb:
    """What Art. 53(1) asks for is due at the placing, a representative before it, what Art. 55 asks
    for from the classification: each on the day from which the obligation binds. For a model placed
    before 2 August 2025 all are due by 2 August 2027; who loses an exemption owes the rest at
    once."""
    stands = obligation_of(case, id_)
    if stands.status == "transitional":
        return renamed(f"due by {LEGACY_DUE}, when the transition ends", stands.transitional)
    return renamed("due from the day it binds", stands.proof)


def _setting(case: Case, stands: Obligation, due: Due) -> tuple[str, ...]:
    """Return the events of the due day that the obligation rests on, else what placed the model."""
    placing = (p.act.event for p in placings(case.unasked()) if p.finding.outcome is not NO)
    return resting_on(case, stands.proof, due.calendar) or tuple(placing)[:1]


def _notification(case: Case, stands: Obligation) -> Deadline | None:
    found = running(case)
    if found is None:
        return None
    return Deadline(
        "52(1)",
        "52(1)",
        stands.title,
        found.due,
        notification_period(case),
        found.events,
        performance=performance(case, "52(1)", found.due),
        unverified=unverified_of(case, found.due, PERIOD, found.start),
    )


@rule(
    "53(3)-request",
    "answer to a request",
    cites="Art. 53(3); Art. 91",
)
def request_due(case: Case, key: str) -> Limb:
    """A request is answered by the day it names; a day that is named does not roll (Regulation
    1182/71, Art. 5(1), seen in an abridged text alone)."""
    request = next(found for found in requests(case) if found.key == key)
    asked = settled("asked by an authority", True, request.act.event)
    return all_of("answer due", obligation_of(case, "53(3)").active, asked)


def _request(case: Case, request: Matter) -> Deadline | None:
    until = asked_until(request)
    if until is None:
        return None
    due = Due.fixed(until)
    timely = in_time(case, request.answers[0].day, due) if request.answers else None
    return Deadline(
        f"53(3):{request.key}",
        "53(3)",
        f"answer to {request.key}",
        due,
        request_due(case, request.key),
        (request.act.event,),
        performance=performed(request.answered("answered", "request"), timely),
    )


def _requests(case: Case) -> Iterator[Deadline]:
    if may_bind(case, "53(3)"):
        yield from (found for r in requests(case) if (found := _request(case, r)) is not None)


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
