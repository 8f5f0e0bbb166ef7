"""Since when an obligation has bound an actor without a break."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from datetime import date
from itertools import takewhile

from lifecycle.law.article_113 import LEGACY_DUE
from lifecycle.law.case import Case
from lifecycle.law.decisions import effective_on
from lifecycle.law.derivation import DUTIES
from lifecycle.law.facts import Act, Facts
from lifecycle.law.obligation import Duty, Obligation, obligation
from lifecycle.law.parameters import PARAMETERS
from lifecycle.law.rule import CHAPTER_V_APPLIES
from lifecycle.law.trace import Limb
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth

_DUTIES = {duty.id: duty for duty in DUTIES}
_DATED = ("informed_on", "first_customer_on")
_BEARING = frozenset({"gpai_criterion", "systemic_threshold", "modification_share"})

MAY_BIND = frozenset({YES, UNDETERMINED})
BINDS = frozenset({YES})


def obligation_of(case: Case, id_: str) -> Obligation:
    """Return one obligation as it stands in a case, derived once."""
    duty: Duty = _DUTIES[id_]
    return case.once(("obligation", id_), lambda: obligation(case, duty))


def may_bind(case: Case, id_: str) -> bool:
    """Return whether an obligation binds on the case's day, or may bind as far as is known."""
    return obligation_of(case, id_).binds is not NO


def days_of_change(case: Case) -> tuple[date, ...]:
    """Return the days, up to the case's, on which an answer about its actor may change."""
    return tuple(day for day in every_day_of_change(case.facts, case.actor) if day <= case.day)


def every_day_of_change(facts: Facts, actor: str | None) -> tuple[date, ...]:
    """Return all days on which an answer may change: of facts, of their effects, of the law."""
    found = {CHAPTER_V_APPLIES, LEGACY_DUE}
    found |= {line.since for line in PARAMETERS if line.id in _BEARING}
    for act in every_act(facts, actor):
        effect = effective_on(act)
        found |= {act.day} if effect is None else {act.day, effect}
        found |= {day for fact in _DATED if (day := act.date_of(fact)) is not None}
    return tuple(sorted(found))


def every_act(facts: Facts, actor: str | None) -> Iterator[Act]:
    """Yield the acts of a model, of the models it was made from, and of the actor."""
    yield from facts.acts
    yield from facts.organisations.get(actor or "", ())
    for base in facts.bases.values():
        yield from every_act(base, None)


def unbroken(case: Case, holds: Callable[[Case], bool]) -> date | None:
    """Return the first of the unbroken days up to the case's on which something held; ``None``
    where it does not hold now."""
    days = takewhile(lambda day: holds(case.on(day)), reversed(days_of_change(case)))
    return min(days, default=None)


def run_start(case: Case, id_: str, outcomes: Container[Truth]) -> date | None:
    """Return since when whether the obligation binds has had one of these outcomes."""
    return unbroken(case, lambda seen: obligation_of(seen, id_).binds in outcomes)


def resting_on(case: Case, proof: Limb, day: date) -> tuple[str, ...]:
    """Return the events of one day that decided a proof."""
    acts = every_act(case.facts, case.actor)
    return tuple(a.event for a in acts if a.day == day and a.event in proof.events)
