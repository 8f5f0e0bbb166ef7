"""General-purpose, systemic risk and who becomes provider by modifying: findings across models."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from tests.law.bruteforce import findings
from tests.law.bruteforce.findings import GENERAL, SYSTEMIC, UNBOUNDED
from tests.law.bruteforce.record import Record, bases, family, last_told, number
from tests.law.bruteforce.worlds import World


@dataclass(frozen=True)
class Risk:
    """Systemic risk at a day, whether compute gives it, and whether it is to be notified."""

    systemic: bool
    computed: bool
    notifiable: bool


NO_RISK = Risk(systemic=False, computed=False, notifiable=False)


def general(world: World, record: Record, model: str) -> bool:
    """Return whether the model is general-purpose at the record's day."""
    return world.once(("general", record.day, model), lambda: _general(world, record, model))


def _general(world: World, record: Record, model: str) -> bool:
    models = family(world, record, model)
    recorded = findings.generality_recorded(record, models)
    if recorded is not None:
        return recorded
    kinds = {event.get("kind") for event in findings.decisions(world, record, models)}
    if kinds & {"designated_52_4", "designated_52_1"} or _reported(world, record, models):
        return True
    base = base_of(world, record, model)
    if base is not None:
        return general(world, record, base) or _made_general(world, record, model, base)
    return findings.generality_guessed(world, record, models)


def _made_general(world: World, record: Record, model: str, base: str) -> bool:
    """What is not general-purpose is made so by a significant change, or by enough compute."""
    change = Modification(world, record, model, base)
    models = family(world, record, base)
    recorded = findings.generality_recorded(record, models)
    if recorded is None and change.spent() > GENERAL:
        return findings.speaks(world, record, models)
    found = finding(record, model)
    if not (change.over_a_third() if found is None else found):
        return False
    assessed = any(event.get("generality") for event in record.of(models, "assessed"))
    total = change.base_compute(cumulative=False) + change.spent()
    if not assessed and total > GENERAL and findings.speaks(world, record, models):
        return True
    return world.pick(("made general", model), (True, False))


def base_of(world: World, record: Record, model: str) -> str | None:
    """Return the model of somebody else from which this one was made, if it was."""
    for key in sorted(family(world, record, model)):
        for event in bases(world, record, key):
            if event.get("base_model"):
                return str(event["base_model"])
    return None


def risk(world: World, record: Record, model: str) -> Risk:
    """Return the systemic risk of a model at the record's day."""
    return world.once(("risk", record.day, model), lambda: _risk(world, record, model))


def _risk(world: World, record: Record, model: str) -> Risk:
    if not general(world, record, model):
        return NO_RISK
    models = family(world, record, model)
    told = findings.decisions(world, record, models)
    computed = _high_impact(world, record, model) and not findings.accepted(told)
    designated = findings.designated(told)
    reported = _reported(world, record, models)
    if designated or reported:
        computed = computed or not designated  # what nobody designated has it by compute
        failed = any(event.get("kind") == "designated_52_1" for event in told)
        return Risk(systemic=True, computed=computed, notifiable=computed or failed)
    return Risk(systemic=computed, computed=computed, notifiable=computed)


def _high_impact(world: World, record: Record, model: str) -> bool:
    models = family(world, record, model)
    base = base_of(world, record, model)
    if base is not None and not record.of(models, "trained"):
        return _inherited(world, record, model, base)
    return crossed(world, record, models) is not None


def crossed(world: World, record: Record, models: frozenset[str]) -> str | None:
    """Return when compute passed the threshold; a report of the risk stands in for silence."""
    reported = last_told(record.of(models, "systemic_risk_reported"), "systemic_risk")
    if reported is not None and not findings.figures_decide(record, models):
        return None
    return findings.crossed_on(world, record, models)


def _reported(world: World, record: Record, models: frozenset[str]) -> bool:
    events = record.of(models, "systemic_risk_reported")
    if not events:
        return False
    reported = last_told(events, "systemic_risk")
    if reported is None:
        return not findings.figures_decide(record, models) and world.pick(
            ("reported", models), (True, False)
        )
    return bool(reported)


def _inherited(world: World, record: Record, model: str, base: str) -> bool:
    """A model made from one with systemic risk has it, and one whose total passes 10^25."""
    if risk(world, record, base).systemic:
        return True
    change = Modification(world, record, model, base)
    return change.significant() and change.total() > SYSTEMIC


def finding(record: Record, model: str) -> bool | None:
    """Return what was found on whether the change is significant; any dimension suffices."""
    latest: dict[object, bool] = {}
    for event in record.of(frozenset({model}), "change_assessed"):
        if event.get("significant") is not None:
            latest[event.get("dimension")] = event["significant"]
    return any(latest.values()) if latest else None


class Modification:
    """The modifications of ``base`` that made ``model``, in one world."""

    def __init__(self, world: World, record: Record, model: str, base: str) -> None:
        self.world, self.record, self.model, self.base = world, record, model, base
        self.events = [
            event for event in bases(world, record, model) if event.get("base_model") == base
        ]

    @property
    def unknowable(self) -> bool:
        """Whether it is recorded that the base's compute is neither known nor estimable."""
        names = ("base_flop_known", "base_flop_estimable")
        return any(all(event.get(name) is False for name in names) for event in self.events)

    def significant(self) -> bool:
        """Return whether the modifier becomes a provider: finding, else third, else total."""
        found = finding(self.record, self.model)
        if found is not None:
            return found
        if self.over_a_third() or self.unknowable:
            return self.over_a_third()
        return self.total() > SYSTEMIC >= self.base_compute(cumulative=True)

    def over_a_third(self) -> bool:
        """Return whether the modifications exceed a third of what the law compares them with."""
        systemic = risk(self.world, self.record, self.base).systemic
        if self.unknowable:
            return self.spent() > (SYSTEMIC if systemic else GENERAL) / 3
        return self.spent() > self.base_compute(cumulative=systemic) / 3

    def total(self) -> Fraction:
        """Return base and modifications together; an unknowable base counts as far as recorded."""
        if self.unknowable and self._base_told(cumulative=True) is None:
            return self._range()[0] + self.spent()
        return self.base_compute(cumulative=True) + self.spent()

    def spent(self) -> Fraction:
        """Return the compute of all modifications by this modifier so far."""
        summed, largest = Fraction(0), Fraction(0)
        for event in self.events:
            single = number(event.get("modification_flop"))
            running = number(event.get("cumulative_modification_flop"))
            if single is None and running is None:
                single = self.world.pick(
                    (event["#"], "modification_flop"),
                    (Fraction(0), *self._telling(), UNBOUNDED),
                )
            summed += single or 0
            largest = max(largest, running or Fraction(0))
        return max(summed, largest)

    def base_compute(self, *, cumulative: bool) -> Fraction:
        """Return the base's compute by the measure that fits it, as recorded or in this world."""
        told = self._base_told(cumulative=cumulative)
        if told is not None:
            return told
        low, high = self._limits(cumulative=cumulative)
        spent = self.spent()
        telling = (2 * spent, 3 * spent, SYSTEMIC - spent / 2, SYSTEMIC + 1)
        options = [low, *(figure for figure in telling if low < figure < high), max(low, high)]
        return self.world.pick(("base", self.base, cumulative), options)

    def _limits(self, *, cumulative: bool) -> tuple[Fraction, Fraction]:
        """Return between what an unrecorded figure for the base lies in this world."""
        models = family(self.world, self.record, self.base)
        low, high = self._range()
        if not cumulative:
            high = self._base_told(cumulative=True) or high
            if findings.over_general(self.world, self.record, models):
                return GENERAL + 1, high
            return Fraction(0), min(high, GENERAL)
        low = max(low, self._base_told(cumulative=False) or Fraction(0))
        if _reported(self.world, self.record, models):
            return low, high
        if crossed(self.world, self.record, models) is not None:
            return max(low, SYSTEMIC + 1), high
        return low, min(high, SYSTEMIC)

    def _range(self) -> tuple[Fraction, Fraction]:
        models = family(self.world, self.record, self.base)
        bounds = last_told(self.record.of(models, "trained"), "cumulative_flop_range")
        if not isinstance(bounds, list):
            return Fraction(0), UNBOUNDED
        low, high = (Fraction(str(bound)) for bound in cast("list[object]", bounds))
        return low, high

    def _base_told(self, *, cumulative: bool) -> Fraction | None:
        models = family(self.world, self.record, self.base)
        stages = self.record.of(models, "trained")
        updates = [number(event.get("update_flop")) or Fraction(0) for event in stages]
        name = "cumulative_flop" if cumulative else "update_flop"
        known = [number(event.get(name)) for event in stages]
        figures = [figure for figure in known if figure is not None]
        if figures and max(figures) >= max(updates):
            return max(figures)
        if figures or self._range()[1] < UNBOUNDED or any(updates):
            return None  # told in part: a bound, or a stage that passed the last total
        return number(last_told(self.events, "base_flop_estimate"))

    def _telling(self) -> tuple[Fraction, ...]:
        told = self._base_told(cumulative=True) or GENERAL
        return (told / 2, max(SYSTEMIC - told, Fraction(0)) + 1)
