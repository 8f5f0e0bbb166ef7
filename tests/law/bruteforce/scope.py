"""What takes a model out of the Act, and what makes whoever changes one a provider."""

from __future__ import annotations

from tests.law.bruteforce.record import BY_OTHERS, Record, last_told
from tests.law.bruteforce.status import Modification, base_of
from tests.law.bruteforce.worlds import Told, World


def reserved_for_science(world: World, record: Record, models: frozenset[str]) -> bool:
    """Return whether the model is kept for science, which any commercial supply ends."""
    claims = record.of(models, "reserved_for_science")
    if not claims:
        return False
    for name in ("specifically_developed_for", "sole_purpose"):
        if not world.flag(claims[-1], name):
            return False
    return not any(_other_purpose(world, event) for event in record.of(models))


def _other_purpose(world: World, event: Told) -> bool:
    """Return whether an event shows a commercial supply or a use that is not science alone."""
    if event["type"] in {"released", "supplied", "system_released", *BY_OTHERS}:
        return world.flag(event, "commercial")
    if event["type"] == "demonstrated":
        return world.flag(event, "offer") and world.flag(event, "commercial")
    if event["type"] == "system_put_into_service":
        return not world.flag(event, "own_use") and world.in_union(event, "territory")
    if event["type"] != "used_internally":
        return False
    return (
        not world.flag(event, "purely_internal")
        or world.flag(event, "essential_to_third_parties")
        or (world.flag(event, "affects_rights") and world.in_union(event, "persons_in"))
    )


def becomes_provider(world: World, record: Record, model: str, actor: str) -> bool | None:
    """Return whether its modification makes the actor a provider; ``None`` without one."""
    base = base_of(world, record, model)
    if base is None:
        return None
    change = Modification(world, record, model, base)
    if actor not in {event.get("actor") for event in change.events}:
        return None
    if not change.significant():
        return False
    controller = last_told(change.events, "weights_controlled_by")
    if controller is not None and controller != actor:
        return world.pick(("control over the weights", model), (True, False))
    return True
