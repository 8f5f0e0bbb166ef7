"""The day by which each obligation must first be fulfilled, with what sets it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from lifecycle.law.article_051 import systemic_risk
from lifecycle.law.article_113 import LEGACY_DUE
from lifecycle.law.case import Case
from lifecycle.law.continuity import BINDS, may_bind, obligation_of, resting_on, run_start, unbroken
from lifecycle.law.deadline import Deadline
from lifecycle.law.matters import Matter, asked_until, requests
from lifecycle.law.notification_period import notification_period, running
from lifecycle.law.obligation import Obligation
from lifecycle.law.performance import performance, performed
from lifecycle.law.placing import placed_on, placings
from lifecycle.law.regulation_1182 import Due, in_time
from lifecycle.law.rule import Rule, rule
from lifecycle.law.trace import Limb, all_of, renamed, settled
from lifecycle.law.truth import NO, YES


def first_due(case: Case, stands: Obligation) -> Due | None:
    """Return the day by which an obligation of the case must first be fulfilled, if there is
    one."""
    first = first_deadline(case, stands)
    return None if first is None else first.due


def first_deadline(case: Case, stands: Obligation) -> Deadline | None:
    """Return the first due day of an obligation with its proof; ``None`` where it binds nobody, or
    where no known day sets it: without a request, without a known crossing or forecast, or while it
    is open whether the model was placed or classified."""
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
        return request_deadline(case, min(open_, key=lambda pair: pair[0])[1]) if open_ else None
    start, legacy = _start(case, stands)
    if start is None:
        return None
    due = Due.fixed(start)
    rest = due_after_transition if legacy else _DUE[id_.partition("(")[0]]
    return Deadline(
        id_,
        id_,
        stands.title,
        due,
        rest(case, id_),
        _setting(case, stands, due),
        performance=performance(case, id_, due),
    )


def _start(case: Case, stands: Obligation) -> tuple[date | None, bool]:
    """Return the day an obligation is due from, and whether that is the end of the transition."""
    if stands.status == "active":
        return run_start(case, stands.id, BINDS), False
    if stands.status != "transitional" and not _set_off(case, stands.id):
        return None, False
    if stands.binds is NO:
        return LEGACY_DUE, True
    return unbroken(
        case, lambda seen: may_bind(seen, stands.id) and _set_off(seen, stands.id)
    ), False


def _set_off(case: Case, id_: str) -> bool:
    """Return whether what sets the day is certain: the placing, or the classification."""
    if id_.startswith("55"):
        return systemic_risk(case.unasked()).outcome is YES
    return placed_on(case.unasked()) is not None


def _binding(case: Case, id_: str, says: str) -> Limb:
    return renamed(says, obligation_of(case, id_).proof)


@rule("53(1)-due", "due at the placing", cites="Art. 53(1); recital 97, sentence 10")
def due_at_placing(case: Case, id_: str) -> Limb:
    """What Art. 53(1) asks for is due on the day from which the provider is bound: at the placing,
    or on the day on which an exemption is lost."""
    return _binding(case, id_, "due from the day it binds")


@rule("54(1)-due", "mandated before the placing", cites="Art. 54(1)")
def due_before_placing(case: Case, id_: str) -> Limb:
    """A representative is mandated before the placing, at the latest on its day; who loses the
    exemption needs one at once. What happened first on one day is not asked."""
    return _binding(case, id_, "due before the day it binds is over")


@rule("55(1)-due", "due from the classification", cites="Art. 55(1); recital 114; Guidelines 2.2")
def due_at_classification(case: Case, id_: str) -> Limb:
    """What Art. 55(1) asks for is due from the classification, and continuously after it."""
    return _binding(case, id_, "due from the day it binds")


@rule(
    "L1-due",
    "due when the transition ends",
    cites="Art. 111(3)",
    covers=("L6",),
)
def due_after_transition(case: Case, id_: str) -> Limb:
    """For a model placed before 2 August 2025 everything is due by 2 August 2027, a representative
    included, whom nobody could mandate before the placing any more."""
    return renamed(f"due by {LEGACY_DUE}", obligation_of(case, id_).transitional)


_DUE: Mapping[str, Rule[[str]]] = {
    "53": due_at_placing,
    "54": due_before_placing,
    "55": due_at_classification,
}


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
        unverified=found.due.unverified,
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


def request_deadline(case: Case, request: Matter) -> Deadline | None:
    """Return the deadline of a request, where a last day for the answer was told."""
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
