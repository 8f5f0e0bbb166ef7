"""Recital 97, sentences 11 to 13: the own model in an own system, and in internal processes."""

from __future__ import annotations

from lifecycle.law.actors import of_developer
from lifecycle.law.article_051 import systemic_risk
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, law_is_open, settled, unknown
from lifecycle.law.truth import NO

SUPPLIES = ("released", "supplied")


def internal_uses(case: Case) -> tuple[Act, ...]:
    """Return the state of each internal use that has not ended by the day, latest state each."""
    states: dict[tuple[str | None, str | None], Act] = {}
    for act in case.acts("used_internally", "internal_use_ended"):
        key = (act.actor, act.word("use"))
        if act.kind == "used_internally":
            states[key] = act
        elif key in states:
            del states[key]
        else:
            states = {k: v for k, v in states.items() if not _ends(act, k)}
    return tuple(states.values())


def _ends(ending: Act, key: tuple[str | None, str | None]) -> bool:
    same_actor = ending.actor is None or key[0] is None or ending.actor == key[0]
    return same_actor and ending.word("use") in (None, key[1])


@rule(
    "I1",
    "internal-use exemption",
    cites="Recital 97, sentence 12",
    authority=Authority.RECITAL,
    covers=("I2", "R97.12", "R97.13"),
)
def exempt_internal_use(case: Case, use: Act) -> Limb:
    """Model duties do not apply when an own model is used for purely internal processes that are
    not essential for a product or service to third parties and affect no rights of natural persons.

    Every limb must hold. It never covers a model with systemic risk (sentence 13).
    """
    return all_of(
        "used internally within the exemption",
        of_developer(case, use.actor),
        use.holds("purely_internal", "used for purely internal processes"),
        use.denied("essential_to_third_parties", "not essential to what third parties get"),
        use.denied("affects_rights", "no rights of natural persons affected"),
        fails("no systemic risk, which always remains subject", systemic_risk(case)),
    )


@rule(
    "M8",
    "internal use that reaches third parties or rights",
    cites="Guidelines 3.1.2, last bullet; recital 97, sentence 12",
    authority=Authority.GUIDELINES,
    covers=("I5",),
)
def essential_internal_use(case: Case, use: Act) -> Limb:
    """Internal use of an own model places it when it is essential for a product or service to third
    parties, or affects rights of natural persons, in the Union.

    The recital has no words on the Union: that the third parties or persons must be there is
    followed and contested, as is the route itself, which the articles do not name.
    """
    reaches = any_of(
        "reaches third parties or persons",
        _with_nexus(case, use, "essential_to_third_parties", "third_parties_in"),
        _with_nexus(case, use, "affects_rights", "persons_in"),
    )
    if not case.reads(Authority.GUIDELINES) and reaches.outcome is not NO:
        reaches = law_is_open(
            "the Act itself does not call internal use a placing", *reaches.events
        )
    placed = all_of("placed through internal use", of_developer(case, use.actor), reaches)
    by_article = settled("Art. 2(1)(a) names no own use", False, use.event)
    return case.settle("A9", placed, by_article)


def _with_nexus(case: Case, use: Act, fact: str, where: str) -> Limb:
    says = {
        "essential_to_third_parties": (
            "essential to what third parties get",
            "they are in the Union",
        ),
        "affects_rights": ("rights of natural persons affected", "they are in the Union"),
    }[fact]
    touched = use.holds(fact, says[0])
    with_nexus = all_of(f"{says[0]}, in the Union", touched, use.in_union(where, says[1]))
    return case.settle("A6-nexus", with_nexus, touched)


@rule(
    "M8-others",
    "used beyond purely internal processes",
    cites="Art. 3(10); recital 97, sentence 12",
    authority=Authority.RECITAL,
)
def used_by_others(case: Case, use: Act) -> Limb:
    """Use that is not purely internal reaches others; whether that was a supply on the Union market
    must be told by a release or a supply."""
    beyond = use.denied("purely_internal", "not purely internal")
    told = case.acts(*SUPPLIES)
    supply = (
        settled("no further supply than those recorded", False, *(act.event for act in told))
        if told
        else unknown("supplied to others on the Union market", case.lacks("supplied", "market"))
    )
    return all_of("supplied beyond internal use", of_developer(case, use.actor), beyond, supply)


@rule(
    "S15-internal",
    "internal use of a model with systemic risk",
    cites="Recital 97, sentence 13",
    authority=Authority.RECITAL,
    covers=("R97.13",),
)
def systemic_internal_use(case: Case, use: Act) -> Limb:
    """A model with systemic risk is always subject to its duties, also when it is only used
    internally; read strictly nothing is placed then, and the answer is contested."""
    outside = use.word("territory") == "outside_union"
    always = all_of(
        "always subject",
        of_developer(case, use.actor),
        systemic_risk(case),
        settled("not used outside the Union alone", not outside, use.event),
    )
    return case.settle("A3", always, settled("internal use places nothing", False, use.event))


@rule(
    "M7",
    "own model in an own system",
    cites="Recital 97, sentence 11; Guidelines 3.1.3 (November 2025: nos. 53 and 54)",
    authority=Authority.RECITAL,
    since=DEFINITIONS_APPLY,
    covers=("I3", "R97.8", "R97.11"),
)
def own_system(case: Case, act: Act) -> Limb:
    """An own model in an own system counts as placed when the system is made available on the
    Union market or put into service there; integration alone does nothing.

    For own use the internal-use exemption prevails while it holds. The articles name no such
    route: it is followed and contested.
    """
    if act.kind == "system_released":
        reached = all_of(
            "the system is made available in the Union",
            act.in_union("market", "on the Union market"),
            act.holds("commercial", "in the course of a commercial activity"),
        )
    else:
        reached = all_of(
            "the system is put into service in the Union",
            act.in_union("territory", "in the Union"),
            _not_exempt_own_use(case, act),
        )
    placed = all_of("own model in an own system", of_developer(case, act.actor), reached)
    return case.settle("A9", placed, settled("Art. 2(1)(a) names no own system", False, act.event))


def _not_exempt_own_use(case: Case, act: Act) -> Limb:
    uses = [
        use
        for use in internal_uses(case)
        if use.actor == act.actor and use.word("system") in (None, act.word("system"))
    ]
    if not uses:
        return settled("nobody claims the internal-use exemption", True, act.event)
    exempt = all_of("exempt", *(exempt_internal_use(case, use) for use in uses))
    return any_of(
        "not exempt",
        act.denied("own_use", "put into service for somebody else"),
        fails("the internal-use exemption does not hold", exempt),
    )


def discontinued(case: Case, act: Act) -> bool:
    """Return whether the system of an act was discontinued by the day."""
    ended = case.acts("system_discontinued")
    return any(end.word("system") == act.word("system") and end.day >= act.day for end in ended)
