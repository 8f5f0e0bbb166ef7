"""What the record holds by a day: the events of a model, its family, and who makes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from tests.law.bruteforce.worlds import Told, World

MAKING = {"trained", "pretraining_started"}
BY_OTHERS = {"third_party_published", "rebranded"}
HANDED_OUT = ("released", "supplied", "demonstrated", "evaluation_access_given")


@dataclass(frozen=True)
class Record:
    """The events that stand and have happened by ``day`` (``YYYY-MM-DD``), in their order.

    ``told`` is what the record tells of who is who: all that has happened by the day asked about.
    """

    events: Sequence[Told]
    day: str
    told: Sequence[Told]

    @classmethod
    def on(cls, events: Sequence[Told], day: str) -> Record:
        """Return the record for a question about ``day``."""
        happened = [event for event in events if event["occurred_on"] <= day]
        return cls(happened, day, happened)

    def by(self, day: str) -> Record:
        """Return the same record as it stood at the end of an earlier day."""
        return Record(
            [event for event in self.events if event["occurred_on"] <= day], day, self.told
        )

    def later(self, models: frozenset[str], type_: str) -> list[Told]:
        """Return the events of a type that happened after this record's day."""
        return [
            event
            for event in self.told
            if event.get("model") in models
            and event["type"] == type_
            and event["occurred_on"] > self.day
        ]

    def of(self, models: frozenset[str], *types: str) -> list[Told]:
        """Return the events of these models, of these types if any are named."""
        return [
            event
            for event in self.events
            if event.get("model") in models and (not types or event["type"] in types)
        ]


def number(value: object) -> Fraction | None:
    """Return compute exactly; ``None`` where nothing was told."""
    return None if value is None else Fraction(str(value))


def last_told(events: Sequence[Told], name: str) -> object:
    """Return the latest value of a fact; a later silence or null takes nothing back."""
    values = [event[name] for event in events if event.get(name) is not None]
    return values[-1] if values else None


def last_state(events: Sequence[Told], name: str) -> object:
    """Return the latest value of a state; a later null takes it back, a later silence does not."""
    values = [event[name] for event in events if name in event]
    return values[-1] if values else None


def words(value: object) -> frozenset[str] | None:
    """Return a list of words as a set; ``None`` where none was told."""
    if not isinstance(value, list):
        return None
    return frozenset(map(str, cast("list[object]", value)))


def trainers(record: Record, models: frozenset[str]) -> set[str]:
    """Return who is recorded as having trained one of these models."""
    return {event["actor"] for event in record.of(models, *MAKING) if event.get("actor")}


def developers(record: Record, models: frozenset[str]) -> set[str]:
    """Return who is recorded as having developed one of these models, or had it developed."""
    commissions = record.of(models, "development_commissioned")
    principals = {event["principal"] for event in commissions if event.get("principal")}
    return trainers(record, models) | principals


def bases(world: World, record: Record, model: str) -> list[Told]:
    """Return the modifications of somebody else's model from which ``model`` comes."""
    foreign: list[Told] = []
    for event in record.of(frozenset({model}), "fine_tuned"):
        base = event.get("base_model")
        own = event.get("actor") in developers(record, frozenset({str(base)}))
        if own or base == model:
            continue
        behalf = event.get("on_behalf_of_provider")
        if behalf is None:
            behalf = world.pick(("on behalf", model, base), (True, False))
        if not behalf:
            foreign.append(event)
    return foreign


def family(world: World, record: Record, model: str) -> frozenset[str]:
    """Return the keys that are one model in law: variants from one large pre-training run."""
    return world.once(("family", model), lambda: _family(world, record, model))


def _family(world: World, record: Record, model: str) -> frozenset[str]:
    linked: dict[str, set[str]] = {}
    runs: dict[str, list[str]] = {}
    record = Record(record.told, record.day, record.told)
    for event in record.events:
        key = event.get("model")
        if key is None:
            continue
        partners: list[str] = []
        if event.get("variant_of"):
            partners.append(event["variant_of"])
        modified = event["type"] == "fine_tuned" and event.get("base_model")
        if modified and not bases(world, record, key):
            partners.append(event["base_model"])
        if event.get("run_id") and event["type"] in {"registered", *MAKING}:
            partners += runs.setdefault(event["run_id"], [])
            runs[event["run_id"]].append(key)
        for partner in partners:
            linked.setdefault(key, set()).add(partner)
            linked.setdefault(partner, set()).add(key)
    found, todo = {model}, [model]
    while todo:
        for partner in linked.get(todo.pop(), set()) - found:
            found.add(partner)
            todo.append(partner)
    return frozenset(found)


def maker_of(world: World, record: Record, models: frozenset[str], actor: str) -> str | None:
    """Return who makes the model when ``actor`` acts with it; ``None`` if that is somebody else."""
    question = ("maker", record.day, models, actor)
    return world.once(question, lambda: _maker_of(world, record, models, actor))


def _maker_of(world: World, record: Record, models: frozenset[str], actor: str) -> str | None:
    # Whoever has a model developed counts as its maker, and so does whoever develops it; for a
    # consortium it is the coordinator, and an open question among all where there is none.
    consortia = record.of(models, "consortium_formed")
    for event in consortia:
        members = list(event.get("members") or [])
        if actor in {*members, event.get("consortium")}:
            coordinator = event.get("coordinator")
            if coordinator is not None:
                return str(coordinator)
            candidates = [str(name) for name in (*members, event.get("consortium"))]
            return world.pick((event["#"], "coordinator"), candidates)
    commissions = record.of(models, "development_commissioned")
    principals = {event.get("principal") for event in commissions}
    if actor in principals:
        return actor
    handed = {event.get("actor") for event in record.of(models, *HANDED_OUT)} - {None}
    possible = not handed or actor in handed
    if None in principals and possible and world.pick(("principal", actor), (True, False)):
        return actor
    modifiers = {
        event.get("actor") for key in sorted(models) for event in bases(world, record, key)
    }
    makers = trainers(record, models) | modifiers
    if not makers:
        makers = {event.get("actor") for event in record.of(models, "compute_forecast")}
    if not makers and not commissions:  # nobody told who trained it
        return actor if possible and world.pick(("maker", actor), (True, False)) else None
    return actor if actor in makers else None
