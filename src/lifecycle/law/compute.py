"""Amounts of compute as far as they are known: exact totals with a lower and an upper bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from lifecycle.law.case import Case
from lifecycle.law.facts import Act
from lifecycle.law.trace import Limb, Missing
from lifecycle.law.truth import NO, UNDETERMINED, YES


@dataclass(frozen=True, slots=True)
class Compute:
    """An amount between ``low`` and ``high`` FLOP (``high`` None: no upper bound is known)."""

    low: Fraction
    high: Fraction | None
    events: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()

    @property
    def exact(self) -> bool:
        """Return whether the amount is one figure."""
        return self.high == self.low

    @property
    def lacking(self) -> tuple[Missing, ...]:
        """Return the facts that would make the amount exact; none where it is."""
        return () if self.exact else self.missing

    @property
    def known(self) -> bool:
        """Return whether anything bounds the amount from above."""
        return self.high is not None

    def exceeds(self, limit: Decimal | Fraction, says: str) -> Limb:
        """Return whether the amount is greater than a limit; equality is not greater."""
        bound = Fraction(limit)
        if self.low > bound:
            return Limb(says, YES, self.events)
        if self.high is not None and self.high <= bound:
            return Limb(says, NO, self.events)
        return Limb(says, UNDETERMINED, self.events, self.missing)

    def plus(self, other: Compute) -> Compute:
        """Return the sum, as far as both amounts are known."""
        high = self.high + other.high if self.high is not None and other.high is not None else None
        return Compute(
            self.low + other.low,
            high,
            tuple(dict.fromkeys(self.events + other.events)),
            tuple(dict.fromkeys(self.lacking + other.lacking)),
        )


def exactly(amount: Decimal, *events: str) -> Compute:
    """Return an amount told as one figure."""
    return Compute(Fraction(amount), Fraction(amount), events)


def untold(*missing: Missing, events: tuple[str, ...] = ()) -> Compute:
    """Return an amount of which nothing is known."""
    return Compute(Fraction(0), None, events, missing)


def stages(case: Case) -> tuple[Act, ...]:
    """Return the training stages recorded up to the day."""
    return case.acts("trained")


def running_total(case: Case, fact: str, *, at_least: str = "", at_most: str = "") -> Compute:
    """Return the running total that the training stages tell, up to the day.

    A total never falls: a later stage that tells less, or nothing, takes nothing back. What its
    developer, or somebody on its behalf, fine-tuned later counts towards it.
    ``at_least`` names a fact whose total this one cannot be below, ``at_most`` one it cannot be
    above; the upper one is used only where the fact itself was never told.
    """
    total, further = untold(), Fraction(0)
    for act in case.acts("trained", "fine_tuned"):
        if act.kind == "trained":
            total, further = _after(total, act, fact), Fraction(0)
        elif not any(told.stream == act.stream and _tells(told, fact) for told in stages(case)):
            added = _further(case, act, further)
            total, further = _grown(total, added, act), further + added
    if at_least:
        floor = running_total(case, at_least)
        if floor.low > total.low:
            high = total.high if total.high is not None and total.high >= floor.low else None
            total = Compute(floor.low, high, total.events + floor.events)
    if at_most and total.high is None:
        ceiling = running_total(case, at_most)
        if ceiling.high is not None:
            high = max(ceiling.high, total.low)
            total = Compute(total.low, high, total.events + ceiling.events)
    return replace(total, missing=(_lacking(case, fact),))


def _after(total: Compute, act: Act, fact: str) -> Compute:
    point, span = act.number(fact), act.span(f"{fact}_range")
    if point is not None:
        told = (Fraction(point), Fraction(point))
    elif span is not None:
        told = (Fraction(span[0]), Fraction(span[1]))
    else:
        return total
    low = max(total.low, told[0])
    return Compute(low, max(low, told[1]), (act.event,))


def _tells(act: Act, fact: str) -> bool:
    return act.number(fact) is not None or act.span(f"{fact}_range") is not None


def _further(case: Case, act: Act, before: Fraction) -> Fraction:
    """Return what a fine-tuning within the same model adds to those before it.

    It tells its own compute, or the total of all of them.
    """
    if f"model:{act.word('base_model')}" not in case.facts.streams:
        return Fraction(0)
    whole, own = act.number("cumulative_modification_flop"), act.number("modification_flop")
    if whole is not None:
        return max(Fraction(whole) - before, Fraction(0))
    return Fraction(own or 0)


def _grown(total: Compute, added: Fraction, act: Act) -> Compute:
    """Return a known total with a later amount; one that nobody told stays untold."""
    if total.high is None or not added:
        return total
    return total.plus(Compute(added, added, (act.event,)))


def _lacking(case: Case, fact: str) -> Missing:
    acts = stages(case)
    return acts[-1].lacks(fact) if acts else case.lacks("trained", fact)
