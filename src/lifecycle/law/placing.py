"""Every route by which a model may have been placed on the Union market, and the first one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from lifecycle.law import article_003_09 as market
from lifecycle.law import recital_097 as recital
from lifecycle.law.actors import base_case, modification, of_developer
from lifecycle.law.case import Case
from lifecycle.law.decisions import effective_on
from lifecycle.law.facts import Act
from lifecycle.law.guidelines_3_1 import downstream_system
from lifecycle.law.reading import Authority
from lifecycle.law.rule import DEFINITIONS_APPLY, rule
from lifecycle.law.trace import Finding, Limb, all_of, any_of, settled
from lifecycle.law.truth import NO, UNDETERMINED, YES


@dataclass(frozen=True, slots=True)
class Placing:
    """A possible placing: the day it would count from, the act, its route and the finding.

    ``route`` is ``supply`` (the actor supplies the model), ``own use`` (own system or internal
    use), ``downstream`` (with somebody else's system) or ``third party`` (the bare model, by
    somebody who did not develop it).
    """

    day: date
    act: Act
    route: str
    finding: Finding

    @property
    def order(self) -> tuple[date, int]:
        """Return what orders placings: the day, then the place in the ledger."""
        return self.day, self.act.place


_BY_ACT: dict[str, tuple[str, Callable[[Case, Act], Finding]]] = {
    "released": ("supply", market.released_in_union),
    "supplied": ("supply", market.supplied_in_union),
    "demonstrated": ("supply", market.shown_with_offer),
    "evaluation_access_given": ("supply", market.access_beyond_testing),
    "transferred_in_group": ("supply", market.handed_within_group),
    "third_party_published": ("third party", market.released_in_union),
    "rebranded": ("third party", market.supplied_in_union),
    "leaked": ("third party", market.leaked),
}


def placings(case: Case) -> tuple[Placing, ...]:
    """Return every possible placing up to the day, earliest first, with its finding."""
    return case.once("placings", lambda: _all(case))


def _all(case: Case) -> tuple[Placing, ...]:
    found = [*_by_act(case), *_systems(case), *_internal(case), *_as_its_original(case)]
    return tuple(sorted(found, key=lambda placing: placing.order))


def _by_act(case: Case) -> Iterator[Placing]:
    for act in case.acts(*_BY_ACT):
        route, finds = _BY_ACT[act.kind]
        day = market.supply_day(act)
        if day > case.day:
            continue
        foreign = of_developer(case, act.actor).outcome is NO
        if route == "supply" and foreign:
            route = "third party"
        yield Placing(day, act, route, finds(case.on(day), act))


def _systems(case: Case) -> Iterator[Placing]:
    for act in case.acts("system_released", "system_put_into_service"):
        own = of_developer(case, act.actor)
        if own.outcome is not NO:
            days = (
                _days_of_change(case, act) if act.kind == "system_put_into_service" else (act.day,)
            )
            yield from _first(case, act, "own use", recital.own_system, days)
        if own.outcome is not YES:
            yield Placing(act.day, act, "downstream", downstream_system(case.on(act.day), act))


def _internal(case: Case) -> Iterator[Placing]:
    for use in case.acts("used_internally"):
        if of_developer(case, use.actor).outcome is NO:
            continue
        days = tuple(
            day for day in _days_of_change(case, use) if use in recital.internal_uses(case.on(day))
        )
        routes = (
            recital.essential_internal_use,
            recital.used_by_others,
            recital.systemic_internal_use,
        )
        for finds in routes:
            yield from _first(case, use, "own use", finds, days)


def _as_its_original(case: Case) -> Iterator[Placing]:
    """Yield the placings of the original, where it is open whether this is still the same model."""
    act, original = modification(case), base_case(case)
    if act is None or original is None or act.flag("on_behalf_of_provider") is not None:
        return
    for found in placings(original):
        if found.finding.outcome is not NO:
            yield Placing(
                found.day, found.act, found.route, one_with_original(case, act, found.act)
            )


@rule(
    "D9-open",
    "placed as one with its original",
    cites="Guidelines 2.2",
    authority=Authority.GUIDELINES,
    since=DEFINITIONS_APPLY,
)
def one_with_original(case: Case, act: Act, placing: Act) -> Limb:
    """What was made on behalf of the original's provider is the original, placed when that was."""
    on_behalf = act.holds("on_behalf_of_provider", "made on behalf of the original's provider")
    return all_of("placed with its original", on_behalf, settled("placed", True, placing.event))


def _first(
    case: Case,
    act: Act,
    route: str,
    finds: Callable[[Case, Act], Finding],
    days: tuple[date, ...],
) -> Iterator[Placing]:
    """Yield the first day on which a lasting state may have placed the model, and the first on
    which it did; where it never did, its last day for the proof."""
    doubtful: Placing | None = None
    last: Placing | None = None
    for day in days:
        seen = case.on(day)
        if day > act.day and recital.discontinued(seen, act):
            break
        last = Placing(day, act, route, finds(seen, act))
        if last.finding.outcome is YES:
            break
        if last.finding.outcome is UNDETERMINED and doubtful is None:
            doubtful = last
    if doubtful is not None and doubtful is not last:
        yield doubtful
    if last is not None:
        yield last


def _days_of_change(case: Case, since: Act) -> tuple[date, ...]:
    """Return the days from an act on, up to the day, on which anything recorded changed."""
    days = {since.day}
    every = [case.facts, *case.facts.bases.values()]
    for act in (act for facts in every for act in facts.acts):
        for day in (act.day, effective_on(act)):
            if day is not None and since.day < day <= case.day:
                days.add(day)
    return tuple(sorted(days))


@rule(
    "M1-placed",
    "placed on the market",
    cites="Art. 3(9); Art. 2(1)(a); recital 97, sentence 10",
    since=DEFINITIONS_APPLY,
    covers=("C1", "M3", "M5", "M6", "R97.4", "R97.10"),
)
def placed(case: Case) -> Limb:
    """A model is placed on the market by its first making available on the Union market, by any
    route; it happens once, and supply outside the Union alone is none."""
    found = placings(case)
    if not found:
        return settled("nothing recorded placed it on the Union market", False)
    return any_of("placed by one of the routes", *(placing.finding for placing in found))


def placed_on(case: Case) -> date | None:
    """Return the day of the earliest certain placing, where no earlier one is possible."""
    for placing in placings(case):
        if placing.finding.outcome is YES:
            return placing.day
        if placing.finding.outcome is UNDETERMINED:
            return None
    return None
