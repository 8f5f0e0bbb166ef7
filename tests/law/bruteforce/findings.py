"""What a model's own record says of generality, compute and the Commission's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tests.law.bruteforce.record import Record, last_told, number, words
from tests.law.bruteforce.worlds import Told, World

GENERAL = Fraction(10**23)
SYSTEMIC = Fraction(10**25)
SPEAKING = {"text", "audio", "text_to_image", "text_to_video"}
UNBOUNDED = Fraction(10**40)
NEVER = "9999-12-31"


def generality_recorded(record: Record, models: frozenset[str]) -> bool | None:
    """Return what the record says of generality, or what the indicative criterion says for it."""
    assessed = record.of(models, "assessed")
    found = [event.get("generality") for event in assessed]
    found = [word for word in found if word in {"significant", "narrow"}]
    if found:
        return bool(found[-1] == "significant")
    compute, outputs = _criterion(record, models)
    if compute is False or outputs is False:
        return False
    return True if compute and outputs else None


def generality_guessed(world: World, record: Record, models: frozenset[str]) -> bool:
    """Return what this world says where the record leaves generality open."""
    return over_general(world, record, models) and speaks(world, record, models)


def over_general(world: World, record: Record, models: frozenset[str]) -> bool:
    """Return whether updates took more than 10^23, as recorded or in this world."""
    compute, _ = _criterion(record, models)
    return world.pick(("update_flop", models), (True, False)) if compute is None else compute


def speaks(world: World, record: Record, models: frozenset[str]) -> bool:
    """Return whether the model generates what the criterion lists, as recorded or in this world."""
    _, outputs = _criterion(record, models)
    return world.pick(("outputs", models), (True, False)) if outputs is None else outputs


def _criterion(record: Record, models: frozenset[str]) -> tuple[bool | None, bool | None]:
    told = record.of(models, "trained")
    total: Fraction | None = None
    added = Fraction(0)
    for event in record.of(models, "trained", "fine_tuned"):
        if event["type"] == "trained":
            total = number(event.get("update_flop")) or total
            added = Fraction(0)
        else:
            added += number(event.get("modification_flop")) or 0
    known = [(total or 0) + added] if total is not None or added > GENERAL else []
    highest = [_bounds(event)[1] for event in told]
    if not known and highest and max(highest) <= GENERAL:
        known = highest  # updates are a part of the cumulative compute
    outputs = words(last_told(record.of(models, "assessed"), "outputs"))
    return (
        max(known) > GENERAL if known else None,
        None if outputs is None else bool(SPEAKING & outputs),
    )


def crossed_on(world: World, record: Record, models: frozenset[str]) -> str | None:
    """Return the day on which cumulative compute passed 10^25; ``None`` if it did not.

    Nothing trained and nothing expected is silence; a forecast says that the run is not there yet.
    """
    if any(_over(stage) == "no" for stage in record.later(models, "trained")):
        return None  # totals only grow
    if silent_on_training(record, models):
        silence = world.pick(("cumulative_flop", models), (True, False))
        first = min(
            (str(event["occurred_on"]) for event in record.of(models)), default="0001-01-01"
        )
        return first if silence else None
    days = [_crossed_alone(world, record, key) for key in sorted(models)]
    days.append(_crossed_by_tuning(record, models))
    return min((day for day in days if day is not None), default=None)


def _crossed_by_tuning(record: Record, models: frozenset[str]) -> str | None:
    """The provider's own fine-tuning is a stage of the same model and adds to the last total told.

    A stage whose compute is not told adds nothing; a later total includes what came before.
    """
    total, added = Fraction(0), Fraction(0)
    for event in record.of(models, "trained", "fine_tuned"):
        if event["type"] == "trained":
            low, high = _bounds(event)
            total, added = max(total + added, low) if high == UNBOUNDED else low, Fraction(0)
            continue
        single = number(event.get("modification_flop")) or Fraction(0)
        running = number(event.get("cumulative_modification_flop")) or Fraction(0)
        added = max(added + single, running)
        later = record.by(str(event["occurred_on"])).later(models, "trained")
        if total + added > SYSTEMIC and not any(_over(stage) == "no" for stage in later):
            return str(event["occurred_on"])
    return None


def _crossed_alone(world: World, record: Record, model: str) -> str | None:
    told = [(event, _over(event)) for event in record.of(frozenset({model}), "trained")]
    seen_figure = False
    for place, (event, over) in enumerate(told):
        later_under = any(word == "no" for _, word in told[place + 1 :])
        if over in {None, "straddles"} and later_under:
            continue  # totals only grow
        if over is None:
            if seen_figure:
                continue
            if world.pick(("cumulative_flop", event["#"]), (True, False)):
                return str(event["occurred_on"])
        elif over == "straddles":
            if world.pick(("range", event["#"]), (True, False)):
                return str(event["occurred_on"])
        elif over == "yes":
            return str(event["occurred_on"])
        seen_figure = seen_figure or over is not None
    return None


def _over(event: Told) -> str | None:
    low, high = _bounds(event)
    if low > SYSTEMIC:
        return "yes"
    if high <= SYSTEMIC:
        return "no"
    return None if high == UNBOUNDED else "straddles"


def _bounds(event: Told) -> tuple[Fraction, Fraction]:
    """Return between what the cumulative compute lies, which no part of it exceeds."""
    point = number(event.get("cumulative_flop"))
    if point is not None:
        return point, point
    low, high = event.get("cumulative_flop_range") or (0, UNBOUNDED)
    updates = number(event.get("update_flop")) or Fraction(0)
    return max(Fraction(str(low)), updates), Fraction(str(high))


def silent_on_training(record: Record, models: frozenset[str]) -> bool:
    """Return whether neither training nor an expected figure was told."""
    expected = record.of(models, "compute_forecast", "pretraining_started")
    figures = [event.get("cumulative_flop") or event.get("planned_flop") for event in expected]
    return not record.of(models, "trained") and not any(figures)


def figures_decide(record: Record, models: frozenset[str]) -> bool:
    """Return whether recorded figures say on which side of 10^25 the model is."""
    stages = [*record.of(models, "trained"), *record.later(models, "trained")]
    words = [word for word in map(_over, stages) if word is not None]
    return "yes" in words or words[-1:] == ["no"]


def foreseen(world: World, record: Record, models: frozenset[str]) -> bool:
    """Return whether the run is expected to pass 10^25, by the latest expectation that stands."""
    expected = False
    for event in record.of(models, "compute_forecast", "pretraining_started", "trained"):
        if event["type"] == "trained":
            if event.get("status") == "complete" and _over(event) == "no":
                expected = False
            continue
        name = "planned_flop" if event["type"] == "pretraining_started" else "cumulative_flop"
        figure = number(event.get(name))
        if figure is not None:
            expected = figure > SYSTEMIC
        elif event["type"] == "compute_forecast":
            expected = world.pick((event["#"], name), (True, False))
    return expected


def decisions(world: World, record: Record, models: frozenset[str]) -> list[Told]:
    """Return the Commission's decisions of which the provider was informed, in that order."""
    known: list[tuple[str, int, Told]] = []
    for event in record.of(models, "commission_decided"):
        informed = event.get("informed_on")
        if informed is None:
            at_once = world.pick((event["#"], "informed_on"), (True, False))
            informed = event["occurred_on"] if at_once else NEVER
        if informed <= record.day:
            known.append((informed, event["#"], event))
    return [event for _, _, event in sorted(known, key=lambda row: row[:2])]


def designated(told: Sequence[Told]) -> bool:
    """Return whether a designation stands after these decisions."""
    stands = False
    for event in told:
        if event.get("kind") in {"designated_52_4", "designated_52_1"}:
            stands = True
        elif event.get("kind") == "designation_lifted":
            stands = False
    return stands


def accepted(told: Sequence[Told]) -> bool:
    """Return whether the provider's arguments stand accepted after these decisions."""
    stands = False
    for event in told:
        if event.get("kind") == "arguments_accepted":
            stands = True
        elif event.get("kind") in {"acceptance_revoked", "arguments_rejected"}:
            stands = False
    return stands
