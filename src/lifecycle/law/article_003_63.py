"""Article 3(63): what a general-purpose AI model is."""

from __future__ import annotations

from dataclasses import replace

import lifecycle.law.guidelines_3_2 as modifiers  # a modified model takes after its original
from lifecycle.law.case import Case
from lifecycle.law.decisions import standing
from lifecycle.law.guidelines_2_1 import indicative_criterion
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, Missing, any_of, renamed, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES

DESIGNATIONS = ("designated_52_4", "designated_52_1")


@rule(
    "D1",
    "general-purpose AI model",
    cites="Art. 3(63); recital 97, sentences 2 and 3",
    since=DEFINITIONS_APPLY,
    covers=("D3", "R97.2", "R97.3"),
)
def general_purpose(case: Case) -> Limb:
    """A model is general-purpose when it displays significant generality and performs a wide
    range of distinct tasks, whatever the way it is placed on the market.

    A recorded finding on generality decides in both directions. Without one the indicative
    criterion decides, or what its original is where it is a modified model. A designation
    presupposes the finding and settles it where it is open.
    """
    found = generality(case)
    if found.outcome is not UNDETERMINED:
        return found
    designated = standing(
        case, DESIGNATIONS, (), "designated, which presupposes it (Art. 51(1)(b))"
    )
    if designated.outcome is NO:
        return found
    return any_of("general-purpose", found, designated)


def generality(case: Case) -> Limb:
    """Return what the record says of the model's generality, designations aside."""
    told = case.last_telling("assessed", "generality")
    if told is not None:
        recorded = told.is_one_of(
            "generality", ("significant",), "assessed: significant generality", known=("narrow",)
        )
        if recorded.outcome is not UNDETERMINED:
            return recorded
    modified = modifiers.measured_with_original(case)
    found = _as_its_original(case) if modified else criterion(case)
    if found.outcome is not UNDETERMINED:
        return found
    # One finding on generality decides, whatever else is open.
    return replace(found, missing=(_unassessed(case),))


def _unassessed(case: Case) -> Missing:
    last = case.last("assessed")
    return last.lacks("generality") if last else case.lacks("assessed", "generality")


def criterion(case: Case) -> Limb:
    """Return the indicative criterion, where the reading takes the Guidelines into account."""
    if case.reads(Authority.GUIDELINES):
        return indicative_criterion(case)
    return unknown("no finding on generality; the Act sets no figure", _unassessed(case))


def _as_its_original(case: Case) -> Limb:
    original = modifiers.original(case)
    if original is None:
        return criterion(case)
    inherited = general_purpose(original)
    if inherited.outcome is YES:
        return renamed("as the model it was made from", inherited)
    if inherited.outcome is UNDETERMINED:
        return any_of("as the model it was made from, or by itself", inherited, criterion(case))
    changed = modifiers.significant_change(case)
    if changed.outcome is NO:
        return renamed("not changed significantly from a model that is not general", inherited)
    says = "made from a model that is not general, and changed"
    return unknown(says, _unassessed(case), events=changed.events)
