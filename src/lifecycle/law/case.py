"""A case: the facts about one model, seen on one day, by one actor, under one reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeVar, cast

from lifecycle.law.facts import Act, Facts
from lifecycle.law.parameters import TABLE, ParameterTable
from lifecycle.law.reading import Authority, Reading
from lifecycle.law.trace import Finding, Limb, Missing, parts_of
from lifecycle.law.truth import UNDETERMINED

Derived = TypeVar("Derived")


class Case:
    """What a rule is asked about; pure but for a memory of findings already derived.

    ``day`` is the day asked about: a rule sees the acts up to and including it. ``turned`` are
    the disputed points read the other way, ``disputed`` collects those where the readings
    differed while deriving.
    """

    def __init__(
        self,
        facts: Facts,
        day: date,
        reading: Reading,
        *,
        actor: str | None = None,
        turned: frozenset[str] = frozenset(),
        parameters: ParameterTable = TABLE,
    ) -> None:
        self.facts = facts
        self.day = day
        self.reading = reading
        self.actor = actor
        self.turned = turned
        self.parameters = parameters
        self.disputed: set[str] = set()
        self._memory: dict[Hashable, object] = {}
        self._cases: dict[Hashable, Case] = {}

    # -- other views of the same facts ---------------------------------------------------------

    def _view(self, facts: Facts, day: date, actor: str | None) -> Case:
        key = (id(facts), day, actor)
        found = self._cases.get(key)
        if found is None:
            found = Case(
                facts,
                day,
                self.reading,
                actor=actor,
                turned=self.turned,
                parameters=self.parameters,
            )
            found.disputed = self.disputed
            found._cases = self._cases
            self._cases[key] = found
        return found

    def on(self, day: date) -> Case:
        """Return the same case on another day."""
        return self if day == self.day else self._view(self.facts, day, self.actor)

    def unasked(self) -> Case:
        """Return the same case without an actor, for what is true of the model alone."""
        return self if self.actor is None else self._view(self.facts, self.day, None)

    def base(self, key: str) -> Case | None:
        """Return the case of a model this one was made from, where anything is known of it."""
        facts = self.facts.bases.get(key)
        return None if facts is None else self._view(facts, self.day, None)

    def turned_at(self, point: str) -> Case:
        """Return a fresh case that reads one disputed point the other way."""
        return Case(
            self.facts,
            self.day,
            self.reading,
            actor=self.actor,
            turned=self.turned | {point},
            parameters=self.parameters,
        )

    # -- the facts -----------------------------------------------------------------------------

    @cached_property
    def _seen(self) -> tuple[Act, ...]:
        return tuple(act for act in self.facts.acts if act.day <= self.day)

    def acts(self, *kinds: str) -> tuple[Act, ...]:
        """Return the acts of these types up to the day, in the order they held."""
        return tuple(act for act in self._seen if act.kind in kinds)

    def own(self, kind: str) -> tuple[Act, ...]:
        """Return the acts of a type in the asked model's own stream; without any, its variants'."""
        acts = self.acts(kind)
        return tuple(act for act in acts if act.stream == self.facts.stream) or acts

    def last(self, kind: str) -> Act | None:
        """Return the latest act of a type up to the day, in the own stream if it has any."""
        acts = self.own(kind)
        return acts[-1] if acts else None

    def last_telling(self, kind: str, fact: str) -> Act | None:
        """Return the latest act of a type that tells a fact: a later silence takes nothing back."""
        telling = [act for act in self.own(kind) if act.values.get(fact) is not None]
        return telling[-1] if telling else None

    def organisation(self, key: str, fact: str) -> Act | None:
        """Return the latest declaration up to the day that tells a fact of an organisation."""
        acts = self.facts.organisations.get(key, ())
        telling = [a for a in acts if a.day <= self.day and a.values.get(fact) is not None]
        return telling[-1] if telling else None

    def lacks(self, kind: str, fact: str) -> Missing:
        """Return the name of a fact that no event told of this model."""
        return Missing(self.facts.stream, kind, fact)

    def days(self, acts: Iterable[Act]) -> tuple[date, ...]:
        """Return the distinct days of acts, in order."""
        return tuple(sorted({act.day for act in acts}))

    # -- the law -------------------------------------------------------------------------------

    def reads(self, authority: Authority) -> bool:
        """Return whether the chosen reading takes texts of that tier into account."""
        return self.reading.reads(authority)

    def flop(self, parameter: str) -> Decimal:
        """Return an amount of compute that the law sets on the day, in FLOP."""
        return self.parameters.flop(parameter, self.day)

    def share(self, parameter: str) -> Fraction:
        """Return a share that the law sets on the day."""
        return self.parameters.share(parameter, self.day)

    def settle(self, point: str, followed: Limb, other: Limb) -> Limb:
        """Return the reading followed on a disputed point, carrying the other one.

        It counts as disputed where the readings differ although no fact is missing.
        """
        differ = followed.outcome is not other.outcome
        waiting = [side for side in (followed, other) if side.outcome is UNDETERMINED]
        if differ and not any(side.missing for side in waiting):
            self.disputed.add(point)
        chosen, left = (other, followed) if point in self.turned else (followed, other)
        return Limb(
            chosen.says,
            chosen.outcome,
            chosen.events,
            chosen.missing,
            parts_of(chosen) if isinstance(chosen, Finding) else chosen.limbs,
            point if differ else "",
            left if differ else None,
        )

    def once(self, key: Hashable, derive: Callable[[], Derived]) -> Derived:
        """Return what was derived under a key in this case, deriving it the first time."""
        if key not in self._memory:
            self._memory[key] = derive()
        return cast("Derived", self._memory[key])
