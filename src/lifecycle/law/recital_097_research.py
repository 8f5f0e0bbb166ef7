"""Recital 97, sentences 14 and 15: research, development and prototyping before placing."""

from __future__ import annotations

from lifecycle.law.case import Case
from lifecycle.law.placing import placed
from lifecycle.law.recital_097 import internal_uses
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, fails, settled


@rule(
    "D6",
    "used for research, development or prototyping before placing",
    cites="Art. 3(63), last limb; recital 97, sentences 14 and 15",
    since=DEFINITIONS_APPLY,
    covers=("D7", "R97.14", "R97.15"),
)
def research_exclusion(case: Case) -> Limb:
    """A model used before placing for the sole purpose of research, development or prototyping is
    not covered; any placing ends that from its day on.

    The recital asks for the sole purpose, the article does not: the stricter reading is followed.
    """
    use = case.last("prototyped")
    if use is None:
        return settled("no use for research or prototyping is recorded", False)
    others = internal_uses(case)
    sole = all_of(
        "research, development or prototyping is the sole purpose",
        use.holds("sole_purpose", "recorded as the sole purpose"),
        settled("no other use is recorded", not others, *(act.event for act in others)),
    )
    used = settled("used for research, development or prototyping", True, use.event)
    return all_of(
        "research before placing",
        case.settle("A1", sole, used),
        fails("not placed on the market", placed(case.unasked())),
    )
