"""The two weeks of Art. 52(1): from when they run, and when they end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from lifecycle.law.article_052 import trigger
from lifecycle.law.article_113 import LEGACY_DUE
from lifecycle.law.case import Case
from lifecycle.law.continuity import MAY_BIND, obligation_of, resting_on, run_start
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, period, period_ends
from lifecycle.law.rule import CHAPTER_V_APPLIES, rule
from lifecycle.law.trace import Limb, all_of, settled
from lifecycle.law.truth import NO

PERIOD = "notification_period"


@dataclass(frozen=True, slots=True)
class Running:
    """The period as it runs: ``known`` is the day of the forecast or crossing, ``start`` the day
    that is not counted, ``events`` what set it off, ``legacy`` whether the transition of
    Art. 111(3) ends it."""

    known: date
    events: tuple[str, ...]
    start: date
    legacy: bool
    due: Due


def running(case: Case) -> Running | None:
    """Return the notification period that runs or ran for the case's actor, if its day is known."""
    return case.once("notification period", lambda: _running(case))


def _running(case: Case) -> Running | None:
    stands = obligation_of(case, "52(1)")
    found = None if stands.status == "inactive" else trigger(case)
    if found is None:
        return None
    known, events = found
    bound = run_start(case, "52(1)", MAY_BIND)
    legacy = bound is None or _was_transitional(case, bound)
    start = max(known, CHAPTER_V_APPLIES if legacy or bound is None else bound)
    due = period(case, start, PERIOD)
    if legacy:
        due = Due(max(due.calendar, LEGACY_DUE), max(due.rolled, LEGACY_DUE))
    later = resting_on(case, stands.proof, start) if start != known else ()
    return Running(known, later or events, start, legacy, due)


def _was_transitional(case: Case, bound: date) -> bool:
    if bound != LEGACY_DUE:
        return False
    before = obligation_of(case.on(bound - timedelta(days=1)), "52(1)")
    return before.transitional.outcome is not NO


@rule(
    "S5",
    "known before Chapter V applied",
    cites="Guidelines 5.3; Art. 113(b)",
    authority=Authority.GUIDELINES,
)
def before_application(case: Case, known: date) -> Limb:
    """For models trained, in training or planned before 2 August 2025 the two weeks run from that
    day."""
    early = known < CHAPTER_V_APPLIES
    return settled(f"met or known on {known}, before Chapter V applied", early)


@rule(
    "L1-notification",
    "notification at the end of the transition",
    cites="Art. 111(3)",
    authority=Authority.DERIVED,
)
def after_transition(case: Case) -> Limb:
    """For a model placed before 2 August 2025 the notification is due by 2 August 2027, or two
    weeks after a trigger that comes so late that they end after that day."""
    stands = obligation_of(case, "52(1)")
    if stands.transitional.outcome is not NO:
        return stands.transitional
    return settled("bound since the transition ended", case.day >= LEGACY_DUE)


@rule(
    "52(1)-period",
    "two weeks to notify",
    cites="Art. 52(1); recital 112; Guidelines 2.3.2",
)
def notification_period(case: Case) -> Limb:
    """The two weeks run from the day on which the condition is met or it becomes known that it will
    be, whichever is earlier; not before 2 August 2025, and not before the day from which the duty
    may bind at all, such as when placing comes to be intended."""
    found = running(case)
    if found is None:
        return settled("no known day sets the two weeks off", False)
    says = f"set off on {found.start}"
    limbs: list[Limb] = [settled(says, True, *found.events)]
    if found.legacy:
        limbs.append(after_transition(case))
    else:
        limbs.append(obligation_of(case, "52(1)").active)
    if found.known < CHAPTER_V_APPLIES:
        limbs.append(before_application(case, found.known))
    limbs.append(period_ends(case, found.start, PERIOD))
    return all_of(f"notify by {found.due.calendar}", *limbs)
