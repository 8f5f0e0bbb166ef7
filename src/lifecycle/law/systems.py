"""Beside the model: the duties for AI systems come on top, and those of a modifier are limited."""

from __future__ import annotations

from lifecycle.law.actors import modification
from lifecycle.law.article_003_03 import provider
from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, all_of, any_of, settled


@rule(
    "Y1",
    "the rules for AI systems apply too",
    cites="Recital 97, sentences 9 and 11",
    authority=Authority.RECITAL,
    since=DEFINITIONS_APPLY,
    covers=("Y2", "R97.9"),
)
def system_rules_apply(case: Case) -> Limb:
    """Who makes a system with the model available, or puts it into service, in the Union has the
    duties for AI systems on top of those for the model, never instead."""
    acts = case.acts("system_released", "system_put_into_service")
    if not acts:
        return settled("no system with the model is recorded", False)
    return any_of("provider of a system with the model", *(_in_union(case, act) for act in acts))


def _in_union(case: Case, act: Act) -> Limb:
    by_actor = act.by(case.actor, f"by {case.actor or 'the actor'}")
    if act.kind == "system_put_into_service":
        return all_of("put into service", by_actor, act.in_union("territory", "in the Union"))
    return all_of(
        "made available",
        by_actor,
        act.in_union("market", "on the Union market"),
        act.holds("commercial", "in the course of a commercial activity"),
    )


@rule(
    "F4",
    "limited to the modification",
    cites="Recital 109; Guidelines 3.2.1",
    authority=Authority.RECITAL,
)
def limited_to_modification(case: Case) -> Limb:
    """The duties of who became provider by a modification are limited to it; those of Art. 55 are
    not, and Art. 54 applies."""
    act = modification(case)
    if act is None:
        return settled("not a modified model", False)
    modified = settled("a modified model", True, act.event)
    return all_of("provider by a modification", modified, provider(case))
