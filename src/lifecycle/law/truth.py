"""Three-valued logic after Kleene: what is unknown stays unknown until something decides it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """The outcome of a limb or a rule; ``UNDETERMINED`` is never a polite "no"."""

    YES = "yes"
    NO = "no"
    UNDETERMINED = "undetermined"

    def __invert__(self) -> Truth:
        """Return the negation; unknown stays unknown."""
        return _NEGATION[self]


YES, NO, UNDETERMINED = Truth.YES, Truth.NO, Truth.UNDETERMINED
_NEGATION = {YES: NO, NO: YES, UNDETERMINED: UNDETERMINED}


def truth(value: bool | None) -> Truth:
    """Return the truth of a recorded flag; ``None`` is undetermined."""
    if value is None:
        return UNDETERMINED
    return YES if value else NO


def conjunction(truths: Iterable[Truth]) -> Truth:
    """Return "and": one NO decides, whatever is unknown; nothing at all is YES."""
    found = set(truths)
    if NO in found:
        return NO
    return UNDETERMINED if UNDETERMINED in found else YES


def disjunction(truths: Iterable[Truth]) -> Truth:
    """Return "or": one YES decides, whatever is unknown; nothing at all is NO."""
    found = set(truths)
    if YES in found:
        return YES
    return UNDETERMINED if UNDETERMINED in found else NO
