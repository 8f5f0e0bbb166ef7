"""The proof: limbs with their outcome, the events that decided them, the facts that are missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from lifecycle.law.truth import (
    NO,
    UNDETERMINED,
    YES,
    Truth,
    conjunction,
    disjunction,
)

if TYPE_CHECKING:
    from lifecycle.law.rule import Version


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact nobody told: ``fact`` of an event of type ``event`` in the stream ``stream``.

    ``target`` names the recorded event that lacks it, or is empty where no such event exists.
    """

    stream: str
    event: str
    fact: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Limb:
    """One step of a proof.

    ``events`` are the recorded events that decided the outcome, ``missing`` the facts that
    would decide it, ``limbs`` the steps it rests on. Where lawyers differ, ``point`` names the
    disputed question and ``other`` carries the reading that was not followed.
    """

    says: str
    outcome: Truth
    events: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    limbs: tuple[Limb, ...] = ()
    point: str = ""
    other: Limb | None = None

    def walk(self) -> Iterator[Limb]:
        """Yield this limb and every limb below it, depth first, each before its own limbs."""
        yield self
        for limb in self.limbs:
            yield from limb.walk()


@dataclass(frozen=True, slots=True)
class Finding(Limb):
    """What one rule derived from the facts on one day, with the version of the rule that did.

    ``day`` is the day the rule was asked about, ``subject`` the event or key it was asked of
    (empty when it was asked of the whole case), ``in_force`` whether the rule applied that day.
    """

    rule: Version | None = None
    day: date | None = None
    subject: str = ""
    in_force: bool = field(kw_only=True)


def parts_of(limb: Limb) -> tuple[Limb, ...]:
    """Return what stands below a limb that takes this one's place: a finding keeps its own."""
    return (limb,) if isinstance(limb, Finding) or not limb.limbs else limb.limbs


def _merged(limbs: Iterable[Limb]) -> tuple[tuple[str, ...], tuple[Missing, ...]]:
    chosen = tuple(limbs)
    events = dict.fromkeys(event for limb in chosen for event in limb.events)
    missing = dict.fromkeys(fact for limb in chosen for fact in limb.missing)
    return tuple(events), tuple(missing)


def _joined(says: str, outcome: Truth, limbs: tuple[Limb, ...], decisive: Truth) -> Limb:
    """Join limbs under an outcome; ``decisive`` is the outcome that one limb can force alone."""
    if outcome is UNDETERMINED or outcome is decisive:
        deciding = [limb for limb in limbs if limb.outcome is outcome]
    else:
        deciding = list(limbs)
    events, missing = _merged(deciding)
    return Limb(says, outcome, events, missing if outcome is UNDETERMINED else (), limbs)


def all_of(says: str, *limbs: Limb) -> Limb:
    """Return YES when every limb holds; every limb is kept in the proof."""
    return _joined(says, conjunction(limb.outcome for limb in limbs), limbs, NO)


def any_of(says: str, *limbs: Limb) -> Limb:
    """Return YES when at least one limb holds; every limb is kept in the proof."""
    return _joined(says, disjunction(limb.outcome for limb in limbs), limbs, YES)


def fails(says: str, limb: Limb) -> Limb:
    """Return the negation of a limb, resting on it."""
    return Limb(says, ~limb.outcome, limb.events, limb.missing, (limb,))


def settled(says: str, outcome: bool, *events: str) -> Limb:
    """Return a limb that the record or the calendar decides."""
    return Limb(says, YES if outcome else NO, tuple(dict.fromkeys(events)))


def unknown(says: str, *missing: Missing, events: tuple[str, ...] = ()) -> Limb:
    """Return a limb nobody can decide until the missing facts are told."""
    return Limb(says, UNDETERMINED, events, missing)


def law_is_open(says: str, *events: str) -> Limb:
    """Return a limb that no fact would decide: no source settles the law."""
    return Limb(says, UNDETERMINED, tuple(dict.fromkeys(events)))


def renamed(says: str, limb: Limb) -> Limb:
    """Return the same limb under other words."""
    return replace(limb, says=says)
