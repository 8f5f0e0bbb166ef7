"""What would decide: a smallest set of facts every filling of which settles what is open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

from lifecycle.law.case import Case
from lifecycle.law.derivation import Derivation, derive
from lifecycle.law.facts import Act, Facts
from lifecycle.law.trace import Limb, Missing
from lifecycle.law.truth import UNDETERMINED

LARGEST_SEARCHED = 4
"""Sets up to this size are searched from the smallest; larger ones are only made minimal."""

_PLACES = ("union", "outside_union")
_WORDS: Mapping[str, tuple[object, ...]] = {
    "market": _PLACES,
    "territory": _PLACES,
    "established_in": _PLACES,
    "third_parties_in": _PLACES,
    "persons_in": _PLACES,
    "generality": ("significant", "narrow"),
    "outputs": (("text",), ("none of those listed",)),
    "purpose": ("testing_only", "customers' use"),
}
_AMOUNTS = (Decimal("1e20"), Decimal("2e23"), Decimal("9e24"), Decimal("2e26"))
_WHOLE: Mapping[str, Mapping[str, object]] = {
    # A new event of these types says nothing with one fact alone.
    "supplied": {"commercial": True, "market": "outside_union"},
    "union_excluded": {"clear_and_unequivocal": True, "covers_integration": True},
}


@dataclass(frozen=True, slots=True)
class Needed:
    """A missing fact with the conclusions that it helps to decide."""

    fact: Missing
    would_decide: tuple[str, ...]


def undetermined(derived: Derivation) -> dict[str, Limb]:
    """Return the undetermined conclusions and obligations, by name, with their proof."""
    open_ = {n: limb for n, limb in derived.conclusions.items() if limb.outcome is UNDETERMINED}
    for found in derived.obligations:
        if found.status == "undetermined":
            open_[found.id] = found.proof
    return open_


def _waiting(derived: Derivation) -> tuple[Missing, ...]:
    """Return every fact that something undetermined waits for."""
    return tuple(dict.fromkeys(f for limb in undetermined(derived).values() for f in limb.missing))


def missing_facts(case: Case, derived: Derivation) -> tuple[Needed, ...]:
    """Return a smallest set of facts every filling of which decides what facts can decide.

    What no source of law settles stays open whatever is told, and asks for no fact.
    """
    search = _Search(case, derived)
    chosen = search.smallest()
    open_ = undetermined(derived)
    return tuple(
        Needed(fact, tuple(name for name in open_ if search.decides(fact, name))) for fact in chosen
    )


class _Search:
    def __init__(self, case: Case, derived: Derivation) -> None:
        self.case = case
        self.derived = derived
        self.candidates = _waiting(derived)
        self._told: dict[tuple[tuple[Missing, object], ...], Derivation] = {(): derived}

    def smallest(self) -> tuple[Missing, ...]:
        if not self.candidates:
            return ()
        candidates = self._closed(self.candidates)
        for size in range(1, min(LARGEST_SEARCHED, len(candidates)) + 1):
            for chosen in combinations(candidates, size):
                if self._decide(chosen, ()):
                    return chosen
        return self._made_minimal(candidates)

    def _closed(self, candidates: tuple[Missing, ...]) -> tuple[Missing, ...]:
        """Return the candidates with those that only a filling brings up."""
        found = dict.fromkeys(candidates)
        for fact in candidates:
            for value in fillings(self.case, fact):
                found |= dict.fromkeys(_waiting(self._with(((fact, value),))))
        return tuple(found)

    def _made_minimal(self, candidates: tuple[Missing, ...]) -> tuple[Missing, ...]:
        kept = list(candidates)
        if not self._decide(tuple(kept), ()):
            return tuple(self.candidates)
        for fact in reversed(candidates):
            without = tuple(f for f in kept if f != fact)
            if without and self._decide(without, ()):
                kept.remove(fact)
        return tuple(kept)

    def _decide(self, left: Sequence[Missing], told: tuple[tuple[Missing, object], ...]) -> bool:
        """Return whether every filling of the facts left decides, after what was told."""
        if not _waiting(self._with(told)):
            return True
        if not left:
            return False
        fact, rest = left[0], left[1:]
        return all(
            self._decide(rest, (*told, (fact, value))) for value in fillings(self.case, fact)
        )

    def _with(self, told: tuple[tuple[Missing, object], ...]) -> Derivation:
        if told not in self._told:
            self._told[told] = derive(with_facts(self.case, told))
        return self._told[told]

    def decides(self, fact: Missing, name: str) -> bool:
        """Return whether some filling of a fact decides a conclusion, or it waits for the fact."""
        waiting = undetermined(self.derived)[name].missing
        if fact in waiting:
            return True
        return any(
            name not in undetermined(self._with(((fact, value),)))
            for value in fillings(self.case, fact)
        )


def fillings(case: Case, fact: Missing) -> tuple[object, ...]:
    """Return values that stand for every way a fact could be told."""
    name = fact.fact
    if name in _WORDS:
        return _WORDS[name]
    if name.endswith(("_flop", "_estimate")):
        low, high = _bounds(case, fact)
        amounts = sorted({*_AMOUNTS, *_around(case), low})
        return tuple(a for a in amounts if low <= a and (high is None or a <= high))
    if name.endswith("_on"):
        return (case.day, case.day + timedelta(days=1))
    if name in ("actor", "coordinator", "to"):
        other = "another organisation"
        return (case.actor or other, other) if name != "to" else (other,)
    return (True, False)


def _bounds(case: Case, fact: Missing) -> tuple[Decimal, Decimal | None]:
    """Return between which amounts a figure can lie beside what its event tells already."""
    act = next((a for a in case.facts.acts if a.event and a.event == fact.target), None)
    if act is None:
        return Decimal(0), None
    if fact.fact == "update_flop":
        return Decimal(0), act.number("cumulative_flop")
    span = act.span(f"{fact.fact}_range")
    update = act.number("update_flop") or Decimal(0)
    return (max(span[0], update), span[1]) if span else (update, None)


def _around(case: Case) -> Iterator[Decimal]:
    """Yield amounts just beyond the ratios that recorded modifications make decisive."""
    for act in case.acts("fine_tuned"):
        amount = act.number("modification_flop")
        if amount:
            yield amount * 4
            yield amount * 2


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
        values = _WHOLE.get(fact.event, {})
        new = Act(fact.event, day, -1, "", fact.stream, actor, values)
    told = _telling(new, fact.fact, value)
    return tuple(sorted((*others, told), key=lambda act: (act.day, act.place)))


def _telling(act: Act, name: str, value: object) -> Act:
    if name == "actor":
        return replace(act, actor=str(value))
    return replace(act, values={**act.values, name: value})
