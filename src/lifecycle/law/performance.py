"""Whether an obligation was performed, and in time: an act must be recorded, silence is not one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from lifecycle.law import mandates
from lifecycle.law.case import Case
from lifecycle.law.code_of_practice import first_report_in_time, incidents, signed
from lifecycle.law.facts import Act
from lifecycle.law.matters import asked_until, own_acts, requests
from lifecycle.law.obligation_ids import obligation_id
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, in_time
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, settled, unknown
from lifecycle.law.truth import NO, YES


@dataclass(frozen=True, slots=True)
class Performance:
    """How an obligation or a deadline was performed by the case's day.

    ``value`` is ``met``, ``unmet``, ``late`` or ``unknown``. ``done`` is the proof of the act,
    ``in_time`` on its day; that is ``None`` where nothing was done or no day was set. ``filed`` are
    the events recorded for the obligation itself.
    """

    value: str
    done: Limb
    in_time: Limb | None = None
    filed: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[str, ...]:
        """The recorded acts that performed it, late ones included, and what was filed with them."""
        acts = self.done.events if self.value in ("met", "late") else ()
        return tuple(dict.fromkeys((*acts, *self.filed)))

    @property
    def contested(self) -> bool:
        """Whether it was done between the plain and the rolled end of its period."""
        return self.in_time is not None and any(limb.point for limb in self.in_time.walk())


def performed(done: Limb, timely: Limb | None) -> Performance:
    """Return how something was performed from whether it was done, and whether in time."""
    if done.outcome is not YES:
        return Performance("unmet" if done.outcome is NO else "unknown", done)
    if timely is None or timely.outcome is YES:
        return Performance("met", done, timely)
    return Performance("late" if timely.outcome is NO else "unknown", done, timely)


def performance(case: Case, id_: str, due: Due | None) -> Performance:
    """Return how an obligation was performed by the case's day; ``due`` is its first due day.

    Notifications, mandates, answers and reports have events of their own; where none of them is
    recorded, an act recorded for the obligation performs these duties like any other.
    """
    filed = documents(case, id_)
    if id_ in _OWN_ACTS and (not filed or _OWN_ACTS[id_](case)):
        found = _by_own_acts(case, id_, due)
    else:
        found = _on(case, documented(case, id_), filed[0].day if filed else None, due)
    return replace(found, filed=tuple(act.event for act in filed))


def _by_own_acts(case: Case, id_: str, due: Due | None) -> Performance:
    if id_ == "53(3)":
        return performed(answered(case), _answers_in_time(case))
    if id_ == "55(1)(c)":
        return performed(reported(case), _reports_in_time(case))
    if id_ == "54(1)":
        return _on(case, represented(case), mandates.standing_since(case), due)
    told = first_notification(case)
    return _on(case, notified(case), told.day if told else None, due)


def _on(case: Case, done: Limb, day: date | None, due: Due | None) -> Performance:
    return performed(done, None if day is None or due is None else in_time(case, day, due))


@rule(
    "performed",
    "performed by a recorded act",
    cites="Art. 53(1); Art. 55(1)",
    authority=Authority.DERIVED,
)
def documented(case: Case, id_: str) -> Limb:
    """An obligation is performed by an act recorded for it; its first act counts, later ones renew
    the document. An act that does not tell its obligation leaves that open."""
    certain, doubtful = _documents(case, id_)
    if certain:
        return settled("an act is recorded for it", True, *(act.event for act in certain))
    if doubtful:
        lacking = tuple(act.lacks("obligation") for act in doubtful)
        return unknown("an act is recorded without its obligation", *lacking)
    return settled("no act is recorded for it", False)


def _documents(case: Case, id_: str) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """Return the acts recorded for an obligation, and those that may have been meant for it."""
    acts = own_acts(case, "documented")
    certain = tuple(act for act in acts if obligation_id(act.word("obligation") or "") == id_)
    return certain, tuple(act for act in acts if act.word("obligation") is None)


def documents(case: Case, id_: str) -> tuple[Act, ...]:
    """Return the acts recorded for an obligation up to the day, in order."""
    return _documents(case, id_)[0]


@rule(
    "52(1)-performed",
    "notified to the Commission",
    cites="Art. 52(1)",
    authority=Authority.DERIVED,
)
def notified(case: Case) -> Limb:
    """A recorded notification under Art. 52(1) performs the duty, with arguments or without; one
    that does not tell its basis leaves that open."""
    certain, doubtful = _notified(case)
    if certain:
        return settled("a notification is recorded", True, certain[0].event)
    if doubtful:
        lacking = tuple(act.lacks("basis") for act in doubtful)
        return unknown("a notification is recorded without its basis", *lacking)
    return settled("no notification is recorded", False)


def _notified(case: Case) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    acts = own_acts(case, "commission_notified")
    certain = tuple(act for act in acts if obligation_id(act.word("basis") or "") == "52(1)")
    return certain, tuple(act for act in acts if act.word("basis") is None)


def first_notification(case: Case) -> Act | None:
    """Return the first notification under Art. 52(1) up to the day."""
    certain, _ = _notified(case)
    return certain[0] if certain else None


@rule("54(1)-performed", "a mandate stands", cites="Art. 54(1), (2) and (5)")
def represented(case: Case) -> Limb:
    """A written mandate of a representative established in the Union must stand on the day: when
    it is terminated the duty is unmet again, and a mandate after such a gap is late."""
    return mandates.standing(case)


@rule(
    "53(3)-performed",
    "every request answered",
    cites="Art. 53(3); Art. 91",
    authority=Authority.DERIVED,
)
def answered(case: Case) -> Limb:
    """Cooperation is performed by answering the requests that were made; without one there is
    nothing to perform yet."""
    asked = requests(case)
    if not asked:
        return unknown("no request is recorded: nothing to answer yet")
    answers = (request.answered("answered", "request") for request in asked)
    return all_of("every request answered", *answers)


@rule(
    "55(1)(c)-performed",
    "every serious incident reported",
    cites="Art. 55(1)(c)",
    authority=Authority.DERIVED,
)
def reported(case: Case) -> Limb:
    """Reporting is performed by a first report on each serious incident; without an incident there
    is nothing to report yet. Later reports have their own deadlines."""
    known = incidents(case)
    if not known:
        return unknown("no serious incident is recorded: nothing to report yet")
    reports = (incident.answered("reported", "incident") for incident in known)
    return all_of("every serious incident reported", *reports)


def _answers_in_time(case: Case) -> Limb:
    limbs = [
        in_time(case, request.answers[0].day, Due.fixed(until))
        if (until := asked_until(request)) is not None
        else unknown(f"last day for {request.key}", request.act.lacks("due_on"))
        for request in requests(case)
        if request.answers
    ]
    return all_of("answered in time", *limbs)


def _reports_in_time(case: Case) -> Limb | None:
    """Return whether every first report came in time. The Act sets no figure: only those who signed
    the Code are measured, by its periods."""
    if not signed(case):
        return None
    limbs = [first_report_in_time(case, i) for i in incidents(case) if i.answers]
    return all_of("reported in time", *limbs)


_OWN_ACTS: Mapping[str, Callable[[Case], bool]] = {
    "52(1)": lambda case: first_notification(case) is not None,
    "53(3)": lambda case: bool(requests(case)),
    "54(1)": mandates.recorded,
    "55(1)(c)": lambda case: bool(incidents(case)),
}
"""The obligations whose performance has events of its own, and whether any is recorded."""
