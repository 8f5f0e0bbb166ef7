"""An obligation on a day: whether it binds this actor now, or after the transition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lifecycle.law.article_111 import transition
from lifecycle.law.binding import bound, bound_later, continues, exempt_again
from lifecycle.law.case import Case
from lifecycle.law.trace import Finding, Limb, all_of, any_of, fails
from lifecycle.law.truth import NO, YES, Truth


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty of Chapter V: its id, the rule on what it needs beside being bound, and, where the law
    reaches into the time before placing, the rule on that."""

    id: str
    needs: Callable[[Case], Finding]
    before_placing: Callable[[Case], Finding] | None = None
    record_keeping: bool = False


@dataclass(frozen=True, slots=True)
class Obligation:
    """A duty as it stands for the case's actor on the case's day."""

    id: str
    title: str
    active: Limb
    transitional: Limb

    @property
    def status(self) -> str:
        """Return ``active``, ``transitional``, ``inactive`` or ``undetermined``."""
        if self.active.outcome is YES:
            return "active"
        if self.transitional.outcome is YES:
            return "transitional"
        if self.active.outcome is NO and self.transitional.outcome is NO:
            return "inactive"
        return "undetermined"

    @property
    def binds(self) -> Truth:
        """Return whether it binds on the day; a transitional one does not."""
        return self.active.outcome

    @property
    def proof(self) -> Limb:
        """Return the limb that explains the status."""
        decisive = (limb for limb in (self.active, self.transitional) if limb.outcome is not NO)
        return next(decisive, self.active)


def obligation(case: Case, duty: Duty) -> Obligation:
    """Return how a duty stands in a case."""
    needs = duty.needs(case)
    common = (
        needs,
        continues(case, record_keeping=duty.record_keeping),
        fails("not exempt again", exempt_again(case)),
    )
    active = all_of(f"{duty.id} binds", bound(case), *common)
    later = all_of(f"{duty.id} binds from 2 August 2027", bound_later(case), *common)
    if duty.before_placing is not None:
        before, legacy = duty.before_placing(case), transition(case)
        at_once = all_of("before placing", before, fails("not in the transition", legacy))
        active = any_of(f"{duty.id} binds", active, at_once)
        in_time = all_of("before placing", before, legacy)
        later = any_of(f"{duty.id} binds from 2 August 2027", later, in_time)
    return Obligation(duty.id, needs.says, active, later)
