"""Filling facts in: every way in which what is missing could be told, to try what it decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations, product

from lifecycle.law.case import Case
from lifecycle.law.derivation import derive
from lifecycle.law.facts import Act, Facts
from lifecycle.law.trace import Missing
from lifecycle_projections.missing import undetermined

_PLACES = ("union", "outside_union")
_WORDS: Mapping[str, tuple[object, ...]] = {
    "market": _PLACES,
    "territory": _PLACES,
    "established_in": _PLACES,
    "third_parties_in": _PLACES,
    "persons_in": _PLACES,
    "generality": ("significant", "narrow"),
    "outputs": (("text",), ("none of those listed",)),
    "to": ("another organisation",),
}
_AMOUNTS = (Decimal("1e20"), Decimal("2e23"), Decimal("2e26"))
_WHOLE: Mapping[str, Mapping[str, object]] = {
    # An event of these types is told as a whole: with one fact alone it would say nothing.
    "supplied": {"commercial": True, "market": "outside_union"},
    "union_excluded": {"clear_and_unequivocal": True, "covers_integration": True},
}

Told = tuple[tuple[Missing, object], ...]


def waiting(case: Case) -> tuple[Missing, ...]:
    """Return every fact that something undetermined waits for."""
    return tuple(dict.fromkeys(f for waits in undetermined(derive(case)).values() for f in waits))


def every_filling(case: Case, facts: Sequence[Missing]) -> Iterator[Told]:
    """Yield every way to tell these facts."""
    ways = [[(fact, value) for value in fillings(case, fact)] for fact in facts]
    yield from product(*ways)


def decides(case: Case, facts: Sequence[Missing]) -> bool:
    """Return whether every filling of these facts leaves nothing that waits for a fact."""
    return all(not waiting(with_facts(case, told)) for told in every_filling(case, facts))


def smaller_sets(facts: Sequence[Missing]) -> Iterator[tuple[Missing, ...]]:
    """Yield every set that has fewer of these facts, the smallest first."""
    for size in range(len(facts)):
        yield from combinations(facts, size)


def fillings(case: Case, fact: Missing) -> tuple[object, ...]:
    """Return values that stand for every way a fact could be told beside what is told already."""
    name = fact.fact
    if name in _WORDS:
        return _WORDS[name]
    if name.endswith(("_flop", "_estimate")):
        low, high = _bounds(case, fact)
        near = [amount * 4 for act in case.acts("fine_tuned") if (amount := _amount(act))]
        amounts = sorted({*_AMOUNTS, *near, low})
        return tuple(a for a in amounts if low <= a and (high is None or a <= high))
    if name.endswith("_on"):
        return (case.day, case.day + timedelta(days=1))
    if name in ("actor", "coordinator"):
        return (case.actor or "another organisation", "another organisation")
    return (True, False)


def _amount(act: Act) -> Decimal | None:
    return act.number("modification_flop")


def _bounds(case: Case, fact: Missing) -> tuple[Decimal, Decimal | None]:
    act = next((a for a in case.facts.acts if a.event and a.event == fact.target), None)
    if act is None:
        return Decimal(0), None
    if fact.fact == "update_flop":
        return Decimal(0), act.number("cumulative_flop")
    span = act.span(f"{fact.fact}_range")
    update = act.number("update_flop") or Decimal(0)
    return (max(span[0], update), span[1]) if span else (update, None)


def with_facts(case: Case, told: Iterable[tuple[Missing, object]]) -> Case:
    """Return the case as it would be if these facts had been told as well."""
    facts = case.facts
    for fact, value in told:
        facts = _told(facts, fact, value, case)
    return Case(facts, case.day, case.reading, actor=case.actor, parameters=case.parameters)


def _told(facts: Facts, fact: Missing, value: object, case: Case) -> Facts:
    if fact.stream.startswith("organisation:"):
        key = fact.stream.removeprefix("organisation:")
        acts = _filled(facts.organisations.get(key, ()), fact, value, case)
        return replace(facts, organisations={**facts.organisations, key: acts})
    bases = {key: _told(base, fact, value, case) for key, base in facts.bases.items()}
    if fact.stream not in facts.streams:
        return replace(facts, bases=bases)
    return replace(facts, acts=_filled(facts.acts, fact, value, case), bases=bases)


def _filled(acts: Sequence[Act], fact: Missing, value: object, case: Case) -> tuple[Act, ...]:
    if fact.target:
        return tuple(
            _telling(act, fact.fact, value) if act.event == fact.target else act for act in acts
        )
    new = next((act for act in acts if act.kind == fact.event and not act.event), None)
    others = [act for act in acts if act is not new]
    if new is None:
        # A fact that a new event tells holds from the first recorded day on; a supply, from today.
        late = fact.event == "supplied" and fact.fact == "market"
        day = case.day if late else min((act.day for act in acts), default=case.day)
        actor = case.actor if fact.event == "supplied" else None
        new = Act(fact.event, day, -1, "", fact.stream, actor, _WHOLE.get(fact.event, {}))
    told = _telling(new, fact.fact, value)
    return tuple(sorted((*others, told), key=lambda act: (act.day, act.place)))


def _telling(act: Act, name: str, value: object) -> Act:
    if name == "actor":
        return replace(act, actor=str(value))
    return replace(act, values={**act.values, name: value})
