"""Guidelines, section 2.1: the indicative criterion for a general-purpose AI model."""

from __future__ import annotations

from fractions import Fraction

import lifecycle.law.guidelines_3_2 as modifiers  # a modified model is measured with its original
from lifecycle.law.case import Case
from lifecycle.law.compute import Compute, running_total, stages
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, Missing, all_of, settled, unknown
from lifecycle.law.truth import NO, YES

LANGUAGE = ("text", "audio")
IMAGES = ("text_to_image", "text_to_video")


def update_compute(case: Case) -> Compute:
    """Return the compute that went into parameter updates, never more than the cumulative one."""
    if modifiers.measured_with_original(case):
        return modifiers.total_with_original(case, update_compute)
    return running_total(case, "update_flop", at_most="cumulative_flop")


def cumulative_compute(case: Case) -> Compute:
    """Return the cumulative training compute, never less than that of parameter updates."""
    if modifiers.measured_with_original(case):
        return modifiers.total_with_original(case, cumulative_compute)
    own = running_total(case, "cumulative_flop", at_least="update_flop")
    return _with_merged(case, own)


def _with_merged(case: Case, own: Compute) -> Compute:
    # A merger cannot have taken less than its parts did, where their figures are recorded.
    parts = [key for act in stages(case) for key in act.words("merged_from") or ()]
    cases = [part for key in parts if (part := case.base(key)) is not None]
    amounts = [cumulative_compute(part) for part in cases]
    low = sum((amount.low for amount in amounts), start=Fraction())
    if own.known or low <= own.low:
        return own
    events = tuple(dict.fromkeys(event for amount in amounts for event in amount.events))
    return Compute(low, None, own.events + events, own.missing)


def outputs(case: Case) -> Limb:
    """Return whether the model can generate language, images from text, or video from text."""
    says = "generates language, or images or video from text"
    told = case.last_telling("assessed", "outputs")
    if told is None and (original := modifiers.original(case)) is not None:
        return outputs(original)
    if told is None:
        last = case.last("assessed")
        lacking = last.lacks("outputs") if last else case.lacks("assessed", "outputs")
        return unknown(says, lacking)
    can = set(told.words("outputs") or ()) & {*LANGUAGE, *IMAGES}
    return Limb(says, YES if can else NO, (told.event,))


@rule(
    "D2",
    "indicative criterion: compute and outputs",
    cites="Guidelines 2.1 (nos. 17 and 20); Annex A.1",
    authority=Authority.GUIDELINES,
    since=DEFINITIONS_APPLY,
    covers=("D4",),
)
def indicative_criterion(case: Case) -> Limb:
    """A model is taken as general-purpose when its compute is over 10^23 FLOP and it can generate
    language, images from text or video from text; equality does not meet it.

    The compute is that of parameter updates. The FAQ speaks of cumulative compute: where the two
    lie on different sides, the answer is contested.
    """
    limit = case.flop("gpai_criterion")
    by_updates = update_compute(case).exceeds(limit, "parameter-update compute over 10^23 FLOP")
    by_total = cumulative_compute(case).exceeds(limit, "cumulative compute over 10^23 FLOP")
    return all_of(
        "over the criterion",
        case.settle("A14", by_updates, by_total),
        outputs(case),
    )


@rule(
    "D5",
    "parameters indicate generality",
    cites="Recitals 98 and 99",
    authority=Authority.RECITAL,
    since=DEFINITIONS_APPLY,
)
def parameters_indicate(case: Case) -> Limb:
    """A thousand million parameters and large self-supervised training point to generality.

    Supporting evidence only: it decides nothing beside the criterion.
    """
    told = case.last_telling("trained", "parameters")
    if told is None:
        return unknown(
            "at least 10^9 parameters", Missing(case.facts.stream, "trained", "parameters")
        )
    count = told.number("parameters")
    return settled("at least 10^9 parameters", count is not None and count >= 10**9, told.event)
