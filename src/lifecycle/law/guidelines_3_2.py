"""Guidelines, section 3.2: when who modifies a model becomes the provider of the result."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lifecycle.law import (
    article_051,  # the original's status decides the measure
    guidelines_2_1,
)
from lifecycle.law.actors import base_case, modification, modifications
from lifecycle.law.case import Case
from lifecycle.law.compute import Compute, exactly, stages, untold
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, Missing, all_of, any_of, fails, law_is_open, settled, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES


def measured_with_original(case: Case) -> bool:
    """Return whether the model is a modified one whose own totals nobody recorded."""
    told = ("update_flop", "cumulative_flop", "cumulative_flop_range")
    own = any(act.values.get(fact) is not None for act in stages(case) for fact in told)
    return modification(case) is not None and not own


def original(case: Case) -> Case | None:
    """Return the case of the model this one was made from, where anything is known of it."""
    return base_case(case)


def by_fallback(case: Case) -> bool:
    """Return whether the original's compute is recorded as neither known nor estimable."""
    act = modification(case)
    told = ("base_flop_known", "base_flop_estimable")
    return act is not None and all(act.flag(fact) is False for fact in told)


def may_add_up(case: Case) -> bool:
    """Return whether the total may still matter beside the original's status.

    It does not where the
    original is measured by the fallback and the compute of the modifications is known.
    """
    return not (by_fallback(case) and _of_all(case).exact)


def total_with_original(case: Case, measure: Callable[[Case], Compute]) -> Compute:
    """Return the original's compute plus that of all modifications: its weights count."""
    return _original_compute(case, measure).plus(_of_all(case))


def _original_compute(case: Case, measure: Callable[[Case], Compute]) -> Compute:
    act, base = modification(case), base_case(case)
    amount = measure(base) if base is not None else untold()
    if amount.known or act is None:
        return amount
    estimate = act.number("base_flop_estimate")
    if estimate is not None:
        return exactly(estimate, act.event)
    if base is None:
        return untold(act.lacks("base_flop_estimate"), events=(act.event,))
    return amount


def _amount(act: Act) -> Compute:
    told = act.number("modification_flop")
    if told is None:
        return untold(act.lacks("modification_flop"), events=(act.event,))
    return exactly(told, act.event)


def _of_all(case: Case) -> Compute:
    """Return the compute of every recorded modification, or the total that the last one tells."""
    total = Compute(Fraction(0), Fraction(0))
    for act in modifications(case):
        told = act.number("cumulative_modification_flop")
        total = exactly(told, act.event) if told is not None else total.plus(_amount(act))
    return total


def _by_the_same(case: Case) -> Compute:
    last = modification(case)
    total = Compute(Fraction(0), Fraction(0))
    for act in modifications(case):
        if last is None or act.actor != last.actor:
            continue
        told = act.number("cumulative_modification_flop")
        total = exactly(told, act.event) if told is not None else total.plus(_amount(act))
    return total


@rule(
    "F2",
    "modified with more than a third of the original's compute",
    cites="Guidelines 3.2 (November 2025: nos. 60, 61 and 63)",
    authority=Authority.GUIDELINES,
)
def over_a_third(case: Case, *, cumulated: bool) -> Limb:
    """The indicator of a significant change: modification compute over a third of the original's
    training compute; equality is not over.

    The original is measured by cumulative compute where it has systemic risk, else by that of
    parameter updates; where that status is open, the answer stands if both give the same.
    """
    act = modification(case)
    if act is None:
        return settled("nobody modified the model", False)
    amount = _by_the_same(case) if cumulated else _amount(act)
    if by_fallback(case):
        return over_the_fallback(case, amount)
    return _against_original(case, amount)


def _systemic_original(case: Case) -> Limb:
    base = base_case(case)
    if base is None:
        act = modification(case)
        key = act.word("base_model") if act else None
        if act is None or key is None:
            return law_is_open("which model it was made from is not recorded")
        return unknown(
            "the original has systemic risk",
            Missing(f"model:{key}", "systemic_risk_reported", "systemic_risk"),
        )
    return article_051.systemic_risk(base)


def _by_status(case: Case, if_systemic: Limb, otherwise: Limb) -> Limb:
    if if_systemic.outcome is otherwise.outcome:
        return if_systemic
    status = _systemic_original(case)
    if status.outcome is YES:
        return if_systemic
    if status.outcome is NO:
        return otherwise
    says = f"{if_systemic.says}, if the original has systemic risk; else {otherwise.says}"
    events = tuple(dict.fromkeys(if_systemic.events + otherwise.events + status.events))
    return Limb(says, UNDETERMINED, events, status.missing, (if_systemic, otherwise, status))


@rule(
    "F3",
    "modified with more than a third of the fallback",
    cites="Guidelines 3.2 (November 2025: no. 61)",
    authority=Authority.GUIDELINES,
)
def over_the_fallback(case: Case, amount: Compute) -> Limb:
    """Where the original's compute is recorded as neither known nor estimable, the share runs
    against 10^25 FLOP for an original with systemic risk, else against 10^23 FLOP."""
    share = case.share("modification_share")
    systemic, general = case.flop("systemic_threshold"), case.flop("gpai_criterion")
    return _by_status(
        case,
        amount.exceeds(share * Fraction(systemic), "over a third of 10^25 FLOP"),
        amount.exceeds(share * Fraction(general), "over a third of 10^23 FLOP"),
    )


def _against_original(case: Case, amount: Compute) -> Limb:
    share = case.share("modification_share")

    def over(original: Compute, which: str) -> Limb:
        says = f"over a third of the original's {which} compute"
        events = tuple(dict.fromkeys(amount.events + original.events))
        if original.high is not None and amount.low > share * original.high:
            return Limb(says, YES, events)
        if amount.high is not None and amount.high <= share * original.low:
            return Limb(says, NO, events)
        missing = tuple(dict.fromkeys(amount.lacking + original.lacking))
        return Limb(says, UNDETERMINED, events, missing)

    return _by_status(
        case,
        over(_original_compute(case, guidelines_2_1.cumulative_compute), "cumulative"),
        over(_original_compute(case, guidelines_2_1.update_compute), "parameter-update"),
    )


@rule(
    "F8",
    "the modification takes the total over 10^25",
    cites="Art. 51(2); Guidelines Annex A.1 (the original's weights count)",
    authority=Authority.DERIVED,
)
def total_crosses(case: Case) -> Limb:
    """Compute of the original and of its modifications together crosses 10^25 FLOP, where the
    original alone did not."""
    if by_fallback(case):
        return settled("the original's compute is neither known nor estimable", False)
    before = _original_compute(case, guidelines_2_1.cumulative_compute)
    limit = case.flop("systemic_threshold")
    after = before.plus(_of_all(case))
    return all_of(
        "crosses 10^25 FLOP by the modification",
        fails(
            "the original alone is not over 10^25 FLOP",
            before.exceeds(limit, "the original alone is over 10^25 FLOP"),
        ),
        after.exceeds(limit, "original and modifications together are over 10^25 FLOP"),
    )


@rule(
    "F1",
    "significant change by a modification",
    cites="Recital 97, sentence 5; recital 109; Guidelines 3.2 (November 2025: no. 59)",
    authority=Authority.RECITAL,
    covers=("F7", "R97.5"),
)
def significant_change(case: Case) -> Limb:
    """A modification makes a new model, and its author a provider, when it changes generality,
    capabilities or systemic risk significantly.

    A recorded finding decides; without one the indicators do: the share of compute, the share of
    all modifications by the same actor, or a total that crosses 10^25 FLOP.
    """
    told = case.last_telling("change_assessed", "significant")
    finding = told.holds("significant", "a significant change was found") if told else None
    if not case.reads(Authority.GUIDELINES):
        return finding or unknown(
            "no finding on the change; the Act sets no figure",
            case.lacks("change_assessed", "significant"),
        )
    single = over_a_third(case, cumulated=False)
    indicated = any_of(
        "indicated by compute", single, over_a_third(case, cumulated=True), total_crosses(case)
    )
    return case.settle("A4", finding or indicated, single)
