"""Article 3(3): who the provider of the model is."""

from __future__ import annotations

from lifecycle.law.actors import base_case, development, done_by, modification, own_model
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.guidelines_3_1 import downstream_is_provider, published_by_another
from lifecycle.law.guidelines_3_2 import significant_change
from lifecycle.law.placing import Placing, placings
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, any_of, fails, law_is_open, renamed, settled
from lifecycle.law.truth import NO, YES


@rule(
    "F6",
    "a modification of the actor's own",
    cites="Guidelines 2.2; Guidelines 3.2, footnote on control over the weights",
    authority=Authority.GUIDELINES,
    since=DEFINITIONS_APPLY,
)
def own_modification(case: Case, act: Act, actor: str | None) -> Limb:
    """What is done by or on behalf of the original provider stays its model; control over the
    weights is an important factor, so that another recorded controller leaves the answer open."""
    controller = act.word("weights_controlled_by")
    other = controller is not None and controller != act.actor
    if other and actor == controller:
        return law_is_open(
            "controls the weights of a modification made by somebody else", act.event
        )
    control = (
        law_is_open(f"{controller} controls the weights: case by case", act.event)
        if other
        else settled("the weights are the modifier's own", True, act.event)
    )
    return all_of(
        "modified by the actor for itself",
        done_by(case, act, actor),
        act.denied("on_behalf_of_provider", "not on behalf of the original provider"),
        control,
    )


@rule(
    "P1-develops",
    "develops or has developed the model",
    cites="Art. 3(3); Guidelines 3.1.1",
    since=DEFINITIONS_APPLY,
    covers=("P2", "P4"),
)
def develops(case: Case, actor: str | None) -> Limb:
    """A provider develops a model or has it developed; who commissions it has it developed, the
    coordinator usually stands for a consortium, and a modifier counts on a significant change."""
    act = modification(case)
    if act is None:
        return own_model(case, actor)
    author = all_of(
        "author of a significant modification",
        own_modification(case, act, actor),
        significant_change(case),
    )
    return any_of("develops or has developed the model", author, _as_one_model(case, act, actor))


def _as_one_model(case: Case, act: Act, actor: str | None) -> Limb:
    """Return whether it is the actor's, because it may have been made on the actor's behalf."""
    on_behalf = act.holds("on_behalf_of_provider", "made on behalf of its provider")
    original = base_case(case)
    if original is not None:
        whose = own_model(original, actor)
    elif act.word("base_model") is None and case.facts.identity:
        # It names no original, but is recorded as a variant: then that is what it was made from.
        made = (done_by(case, told, actor) for told in development(case))
        whose = any_of("the model it is a variant of is the actor's", *made)
    else:
        return settled("not one with the model it was made from", False)
    return all_of("one with the actor's model it was made from", on_behalf, whose)


@rule(
    "P1-places",
    "places it on the market under its own name",
    cites="Art. 3(3); recital 97",
    since=DEFINITIONS_APPLY,
    covers=("P3",),
)
def places(case: Case, act: Act, actor: str | None) -> Limb:
    """A provider places the model under its own name or trademark; uploading to somebody else's
    repository is the uploader's act, not the host's. Who supplies a downstream actor is the
    provider unless that was recorded as done under another name."""
    by_actor = done_by(case, act, actor)
    if act.flag("own_name") is False and _commissioned(case, act, actor):
        return law_is_open("placed by the contractor under another name", act.event)
    branded = act.kind == "supplied" and act.flag("own_name") is False
    if act.kind not in ("released", "third_party_published") and not branded:
        return by_actor
    return all_of(
        "placed by the actor under its own name",
        by_actor,
        act.holds("own_name", "under its own name or trademark"),
    )


def _commissioned(case: Case, act: Act, principal: str | None) -> bool:
    """Return whether the actor of an act developed the model for a principal."""
    return any(
        told.word("principal") == principal and told.word("contractor") == act.actor
        for told in case.acts("development_commissioned")
    )


@rule(
    "P6",
    "offered under another brand",
    cites="Art. 3(3), Art. 3(9)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
)
def rebranded(case: Case, act: Act, actor: str | None) -> Limb:
    """Offering an unmodified model that is already placed under another brand is no first making
    available and makes no provider; the brand limb taken alone would say so."""
    who = act.by(actor, f"{actor or 'the actor'} offers it under its own brand")
    if who.outcome is not YES:
        return who
    unmodified = settled("not the first making available", False, act.event)
    return any_of("provider by rebranding", case.settle("P6", unmodified, who), _modified(act))


def _modified(act: Act) -> Limb:
    told = act.holds("modified", "modified before it was offered")
    if told.outcome is NO:
        return told
    if told.outcome is YES:
        return law_is_open("modified: to be recorded as a model of its own", act.event)
    return told


@rule(
    "P8",
    "successor in the rights",
    cites="Art. 3(3)",
    authority=Authority.DERIVED,
    since=DEFINITIONS_APPLY,
)
def successor(case: Case, act: Act, actor: str | None) -> Limb:
    """Who acquires a model and continues it under its own name: no text says whether it becomes the
    provider; the old one stays."""
    acquirer = act.is_one_of("to", (actor or "",), "acquired the rights")
    continues = act.holds("continues_under_own_name", "continues it under its own name")
    both = all_of("acquired and continued", acquirer, continues)
    if both.outcome is NO:
        return both
    succeeds = law_is_open("succeeds the provider: no source decides", *both.events)
    return case.settle("A12", succeeds if both.outcome is YES else both, both)


def provider_by(case: Case, placing: Placing, actor: str | None) -> Limb:
    """Return whether a placing makes an actor the provider of the model."""
    act = placing.act
    if placing.route == "downstream":
        return downstream_is_provider(case, act, actor)
    if placing.route == "third party":
        earlier = [
            p for p in placings(case) if p.order < placing.order and p.route != "third party"
        ]
        if any(p.finding.outcome is YES for p in earlier):
            says = "already placed: not the first making available"
            again = settled(says, False, act.event)
            return rebranded(case, act, actor) if act.kind == "rebranded" else again
        return published_by_another(case, act, actor)
    return all_of("develops and places", develops(case, actor), places(case, act, actor))


def first_downstream(case: Case, placing: Placing) -> Limb:
    """Return whether a downstream system came before any placing by the developer."""
    earlier = [p for p in placings(case) if p.order < placing.order and p.route != "downstream"]
    return fails(
        "not placed before by its developer",
        any_of("placed before", *(renamed(p.finding.says, p.finding) for p in earlier)),
    )


@rule(
    "P1",
    "provider of the model",
    cites="Art. 3(3)",
    since=DEFINITIONS_APPLY,
    covers=("P5", "P7"),
)
def provider(case: Case) -> Limb:
    """The provider is who develops the model, or has it developed, and places it on the market
    under its own name or trademark; nobody else has the duties for models."""
    return provider_through(case, placings(case))


def provider_through(case: Case, chosen: tuple[Placing, ...]) -> Limb:
    """Return whether the case's actor is the provider through one of some placings."""
    ways = [_through(case, placing) for placing in chosen]
    ways += [successor(case, act, case.actor) for act in case.acts("rights_transferred") if chosen]
    if not ways:
        return settled("the model was not placed on the market", False)
    return any_of("provider through one of the placings", *ways)


def _through(case: Case, placing: Placing) -> Limb:
    limbs = [placing.finding, provider_by(case, placing, case.actor)]
    if placing.route == "downstream":
        limbs.append(first_downstream(case, placing))
    return all_of(f"{placing.route}, {placing.act.event}", *limbs)
