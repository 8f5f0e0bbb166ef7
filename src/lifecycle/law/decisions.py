"""Decisions of the Commission: they work from when the provider was informed, not from the date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.trace import Limb, settled
from lifecycle.law.truth import UNDETERMINED


def effective_on(act: Act) -> date | None:
    """Return the first day a decision works; ``None`` while nobody told when the provider knew."""
    informed = act.date_of("informed_on")
    return None if informed is None else max(act.day, informed)


def standing(case: Case, on: Iterable[str], off: Iterable[str], says: str) -> Limb:
    """Return whether the last decision that works put something on (rather than off).

    A decision taken by the day of which nobody told when the provider was informed leaves the
    answer undetermined, unless what it would do is the case already.
    """
    starting, ending = frozenset(on), frozenset(off)
    acts = [act for act in case.acts("commission_decided") if act.word("kind") in starting | ending]
    working = [
        (day, act.place, act)
        for act in acts
        if (day := effective_on(act)) is not None and day <= case.day
    ]
    last = max(working)[2] if working else None
    stands = last is not None and last.word("kind") in starting
    events = (last.event,) if last else ()
    for act in acts:
        later = last is None or (act.day, act.place) > (last.day, last.place)
        if effective_on(act) is None and later and (act.word("kind") in starting) is not stands:
            return Limb(says, UNDETERMINED, (*events, act.event), (act.lacks("informed_on"),))
    return settled(says, stands, *events)
