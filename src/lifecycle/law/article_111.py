"""Article 111(3): models placed before 2 August 2025 have until 2 August 2027."""

from __future__ import annotations

from lifecycle.law.article_051 import condition_met, crossing_day
from lifecycle.law.article_113 import LEGACY_DUE
from lifecycle.law.case import Case
from lifecycle.law.decisions import effective_on
from lifecycle.law.placing import Placing, placings
from lifecycle.law.rule import CHAPTER_V_APPLIES, rule
from lifecycle.law.trace import Limb, all_of, any_of, settled


def early(case: Case) -> tuple[Placing, ...]:
    """Return the possible placings before 2 August 2025."""
    return tuple(p for p in placings(case) if p.day < CHAPTER_V_APPLIES)


def late(case: Case) -> tuple[Placing, ...]:
    """Return the possible placings on or after 2 August 2025."""
    return tuple(p for p in placings(case) if p.day >= CHAPTER_V_APPLIES)


@rule(
    "L1",
    "in the transition for models placed before 2 August 2025",
    cites="Art. 111(3)",
    covers=("L3", "L4", "L5", "L7"),
)
def transition(case: Case) -> Limb:
    """Providers of models placed before 2 August 2025 take the steps to comply by 2 August 2027 and
    are bound from that day; placed on 2 August 2025 itself is not before.

    The article is read literally: later releases of the same run, crossings, designations and
    re-releases after a withdrawal change nothing. That is contested.
    """
    placed_before = any_of(
        "placed before 2 August 2025", *(placing.finding for placing in early(case))
    )
    running = settled("the day is before 2 August 2027", case.day < LEGACY_DUE)
    literal = all_of("Art. 111(3) read literally", running, placed_before)
    for point, events in _unsettling(case).items():
        literal = case.settle(
            point, literal, settled("what came later is due at once", False, *events)
        )
    return literal


def _unsettling(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the disputed points for which the transition is contested, each with the latest events
    that raise it."""
    later: dict[str, tuple[str, ...]] = {}
    withdrawn = case.last("withdrawn")
    for act in case.acts("released"):
        if act.day < CHAPTER_V_APPLIES:
            continue
        if withdrawn is not None and (withdrawn.day, withdrawn.place) < (act.day, act.place):
            later["A13"] = (act.event,)
        elif act.word("variant_of") or act.word("label") or act.stream != case.facts.stream:
            later["A5"] = (act.event,)
    crossed = crossing_day(case)
    if crossed is not None and crossed >= CHAPTER_V_APPLIES:
        later["A5"] = condition_met(case.on(crossed)).events
    for act in case.acts("commission_decided"):
        day = effective_on(act)
        designated = act.word("kind") in ("designated_52_4", "designated_52_1")
        if designated and day is not None and CHAPTER_V_APPLIES <= day <= case.day:
            later["A5"] = (act.event,)
    return later
