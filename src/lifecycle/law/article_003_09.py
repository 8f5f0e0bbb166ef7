"""Article 3(9) and (10): placing on the market is the first making available in the Union."""

from __future__ import annotations

from datetime import date

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, any_of, law_is_open, settled
from lifecycle.law.truth import YES

TESTERS = frozenset({"evaluators", "evaluator", "red_team", "auditors"})


def supply_day(act: Act) -> date:
    """Return the day a release counts from: an offer suffices unless it is not aimed at the Union.

    Then the first customer's day counts, where it is recorded (Blue Guide 2.2 and 2.3).
    """
    first = act.date_of("first_customer_on")
    if act.flag("offer_targets_union") is False and first is not None:
        return max(act.day, first)
    return act.day


@rule(
    "M4",
    "offered on the Union market",
    cites="Blue Guide 2022, 2.2 and 2.3",
    authority=Authority.INFORMAL,
    since=DEFINITIONS_APPLY,
)
def offered_in_union(case: Case, act: Act) -> Limb:
    """An offer is enough, nothing need be handed over; an online offer counts when it is aimed at
    users in the Union, wherever it is made from."""
    market = act.in_union("market", "on the Union market")
    if not act.tells("offer_targets_union") or not case.reads(Authority.GUIDELINES):
        return market
    aimed = act.holds("offer_targets_union", "the offer is aimed at users in the Union")
    return any_of("offered on the Union market", market, aimed) if aimed.outcome is YES else market


@rule(
    "M2",
    "making available",
    cites="Art. 3(10); recital 109",
    since=DEFINITIONS_APPLY,
    covers=("C6",),
)
def made_available(case: Case, act: Act) -> Limb:
    """A model is made available when it is supplied for distribution or use on the Union market in
    the course of a commercial activity, for payment or free of charge."""
    return all_of(
        "made available on the Union market",
        offered_in_union(case, act),
        act.holds("commercial", "in the course of a commercial activity"),
    )


@rule(
    "M13",
    "supplied for use, not for testing alone",
    cites="Art. 2(8), Art. 3(10)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
)
def supplied_for_use(case: Case, act: Act) -> Limb:
    """Giving access for testing and evaluation alone is no supply for distribution or use; a
    closed trial with customers is. No source says so expressly."""
    recipients = act.words("recipients")
    for_testing = bool(recipients) and TESTERS.issuperset(recipients or ())
    return settled("supplied for use, not for testing alone", not for_testing, act.event)


@rule(
    "M1",
    "released on the Union market",
    cites="Art. 3(9); recital 97, sentences 4 and 10",
    since=DEFINITIONS_APPLY,
    covers=("M3", "R97.4"),
)
def released_in_union(case: Case, act: Act) -> Limb:
    """A release places a model when it makes it available on the Union market, whatever the route:
    library, interface, download, physical copy, cloud, customer's premises, web or app."""
    return all_of(
        "released on the Union market", supplied_for_use(case, act), made_available(case, act)
    )


@rule(
    "M9",
    "supplied to a downstream actor in the Union",
    cites="Art. 3(9); Guidelines 3.1.3",
    since=DEFINITIONS_APPLY,
)
def supplied_in_union(case: Case, act: Act) -> Limb:
    """A first supply to a downstream actor on the Union market places the model."""
    return made_available(case, act)


@rule(
    "M4-shown",
    "shown with an offer",
    cites="Blue Guide 2022, 2.2",
    authority=Authority.INFORMAL,
    since=DEFINITIONS_APPLY,
)
def shown_with_offer(case: Case, act: Act) -> Limb:
    """Showing a model at a fair places nothing; an offer made there does."""
    return all_of(
        "offered when shown",
        act.in_union("territory", "shown in the Union"),
        act.holds("offer", "with an offer"),
        act.holds("commercial", "in the course of a commercial activity"),
    )


@rule(
    "M13-access",
    "access beyond testing",
    cites="Art. 2(8), Art. 3(10)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
    covers=("M13",),
)
def access_beyond_testing(case: Case, act: Act) -> Limb:
    """Access for testing alone supplies nothing; what other access is, the purpose must tell."""
    testing = act.is_one_of("purpose", ("testing_only",), "for testing only", known=())
    return all_of(
        "access in the Union beyond testing",
        act.in_union("territory", "given in the Union"),
        Limb("not for testing only", ~testing.outcome, testing.events, testing.missing),
    )


@rule(
    "M12",
    "a leak is a supply",
    cites="Art. 3(10)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
)
def leaked(case: Case, act: Act) -> Limb:
    """A leak or theft is no supply by the provider and places nothing."""
    return settled("the provider supplied it", False, act.event)


@rule(
    "M14",
    "handed over within a group",
    cites="Art. 3(9), Art. 3(10)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
)
def handed_within_group(case: Case, act: Act) -> Limb:
    """Whether a transfer between companies of a group is a supply is not settled by any source."""
    return all_of(
        "supplied within the group",
        act.in_union("territory", "to a company in the Union"),
        law_is_open("a transfer within a group is a supply", act.event),
    )
