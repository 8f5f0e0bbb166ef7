"""Article 52: notifying the Commission that the condition of Art. 51(1)(a) is or will be met."""

from __future__ import annotations

from datetime import date

from lifecycle.law.actors import development, done_by, modification
from lifecycle.law.article_002 import scientific_research_only
from lifecycle.law.article_003_03 import develops, provider
from lifecycle.law.article_003_63 import general_purpose
from lifecycle.law.article_051 import (
    arguments_accepted,
    condition_met,
    crossing_day,
    foreseeing,
    over_threshold,
    systemic_risk,
)
from lifecycle.law.article_113 import chapter_v_applies
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.obligation import Duty
from lifecycle.law.placing import placings
from lifecycle.law.reading import Authority
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, settled, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES


@rule(
    "S4", "known that the condition will be met", cites="Art. 52(1); recital 112; Guidelines 2.3.2"
)
def foreseen(case: Case) -> Limb:
    """The duty to notify starts when it becomes known that the threshold will be crossed; a later
    forecast below it, or a completed training below it, ends that."""
    forecast = foreseeing(case)
    if forecast is None:
        return settled("no forecast is recorded", False)
    amount = forecast.number("cumulative_flop") or forecast.number("planned_flop")
    over = amount is not None and amount > case.flop("systemic_threshold")
    done = [act for act in case.acts("trained") if act.word("status") == "complete"]
    finished = done[-1] if done and over_threshold(case).outcome is NO else None
    if over and finished and (finished.day, finished.place) > (forecast.day, forecast.place):
        return settled("training ended below the threshold", False, forecast.event, finished.event)
    return settled("expected to exceed 10^25 FLOP", over, forecast.event)


def _unassessed(case: Case) -> bool:
    return case.last("assessed") is None and modification(case) is None


@rule("52(1)-condition", "met or known to be met", cites="Art. 52(1); Art. 51(1)(a)")
def to_be_notified(case: Case) -> Limb:
    """The condition of Art. 51(1)(a) is met, or known to be met soon; a designation by the
    Commission needs no notification, and accepted arguments end the duty with the
    classification."""
    return all_of(
        "a general-purpose AI model meets the condition or will",
        general_purpose(case),
        any_of("met or foreseen", condition_met(case), foreseen(case)),
        fails("no arguments were accepted", arguments_accepted(case)),
    )


@rule(
    "52(1)",
    "notification to the Commission",
    cites="Art. 52(1); Art. 51(1)(a)",
    covers=("S6",),
)
def notification(case: Case) -> Limb:
    """Notify the Commission without delay, at the latest two weeks after the condition is met or it
    is known that it will be."""
    return to_be_notified(case)


@rule("A2-maker", "the one who will place it", cites="Art. 3(3)", authority=Authority.DERIVED)
def will_place(case: Case) -> Limb:
    """Before placing there is no provider yet: who develops the model, or plans its training, and
    intends to place it stands in its place."""
    if development(case) or modification(case) or case.acts("development_commissioned"):
        return develops(case, case.actor)
    planned = foreseeing(case)
    if planned is None:
        return develops(case, case.actor)
    return done_by(case, planned, case.actor)


@rule(
    "A2-intention",
    "placing on the Union market is intended",
    cites="Guidelines 2.3.2 and 5.3",
    authority=Authority.GUIDELINES,
)
def intended(case: Case) -> Limb:
    """Duties before placing depend on the intention to place the model on the Union market."""
    acts = _own_intentions(case)
    if not acts:
        return unknown("meant for the Union market", case.lacks("market_intended", "union_market"))
    telling = [act for act in acts if act.flag("union_market") is not None]
    return (telling or acts)[-1].holds("union_market", "meant for the Union market")


def _own_intentions(case: Case) -> tuple[Act, ...]:
    """Return the acts that speak of the actor's own intention: another's binds nobody else."""
    acts = case.own("market_intended")
    return tuple(act for act in acts if act.actor in (None, case.actor))


def _before_placing(case: Case, says: str, met: Limb) -> Limb:
    if provider(case).outcome is YES:
        return settled("bound as its provider already", False)
    certain = any(placing.finding.outcome is YES for placing in placings(case))
    if certain and not _own_intentions(case):
        return settled("placed already, and no further intention is told", False)
    reached = all_of(
        says,
        chapter_v_applies(case),
        fails("not made for scientific research alone", scientific_research_only(case)),
        will_place(case),
        intended(case),
        met,
    )
    nothing = settled("nothing binds before placing", False, *reached.events)
    return any_of(says, case.settle("A2", reached, nothing), _research_alone(case))


def _research_alone(case: Case) -> Limb:
    """Return the doubt of recital 97, sentence 13, about a model that serves research alone."""
    research = case.acts("prototyped")
    if not research:
        return settled("no research with a model of systemic risk", False)
    always = all_of(
        "always subject, also in research",
        chapter_v_applies(case),
        develops(case, case.actor),
        systemic_risk(case),
    )
    names = (act.event for act in research)
    return case.settle("A3", settled("research alone binds nobody", False, *names), always)


@rule("A2-52", "notification before placing", cites="Art. 52(1); Guidelines 2.3.2")
def notification_before_placing(case: Case) -> Limb:
    """Where placing on the Union market is intended, notification is due from the forecast or the
    crossing, whichever is earlier, even before anybody assessed whether the model is general."""
    met: Limb = to_be_notified(case)
    if _unassessed(case) and general_purpose(case).outcome is UNDETERMINED:
        unheard = all_of(
            "crossed or foreseen before generality was assessed",
            any_of("crossed or foreseen", over_threshold(case), foreseen(case)),
            fails("no arguments were accepted", arguments_accepted(case)),
        )
        met = any_of("to be notified", met, unheard)
    return _before_placing(case, "notification before placing", met)


@rule("A2-55", "systemic-risk duties before placing", cites="Art. 55(1); Guidelines 2.2")
def risk_duties_before_placing(case: Case) -> Limb:
    """Where placing on the Union market is intended, Art. 55 binds from the crossing."""
    crossed = all_of("crossed", systemic_risk(case), condition_met(case))
    return _before_placing(case, "systemic-risk duties before placing", crossed)


def trigger(case: Case) -> tuple[date, tuple[str, ...]] | None:
    """Return the day from which the two weeks run, with the events that set it: the earlier of the
    forecast and the crossing, up to the case's day."""
    days = sorted({act.day for act in case.facts.acts if act.day <= case.day})
    crossed = crossing_day(case)
    foreseen_on = next((d for d in days if foreseen(case.on(d)).outcome is YES), None)
    known = [day for day in (crossed, foreseen_on) if day is not None]
    if not known:
        return None
    first = min(known)
    events = condition_met(case.on(first)) if first == crossed else foreseen(case.on(first))
    return first, events.events


DUTIES = (Duty("52(1)", notification, notification_before_placing),)
