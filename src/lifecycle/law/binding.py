"""Whether an actor is bound as provider of a model on a day, now or after the transition."""

from __future__ import annotations

from lifecycle.law.article_002 import scientific_research_only
from lifecycle.law.article_003_03 import provider_through
from lifecycle.law.article_003_63 import general_purpose
from lifecycle.law.article_111 import late, transition
from lifecycle.law.article_113 import LEGACY_DUE, chapter_v_applies
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.placing import placings
from lifecycle.law.reading import Authority
from lifecycle.law.recital_097 import discontinued, exempt_internal_use, internal_uses
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, settled
from lifecycle.law.truth import NO, YES


@rule("BOUND", "bound as provider", cites="Art. 53; Art. 113(b); Art. 111(3)")
def bound(case: Case) -> Limb:
    """The duties bind the provider of a general-purpose AI model placed on the Union market, from 2
    August 2025, outside the transition and outside scientific research."""
    decisive = placings(case) if case.day >= LEGACY_DUE else late(case)
    return all_of(
        "bound as provider of a placed general-purpose AI model",
        chapter_v_applies(case),
        fails("not made for scientific research alone", scientific_research_only(case)),
        general_purpose(case),
        any_of("placed on the market", *(placing.finding for placing in decisive)),
        provider_through(case, decisive),
        fails("not in the transition", transition(case)),
    )


@rule("BOUND-later", "bound after the transition", cites="Art. 111(3)")
def bound_later(case: Case) -> Limb:
    """Who would be bound but for the transition is transitional: bound from 2 August 2027."""
    return all_of(
        "bound from 2 August 2027",
        chapter_v_applies(case),
        fails("not made for scientific research alone", scientific_research_only(case)),
        general_purpose(case),
        transition(case),
        provider_through(case, placings(case)),
    )


@rule(
    "X1",
    "the duties continue",
    cites="Art. 3(9); Art. 93(1)(c)",
    authority=Authority.DERIVED,
    covers=("X3",),
)
def continues(case: Case, *, record_keeping: bool) -> Limb:
    """Withdrawal, the end of sales or of a system, and handing the rights on end no duty: no text
    says so. That only record-keeping and cooperation continue is the other reading."""
    handed_on = [a for a in case.acts("rights_transferred") if a.actor == case.actor]
    succeeded = [a for a in handed_on if a.flag("continues_under_own_name")]
    if succeeded:
        stays = settled("no text releases the old provider", True, succeeded[-1].event)
        passed = settled("the duties passed to the acquirer", False, succeeded[-1].event)
        return case.settle("A12", stays, passed)
    ended = _ended(case)
    if ended is None:
        return settled("neither withdrawn, discontinued nor handed on", True)
    still = settled("no text ends the duties", True, ended.event)
    if record_keeping:
        return still
    return case.settle("A10", still, settled("ended with the withdrawal", False, ended.event))


def _ended(case: Case) -> Act | None:
    released = case.acts("released", "supplied", "third_party_published")
    withdrawn = [a for a in case.acts("withdrawn") if a.word("market") != "outside_union"]
    if withdrawn:
        last = withdrawn[-1]
        again = [a for a in released if (a.day, a.place) > (last.day, last.place)]
        return None if again else last
    placed = [p for p in placings(case) if p.finding.outcome is YES]
    systems = [p.act for p in placed if p.act.kind.startswith("system_")]
    if placed and len(systems) == len(placed) and all(discontinued(case, a) for a in systems):
        return case.last("system_discontinued")
    return None


@rule("I4", "exempt again", cites="Recital 97, sentence 12; Art. 3(9)", authority=Authority.DERIVED)
def exempt_again(case: Case) -> Limb:
    """Internal use that placed a model and stops being essential does not undo the placing; that
    the exemption revives in any case is the other reading."""
    placed = [p for p in placings(case) if p.finding.outcome is YES]
    uses = [u for u in internal_uses(case) if u.actor == case.actor]
    only_own_use = bool(placed) and all(p.act.kind == "used_internally" for p in placed)
    if not uses or not only_own_use:
        return settled("not placed by internal use alone", False)
    exempt = all_of("within the exemption again", *(exempt_internal_use(case, u) for u in uses))
    if exempt.outcome is NO:
        return exempt
    followed = settled("a placing is not undone", False, *exempt.events)
    return case.settle("A6-return", followed, exempt)


@rule(
    "I1-claim",
    "internal-use exemption holds",
    cites="Recital 97, sentences 12 and 13",
    authority=Authority.RECITAL,
)
def internal_exemption(case: Case) -> Limb:
    """The exemption holds while every internal use of the own model is within it and the model is
    not placed by any route; nobody who uses nothing internally claims it."""
    uses = [u for u in internal_uses(case) if u.actor is None or u.actor == case.actor]
    if not uses:
        return settled("no internal use of the own model is recorded", False)
    others = [p for p in placings(case) if p.act.kind != "used_internally"]
    earlier = [
        p for p in placings(case) if p.act.kind == "used_internally" and p.finding.outcome is YES
    ]
    return all_of(
        "internal-use exemption",
        *(exempt_internal_use(case, use) for use in uses),
        fails("not placed by another route", any_of("placed", *(p.finding for p in others))),
        settled("not placed by internal use before", not earlier, *(p.act.event for p in earlier)),
    )
