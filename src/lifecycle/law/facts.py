"""The facts a rule may read: acts on civil days, corrections already applied, no law in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from lifecycle.law.trace import Limb, Missing
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth, truth


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """One recorded fact-event: what happened on a day, told by whom, under which name.

    ``values`` holds what was told, by the names of the event vocabulary; a name that is absent
    or ``None`` is unknown. ``event`` is the recorded name (``atlas#3``), ``stream`` the stream
    (``model:atlas``), ``place`` the position in the ledger, which orders acts of one day.
    """

    kind: str
    day: date
    place: int
    event: str
    stream: str
    actor: str | None
    values: Mapping[str, object]

    def lacks(self, fact: str) -> Missing:
        """Return the name of a fact this act leaves open."""
        return Missing(self.stream, self.kind, fact, self.event)

    def tells(self, fact: str) -> bool:
        """Return whether the fact was told at all, be it as ``None``."""
        return fact in self.values

    def flag(self, fact: str) -> bool | None:
        """Return a recorded flag."""
        value = self.values.get(fact)
        return value if isinstance(value, bool) else None

    def word(self, fact: str) -> str | None:
        """Return a recorded word or key."""
        value = self.values.get(fact)
        return value if isinstance(value, str) else None

    def words(self, fact: str) -> tuple[str, ...] | None:
        """Return a recorded list of words or keys; an empty one was told, ``None`` was not."""
        value = self.values.get(fact)
        if not isinstance(value, (tuple, list)):
            return None
        return tuple(str(word) for word in cast("Sequence[object]", value))

    def number(self, fact: str) -> Decimal | None:
        """Return a recorded number, exact."""
        value = self.values.get(fact)
        return value if isinstance(value, Decimal) else None

    def span(self, fact: str) -> tuple[Decimal, Decimal] | None:
        """Return a recorded interval [low, high], exact."""
        value = self.values.get(fact)
        if not isinstance(value, (tuple, list)):
            return None
        told = cast("Sequence[object]", value)
        bounds = [bound for bound in told if isinstance(bound, Decimal)]
        return (bounds[0], bounds[1]) if len(bounds) == 2 else None

    def date_of(self, fact: str) -> date | None:
        """Return a recorded day."""
        value = self.values.get(fact)
        return value if isinstance(value, date) else None

    def holds(self, fact: str, says: str) -> Limb:
        """Return whether a recorded flag is true."""
        value = self.flag(fact)
        return self._limb(says, fact, truth(value), known=value is not None)

    def denied(self, fact: str, says: str) -> Limb:
        """Return whether a recorded flag is false: a negative must be recorded."""
        value = self.flag(fact)
        return self._limb(says, fact, ~truth(value), known=value is not None)

    def is_one_of(
        self, fact: str, words: Iterable[str], says: str, known: Iterable[str] | None = None
    ) -> Limb:
        """Return whether a recorded word is among ``words``.

        A word outside ``known`` (the vocabulary of the fact) decides nothing; without ``known``
        every recorded word decides.
        """
        value = self.word(fact)
        if value is None or (known is not None and value not in {*known, *words}):
            return self._limb(says, fact, UNDETERMINED, known=False)
        return self._limb(says, fact, YES if value in set(words) else NO, known=True)

    def in_union(self, fact: str, says: str) -> Limb:
        """Return whether a territory or market is the Union's."""
        return self.is_one_of(fact, ("union",), says, known=("outside_union",))

    def by(self, actor: str | None, says: str) -> Limb:
        """Return whether that organisation did this act."""
        if self.actor is None or actor is None:
            return self._limb(says, "actor", UNDETERMINED, known=self.actor is not None)
        return self._limb(says, "actor", YES if self.actor == actor else NO, known=True)

    def _limb(self, says: str, fact: str, outcome: Truth, *, known: bool) -> Limb:
        missing = () if known else (self.lacks(fact),)
        return Limb(says, outcome, (self.event,), missing)


def _of_nobody() -> Mapping[str, tuple[Act, ...]]:
    return {}


def _from_nothing() -> Mapping[str, Facts]:
    return {}


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything known at one instant about one model, in the order of days.

    ``acts`` covers the streams of the model and of its variants from the same large
    pre-training run (``streams``, the asked one first); ``identity`` are the findings that made
    them one model. ``bases`` holds the facts of models it was made from, by key. Acts after the
    day asked about are present, because a few decisions date back; rules filter by day.
    """

    model: str
    acts: tuple[Act, ...]
    organisations: Mapping[str, tuple[Act, ...]] = field(default_factory=_of_nobody)
    bases: Mapping[str, Facts] = field(default_factory=_from_nothing)
    streams: tuple[str, ...] = ()
    identity: tuple[Limb, ...] = ()

    @property
    def stream(self) -> str:
        """Return the stream of the model that was asked about."""
        return f"model:{self.model}"
