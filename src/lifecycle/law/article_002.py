"""Article 2: what is outside the Act, and what that does not switch off for a model."""

from __future__ import annotations

from lifecycle.law.actors import of_developer
from lifecycle.law.case import Case
from lifecycle.law.placing import placed, placings
from lifecycle.law.reading import Authority
from lifecycle.law.recital_097 import internal_uses
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, law_is_open, renamed, settled
from lifecycle.law.truth import NO


@rule(
    "C2",
    "developed and used for scientific research alone",
    cites="Art. 2(6); recital 25",
    since=DEFINITIONS_APPLY,
)
def scientific_research_only(case: Case) -> Limb:
    """A model made and used for the sole purpose of scientific research is outside the Act.

    It comes back in with any other purpose: with a commercial supply, wherever that is made, and
    with any placing but own use, which may be the science itself. The sole purpose is required
    throughout.
    """
    claim = case.last("reserved_for_science")
    if claim is None:
        return settled("nobody claims that the model serves scientific research alone", False)
    return all_of(
        "reserved for scientific research",
        claim.holds("specifically_developed_for", "developed specifically for research"),
        claim.holds("sole_purpose", "research is its sole purpose"),
        fails("no commercial supply anywhere", _commercial_supply(case)),
        fails("no other use that places it on the market", _other_use(case.unasked())),
    )


def _other_use(case: Case) -> Limb:
    """Return whether the model was placed in a way that cannot be the science itself."""
    ways: list[Limb] = []
    for placing in placings(case):
        found, act = placing.finding, placing.act
        if act.kind == "system_put_into_service":
            others = act.denied("own_use", "put into service for somebody else")
            ways.append(all_of("not for own science", found, others))
        elif found.rule is None or found.rule.id != "S15-internal":
            ways.append(found)
    ways += [
        law_is_open("what somebody else uses it for is not told", use.event)
        if of_developer(case, use.actor).outcome is NO
        else use.holds("essential_to_third_parties", "essential to what third parties get")
        for use in internal_uses(case)
    ]
    return any_of("placed on the market by another use", *ways)


def _commercial_supply(case: Case) -> Limb:
    says = "in the course of a commercial activity"
    supplies = case.acts("released", "supplied", "system_released")
    return any_of("supplied commercially", *(act.holds("commercial", says) for act in supplies))


@rule(
    "C3",
    "before placing on the market",
    cites="Art. 2(8); recital 25",
    since=DEFINITIONS_APPLY,
    covers=("R97.14",),
)
def before_placing(case: Case) -> Limb:
    """Research, testing and development before placing on the market are outside the Act.

    Whether Arts. 52(1) and 55 reach into that time all the same is disputed and decided there.
    """
    return fails("the model has not been placed on the market", placed(case.unasked()))


@rule(
    "C4",
    "the open-source exclusion of systems covers the model",
    cites="Art. 2(12)",
    since=DEFINITIONS_APPLY,
    covers=("C5",),
)
def open_source_exclusion_of_systems(case: Case) -> Limb:
    """The exclusion of free and open-source AI systems never switches off a duty for a model."""
    return settled("it speaks of AI systems only", False, *(a.event for a in case.acts("licensed")))


@rule(
    "C8",
    "the model is an AI system",
    cites="Recital 97, sentences 1, 6, 7 and 8",
    authority=Authority.RECITAL,
    covers=("R97.1", "R97.6", "R97.7", "R97.8"),
)
def model_is_a_system(case: Case) -> Limb:
    """A model is not a system; it becomes part of one when further components are added."""
    systems = case.acts("integrated", "system_released", "system_put_into_service")
    return renamed(
        "a model stays a model, also within a system",
        settled("a model alone", False, *(act.event for act in systems)),
    )
