"""Whether an obligation was performed, and in time: an act must be recorded, silence is not one."""

from __future__ import annotations

from dataclasses import dataclass
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
    ``in_time`` on its day; that is ``None`` where nothing was done or no day was set.
    """

    value: str
    done: Limb
    in_time: Limb | None = None

    @property
    def events(self) -> tuple[str, ...]:
        """The recorded acts that performed it, late ones included."""
        return self.done.events if self.value in ("met", "late") else ()

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
    """Return how an obligation was performed by the case's day; ``due`` is its first due day."""
    if id_ == "53(3)":
        return performed(answered(case), _all_in_time(case, "53(3)"))
    if id_ == "55(1)(c)":
        return performed(reported(case), _all_in_time(case, "55(1)(c)"))
    if id_ == "54(1)":
        return _on(case, represented(case), mandates.standing_since(case), due)
    if id_ == "52(1)":
        certain, _ = _notified(case)
        return _on(case, notified(case), certain[0].day if certain else None, due)
    certain, _ = _documents(case, id_)
    return _on(case, documented(case, id_), certain[0].day if certain else None, due)


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


def _all_in_time(case: Case, id_: str) -> Limb | None:
    """Return whether every answer, or every first report, came in time.

    The Act sets no figure for reports: those who signed the Code are measured by its periods.
    """
    if id_ == "53(3)":
        limbs = [
            in_time(case, matter.answers[0].day, Due.fixed(until))
            if (until := asked_until(matter)) is not None
            else unknown(f"last day for {matter.key}", matter.act.lacks("due_on"))
            for matter in requests(case)
            if matter.answers
        ]
    elif not signed(case):
        return None
    else:
        limbs = [first_report_in_time(case, i) for i in incidents(case) if i.answers]
    return all_of("in time", *limbs)
