"""Who did an act, whose model it is, and whether another actor modified it: read off the record."""

from __future__ import annotations

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.trace import Limb, any_of, settled, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES

DEVELOPING = ("trained", "pretraining_started")


def development(case: Case) -> tuple[Act, ...]:
    """Return the acts by which the model was trained, up to the day."""
    return case.acts(*DEVELOPING)


def modifications(case: Case) -> tuple[Act, ...]:
    """Return the acts that made this model from another one; not those within one model."""
    return tuple(
        act
        for act in case.acts("fine_tuned")
        if f"model:{act.word('base_model')}" not in case.facts.streams
    )


def modification(case: Case) -> Act | None:
    """Return the latest act that made this model from another one."""
    acts = modifications(case)
    return acts[-1] if acts else None


def base_case(case: Case) -> Case | None:
    """Return the case of the model this one was made from, where the record names it."""
    act = modification(case)
    key = act.word("base_model") if act else None
    return case.base(key) if key else None


def done_by(case: Case, act: Act, actor: str | None) -> Limb:
    """Return whether an organisation did an act, itself or as the coordinator of a consortium."""
    says = f"done by {actor or 'whom?'}"
    formed = [c for c in case.acts("consortium_formed") if c.word("consortium") == act.actor]
    if act.actor is None or not formed:
        return act.by(actor, says)
    return _for_consortium(formed[-1], act, actor, says)


def _for_consortium(formed: Act, act: Act, actor: str | None, says: str) -> Limb:
    coordinator, members = formed.word("coordinator"), formed.words("members")
    events = (act.event, formed.event)
    if coordinator is not None:
        return Limb(says, YES if actor == coordinator else NO, events)
    if actor is not None and actor != act.actor and members is not None and actor not in members:
        return Limb(says, NO, events)
    return Limb(says, UNDETERMINED, events, (formed.lacks("coordinator"),))


def own_model(case: Case, actor: str | None) -> Limb:
    """Return whether the model is the actor's own: developed, commissioned or modified by it."""
    says = f"{actor or 'the actor'}'s own model"
    commissions = case.acts("development_commissioned")
    ordered = [c.is_one_of("principal", (actor or "",), "had it developed") for c in commissions]
    made = modification(case)
    acts = (made,) if made else development(case)
    doing = [done_by(case, act, actor) for act in acts]
    if not acts and not commissions:
        return unknown(says, case.lacks("trained", "actor"))
    return any_of(says, *ordered, *doing)


def of_developer(case: Case, actor: str | None) -> Limb:
    """Return whether an organisation belongs to who made the model: itself, the consortium, or the
    contractor that developed it for somebody else."""
    acts = (*development(case), *modifications(case))
    named = {act.actor for act in acts} | {
        act.word("contractor") for act in case.acts("development_commissioned")
    }
    if actor is not None and actor in named:
        events = [act.event for act in acts if act.actor == actor]
        return settled(f"{actor} made it", True, *events)
    return own_model(case, actor)


def makers(case: Case) -> tuple[str, ...]:
    """Return the organisations that the record names as making the model, principals first."""
    made = modification(case)
    acts = (made,) if made else development(case)
    named = [c.word("principal") for c in case.acts("development_commissioned")]
    for act in acts:
        formed = [c for c in case.acts("consortium_formed") if c.word("consortium") == act.actor]
        named.append((formed[-1].word("coordinator") or act.actor) if formed else act.actor)
    return tuple(dict.fromkeys(name for name in named if name))
