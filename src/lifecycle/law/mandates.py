"""Mandates of authorised representatives: which of them stand on a day, and since when."""

from __future__ import annotations

from datetime import date
from itertools import takewhile

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.matters import by_provider
from lifecycle.law.trace import Limb, all_of, any_of, settled, unknown
from lifecycle.law.truth import YES

_KINDS = ("representative_mandated", "representative_terminated")


def recorded(case: Case) -> bool:
    """Return whether any mandate, or the end of one, is recorded up to the day."""
    return bool(case.acts(*_KINDS))


def standing(case: Case) -> Limb:
    """Return whether a written mandate of a representative in the Union stands on the day.

    A termination ends the mandate of the representative it names, or the only one there is; one
    that names nobody, or could mean several mandates, leaves them open.
    """
    mandates: list[tuple[Act, Limb]] = []
    ended: Act | None = None
    for act in case.acts(*_KINDS):
        if act.kind == "representative_terminated":
            ended = act
            mandates = _after(mandates, act)
        elif by_provider(case, act):
            mandates.append((act, _valid(act)))
    if not mandates:
        events = (ended.event,) if ended else ()
        return settled("no mandate stands", False, *events)
    return any_of("a mandate stands", *(limb for _, limb in mandates))


def _valid(act: Act) -> Limb:
    return all_of(
        f"mandate of {act.word('representative') or 'a representative'}",
        act.holds("written", "in writing"),
        act.holds("in_union", "the representative is established in the Union"),
    )


def _after(mandates: list[tuple[Act, Limb]], ending: Act) -> list[tuple[Act, Limb]]:
    """Return the mandates that stand, or may stand, after a termination."""
    named = ending.word("representative")
    left: list[tuple[Act, Limb]] = []
    for act, limb in mandates:
        representative = act.word("representative")
        certain = named is not None and representative is not None
        if certain and named != representative:
            left.append((act, limb))
        elif not certain and len(mandates) > 1:
            lacking = ending if named is None else act
            doubt = unknown("not the mandate that ended", lacking.lacks("representative"))
            left.append((act, all_of("may stand", limb, doubt)))
    return left


def standing_since(case: Case) -> date | None:
    """Return the first of the unbroken days up to the case's on which a mandate stood."""
    acts = case.acts(*_KINDS)
    days = takewhile(lambda day: standing(case.on(day)).outcome is YES, reversed(case.days(acts)))
    return min(days, default=None)
