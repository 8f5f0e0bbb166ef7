"""Article 51: when a general-purpose AI model is one with systemic risk."""

from __future__ import annotations

from datetime import date

import lifecycle.law.guidelines_3_2 as modifiers  # a modified model inherits risk by section 3.2.2
from lifecycle.law.article_003_63 import general_purpose
from lifecycle.law.case import Case
from lifecycle.law.decisions import standing
from lifecycle.law.facts import Act
from lifecycle.law.guidelines_2_1 import cumulative_compute
from lifecycle.law.reading import Authority
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, law_is_open, renamed, settled, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES


@rule(
    "S2",
    "presumed to have high-impact capabilities",
    cites="Art. 51(2); recital 111",
    covers=("S3", "D4"),
)
def over_threshold(case: Case) -> Limb:
    """A model is presumed to have high-impact capabilities when its cumulative training compute is
    greater than 10^25 FLOP, from the day it crosses, before or after placing; equality is not over.

    Everything that contributes to its capabilities counts. The point estimate governs; an interval
    that straddles the threshold decides nothing. While only a forecast is recorded and no training,
    the threshold has not been reached as far as is known.
    """
    total = cumulative_compute(case)
    if not case.acts("trained", "fine_tuned") and (forecast := foreseeing(case)):
        return settled("no training is recorded yet, only what is expected", False, forecast.event)
    return total.exceeds(case.flop("systemic_threshold"), "cumulative compute over 10^25 FLOP")


def foreseeing(case: Case) -> Act | None:
    """Return the latest act that tells what a run is expected to reach."""
    acts = [
        act
        for act in case.acts("compute_forecast", "pretraining_started")
        if act.number("cumulative_flop") is not None or act.number("planned_flop") is not None
    ]
    return acts[-1] if acts else None


@rule("S1", "high-impact capabilities without the presumption", cites="Art. 51(1)(a); Art. 3(64)")
def high_impact_capabilities(case: Case) -> Limb:
    """Capabilities that match the most advanced models classify a model by themselves.

    Below the threshold the Commission expects nothing without a designation; that reading is
    followed, and the answer is contested.
    """
    told = case.last_telling("assessed", "capability_level")
    if told is None:
        return settled("nobody found capabilities of the most advanced models", False)
    matches = told.is_one_of(
        "capability_level", ("matches_most_advanced",), "matches the most advanced models"
    )
    return case.settle(
        "A8", settled("only over the threshold or by designation", False, told.event), matches
    )


@rule("S10", "found in a designation for failure to notify", cites="Art. 52(1), last sentence")
def found_by_commission(case: Case) -> Limb:
    """A designation for failure to notify finds the condition of Art. 51(1)(a) met.

    It works from when the provider was informed and dates back to when the condition was met.
    """
    return standing(
        case,
        ("designated_52_1",),
        ("designation_lifted",),
        "the Commission found the condition met",
    )


def _dates_back(case: Case) -> Limb | None:
    """Return the doubt that a later designation for failure to notify casts on an earlier day."""
    later = [
        act
        for act in case.facts.acts
        if act.kind == "commission_decided" and act.word("kind") == "designated_52_1"
    ]
    trained = case.acts("trained", "fine_tuned")
    if not later or not trained or found_by_commission(case).outcome is YES:
        return None
    says = "a later designation dates back to the crossing, whose day is not recorded"
    if cumulative_compute(case).known:
        return law_is_open(says, later[0].event)
    return unknown(says, trained[-1].lacks("cumulative_flop"), events=(later[0].event,))


@rule("S-reported", "reported by somebody else", cites="Art. 51(1)", authority=Authority.DERIVED)
def reported(case: Case) -> Limb:
    """What is known of the status of somebody else's model decides where no compute is recorded."""
    told = case.last_telling("systemic_risk_reported", "systemic_risk")
    if told is None:
        return settled("nobody reported its status", False)
    return told.holds("systemic_risk", "reported as a model with systemic risk")


@rule(
    "F5",
    "made from a model with systemic risk",
    cites="Guidelines 3.2.2 (November 2025: nos. 67 and 68)",
    authority=Authority.GUIDELINES,
)
def made_from_systemic(case: Case) -> Limb:
    """A significantly modified model with systemic risk is presumed to have it again, and without a
    significant change there is no other model: the original's status stands for both."""
    base = modifiers.original(case)
    if base is None:
        return settled("not made from a recorded model", False)
    total = over_threshold(case)
    status: Limb = systemic_risk(base)
    if not case.reads(Authority.GUIDELINES):
        says = "the Act does not say what a modified model inherits"
        return status if status.outcome is NO else law_is_open(says, *status.events)
    if total.outcome is UNDETERMINED and status.outcome is NO and modifiers.may_add_up(case):
        return total
    if total.outcome is NO:
        # The original is below the threshold as well: only these can classify it.
        status = any_of("classified", reported(base), found_by_commission(base), designated(base))
    return renamed("the original has systemic risk", status)


@rule("S4-condition", "condition of Art. 51(1)(a)", cites="Art. 51(1)(a) and (2)")
def condition_met(case: Case) -> Limb:
    """The condition is met by compute over the threshold, by a finding of the Commission, or by
    what the model was made from; a report about the model decides where its compute is unknown."""
    crossed: Limb = over_threshold(case)
    if crossed.outcome is UNDETERMINED:
        told = reported(case)
        if told.events:
            crossed = told
        elif modifiers.measured_with_original(case) and modifiers.original(case) is not None:
            crossed = made_from_systemic(case)
    met = any_of(
        "condition of Art. 51(1)(a) met",
        crossed,
        high_impact_capabilities(case),
        found_by_commission(case),
        made_from_systemic(case),
        reported(case),
    )
    doubt = _dates_back(case)
    return any_of("condition of Art. 51(1)(a) met", met, doubt) if doubt else met


@rule(
    "S8",
    "arguments accepted",
    cites="Art. 52(2) and (3)",
    covers=("S7",),
)
def arguments_accepted(case: Case) -> Limb:
    """Accepted arguments end the classification from when the provider is informed; submitted or
    rejected ones change nothing, and an acceptance can be turned back."""
    return standing(
        case,
        ("arguments_accepted",),
        ("acceptance_revoked", "arguments_rejected", "designated_52_1"),
        "the Commission accepted the provider's arguments",
    )


@rule(
    "S9",
    "designated by the Commission",
    cites="Art. 51(1)(b); Art. 52(4) and (5)",
    covers=("S12", "S13", "S14"),
)
def designated(case: Case) -> Limb:
    """A designation works from when the provider was informed, until a lifting is made known;
    deciding is not informing, and a request or an alert changes nothing."""
    return standing(
        case,
        ("designated_52_4",),
        ("designation_lifted",),
        "designated as a model with systemic risk",
    )


@rule(
    "S15",
    "systemic risk",
    cites="Art. 51(1); recital 97, sentence 13",
    covers=("R97.13",),
)
def systemic_risk(case: Case) -> Limb:
    """A general-purpose AI model has systemic risk while the condition of Art. 51(1)(a) is met and
    no arguments were accepted against it, or while it is designated. What was not changed
    significantly has the status of the model it was made from."""
    own = _own_status(case)
    original = modifiers.original(case)
    if original is None or not modifiers.measured_with_original(case):
        return own
    changed = modifiers.significant_change(case)
    inherited = any_of(
        "systemic risk as the model it was made from",
        systemic_risk(original),
        all_of("designated itself", general_purpose(case), designated(case)),
    )
    if changed.outcome is YES or own.outcome is inherited.outcome:
        return own
    if changed.outcome is NO:
        same = fails("not changed significantly", changed)
        return all_of("as the model it was made from", same, inherited)
    parts = (changed, own, inherited)
    missing = tuple(dict.fromkeys(fact for part in parts for fact in part.missing))
    return Limb("whether it was changed decides", UNDETERMINED, changed.events, missing, parts)


def _own_status(case: Case) -> Limb:
    return all_of(
        "a general-purpose AI model with systemic risk",
        general_purpose(case),
        any_of(
            "classified",
            all_of(
                "by its capabilities",
                condition_met(case),
                fails("no arguments were accepted", arguments_accepted(case)),
            ),
            designated(case),
        ),
    )


def crossing_day(case: Case) -> date | None:
    """Return the first day, up to the case's, on which the condition of Art. 51(1)(a) was met."""
    days = {act.day for act in case.facts.acts} | {
        act.day for facts in case.facts.bases.values() for act in facts.acts
    }
    for day in sorted(day for day in days if day <= case.day):
        if condition_met(case.on(day)).outcome is YES:
            return day
    return None
