"""What a deadline is: a day with its proof, and how it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lifecycle.law.performance import Performance, performed
from lifecycle.law.regulation_1182 import Due
from lifecycle.law.trace import Finding, settled


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day by which something is due, from which it is possible, or until which it is kept.

    ``kind`` is ``by``, ``from`` or ``until``. ``events`` are the recorded events that set the day.
    ``proof`` holds the rule and its authority; it is undetermined where the duty is, or a fact that
    sets the day. ``performance`` is that of this deadline, ``None`` where there is nothing to
    perform. ``voluntary`` marks commitments that the Act does not make: the rolled end does not
    measure them. ``unverified`` says what of it was not read in its source.
    """

    key: str
    obligation: str
    what: str
    due: Due
    proof: Finding
    events: tuple[str, ...] = ()
    kind: str = "by"
    performance: Performance | None = None
    voluntary: bool = False
    unverified: tuple[str, ...] = ()

    @property
    def limit(self) -> date:
        """The last day that is not late."""
        return self.due.calendar if self.voluntary else self.due.rolled


def next_one(
    key: str, what: str, due: Due, proof: Finding, events: tuple[str, ...], *extra: str
) -> Deadline:
    """Return the next of a row of voluntary deadlines: the one before is done, it is not yet."""
    return Deadline(
        key,
        key.partition("_")[0],
        what,
        due,
        proof,
        events,
        performance=performed(settled("not done since", False), None),
        voluntary=True,
        unverified=(*extra, *due.unverified),
    )
