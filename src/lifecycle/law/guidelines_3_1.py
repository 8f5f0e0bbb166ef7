"""Guidelines, section 3.1.3: upstream and downstream actors, inside and outside the Union."""

from __future__ import annotations

from lifecycle.law.actors import of_developer, own_model
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, law_is_open, settled, unknown
from lifecycle.law.truth import NO, YES


@rule(
    "M10",
    "a downstream system takes the model to the Union",
    cites="Guidelines 3.1.3, third case (November 2025: nos. 55 and 56)",
    authority=Authority.GUIDELINES,
)
def downstream_system(case: Case, act: Act) -> Limb:
    """A model supplied outside the Union is placed when a downstream actor makes a system on it
    available, or puts it into service, in the Union. It covers systems, not the bare model."""
    reached = _reaches_union(act)
    theirs = of_developer(case, act.actor)
    upstream = supplied_upstream(case, act)
    placed = all_of(
        "placed with the downstream system",
        Limb("somebody else's model", ~theirs.outcome, theirs.events, theirs.missing),
        reached,
        upstream,
    )
    if case.reads(Authority.GUIDELINES) or placed.outcome is NO:
        return placed
    return law_is_open("the Act does not settle placing with a downstream system", act.event)


def _reaches_union(act: Act) -> Limb:
    if act.kind == "system_put_into_service":
        return act.in_union("territory", "put into service in the Union")
    return all_of(
        "the system is made available in the Union",
        act.in_union("market", "on the Union market"),
        act.holds("commercial", "in the course of a commercial activity"),
    )


def supplied_upstream(case: Case, act: Act) -> Limb:
    """Return whether the developer had supplied the model before a downstream act."""
    says = "the developer had supplied it"
    before = [
        s
        for s in case.acts("supplied", "released")
        if (s.day, s.place) < (act.day, act.place) and s.actor != act.actor
    ]
    if before:
        return settled(says, True, *(s.event for s in before))
    leaks = [s for s in case.acts("leaked") if (s.day, s.place) < (act.day, act.place)]
    if leaks:
        return settled(says, False, *(s.event for s in leaks))
    return unknown(says, case.lacks("supplied", "to"), events=(act.event,))


@rule(
    "M11",
    "distribution and use in the Union excluded",
    cites="Guidelines 3.1.3, third case, second bullet",
    authority=Authority.GUIDELINES,
)
def union_excluded(case: Case) -> Limb:
    """The upstream actor is not the provider where it had excluded distribution and use in the
    Union, integration included, in a clear and unequivocal way before the placing.

    No form is prescribed. The state on the day counts; a later one undoes nothing.
    """
    told = case.last("union_excluded")
    if told is None:
        return unknown("the Union is excluded", case.lacks("union_excluded", "excluded"))
    return all_of(
        "the Union is excluded",
        told.holds("excluded", "distribution and use in the Union excluded"),
        told.holds("clear_and_unequivocal", "in a clear and unequivocal way"),
        told.holds("covers_integration", "integration included"),
    )


def downstream_is_provider(case: Case, act: Act, actor: str | None) -> Limb:
    """Return whether an actor is the provider of a model that a downstream system placed."""
    excluded = union_excluded(case.on(act.day))
    return any_of(
        "provider of a model placed with a downstream system",
        all_of(
            "upstream, the Union not excluded",
            own_model(case, actor),
            fails("the Union was not excluded", excluded),
        ),
        all_of(
            "downstream, the Union excluded",
            act.by(actor, f"{actor or 'the actor'} took it to the Union"),
            excluded,
        ),
    )


@rule(
    "A11",
    "the bare model first published by somebody else",
    cites="Art. 3(3), Art. 3(9)",
    authority=Authority.DERIVED,
)
def published_by_another(case: Case, act: Act, actor: str | None) -> Limb:
    """Who is the provider when a third party first publishes the bare model in the Union is settled
    by no source: developer and publisher are both undetermined."""
    publisher = act.by(actor, f"{actor or 'the actor'} published it")
    if act.flag("own_name") is False:
        named = act.holds("own_name", "under its own name or trademark")
        publisher = all_of("published under its own name", publisher, named)
    developer = own_model(case, actor)
    involved = any_of("developer or publisher", publisher, developer)
    if involved.outcome is not YES:
        return involved
    open_ = law_is_open("developer or publisher: no source decides", *involved.events)
    return case.settle("A11", open_, publisher)
