"""Guidelines, section 2.2: one large pre-training run is one model with all its variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Limb, any_of, settled

CLAIMING = ("registered", "released", "prototyped")
RUNNING = ("trained", "pretraining_started", "registered")


@rule(
    "D8",
    "one model with its variants",
    cites="Guidelines 2.2 (July 2025: no. 23; November 2025: no. 22)",
    authority=Authority.GUIDELINES,
    since=DEFINITIONS_APPLY,
    covers=("D9", "D10", "L2"),
)
def one_model(case: Case) -> Limb:
    """The lifecycle of a model begins with its large pre-training run; all that its developer, or
    somebody on its behalf, makes of it later is the same model. A new large run is a new one."""
    if not case.facts.identity:
        return settled("no variant from the same large pre-training run is recorded", False)
    return any_of("one model with its variants", *case.facts.identity)


def developers(acts: Iterable[Act]) -> frozenset[str]:
    """Return the organisations that acts of one stream name as developing the model."""
    named = [act.actor for act in acts if act.kind in ("trained", "pretraining_started")]
    named += [act.word("principal") for act in acts if act.kind == "development_commissioned"]
    return frozenset(name for name in named if name)


def named_originals(acts: Sequence[Act]) -> Iterator[tuple[str, Act]]:
    """Yield the models that acts of one stream name as its original, with the act that does."""
    for act in acts:
        key = None
        if act.kind in CLAIMING:
            key = act.word("variant_of")
        elif act.kind == "fine_tuned":
            key = act.word("base_model")
        if key is not None:
            yield key, act


def runs(acts: Iterable[Act]) -> Iterator[tuple[tuple[str, str], Act]]:
    """Yield (developer, run) of the large pre-training runs that acts of one stream name."""
    for act in acts:
        run = act.word("run_id")
        if act.kind in RUNNING and run is not None and act.actor is not None:
            yield (act.actor, run), act


def same_model(claim: Act, own: Sequence[Act], original: Sequence[Act]) -> Limb:
    """Return whether an act makes its model one with the original it names (D8, D9).

    Later development by or on behalf of the developer is the same model however large it is and
    whatever it is called; what another actor makes of it for itself is a modification.
    """
    makers = developers(original)
    tuned = [act for act in own if act.kind == "fine_tuned" and act.word("base_model")]
    foreign = [
        act
        for act in tuned
        if act.flag("on_behalf_of_provider") is not True and act.actor not in makers
    ]
    if claim.kind == "fine_tuned":
        return settled(
            "developed further by or on behalf of its developer", claim not in foreign, claim.event
        )
    by_maker = claim.actor is None or not makers or claim.actor in makers
    return settled(
        "a variant from the same large pre-training run",
        by_maker and not foreign,
        claim.event,
        *(act.event for act in foreign),
    )
