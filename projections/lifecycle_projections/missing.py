"""What would decide: the facts that everything undetermined waits for."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.law.derivation import Derivation
from lifecycle.law.trace import Missing
from lifecycle.law.truth import UNDETERMINED


@dataclass(frozen=True, slots=True)
class Needed:
    """A missing fact with the conclusions and obligations that wait for it."""

    fact: Missing
    would_decide: tuple[str, ...]


def undetermined(derived: Derivation) -> dict[str, tuple[Missing, ...]]:
    """Return what is undetermined, by name, with the facts that it waits for.

    What no source of law settles waits for none.
    """
    open_ = {
        name: limb.missing
        for name, limb in derived.conclusions.items()
        if limb.outcome is UNDETERMINED
    }
    for found in derived.obligations:
        if found.status == "undetermined":
            sides = (found.active, found.transitional)
            waits = [
                fact for side in sides if side.outcome is UNDETERMINED for fact in side.missing
            ]
            open_[found.id] = tuple(dict.fromkeys(waits))
    return open_


def missing_facts(derived: Derivation) -> tuple[Needed, ...]:
    """Return a smallest set of facts every filling of which decides what facts can decide.

    A limb waits only for facts that can still matter, and where one fact stands in for several
    the rule names that one; so what is waited for is all that has to be told, and no more.
    """
    open_ = undetermined(derived)
    facts = dict.fromkeys(fact for waits in open_.values() for fact in waits)
    return tuple(
        Needed(fact, tuple(name for name, waits in open_.items() if fact in waits))
        for fact in facts
    )
