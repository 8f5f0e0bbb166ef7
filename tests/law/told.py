"""Tells the law a story: acts of one model on civil days, and who asks about it when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from lifecycle.law.case import Case
from lifecycle.law.deadline import Deadline
from lifecycle.law.deadlines import deadlines, first_deadline
from lifecycle.law.derivation import derive
from lifecycle.law.facts import Act, Facts
from lifecycle.law.performance import Performance, performance
from lifecycle.law.reading import READINGS

NEWEST = "guidelines-2025-11"
SMALL, LARGE = Decimal("5e23"), Decimal("2e25")


@dataclass
class Told:
    """Acts in the order in which they are told; events are named ``atlas#1``, ``acme#1`` …"""

    acts: list[Act] = field(default_factory=list)
    organisations: dict[str, list[Act]] = field(default_factory=dict)

    def then(self, kind: str, day: str, /, **facts: object) -> Told:
        """Tell an act of the model ``atlas``, by acme unless another actor, or none, is named."""
        actor = facts.pop("actor", "acme")
        who = None if actor is None else str(actor)
        number = len(self.acts) + 1
        on = date.fromisoformat(day)
        told = _days(facts)
        act = Act(kind, on, number, f"atlas#{number}", "model:atlas", who, told)
        return Told([*self.acts, act], self.organisations)

    def declared(self, day: str = "2024-01-01", *, actor: str = "acme", **facts: object) -> Told:
        """Tell something of an organisation."""
        acts = self.organisations.get(actor, [])
        name, stream = f"{actor}#{len(acts) + 1}", f"organisation:{actor}"
        on = date.fromisoformat(day)
        act = Act("organisation_declared", on, len(acts), name, stream, None, facts)
        return Told(self.acts, {**self.organisations, actor: [*acts, act]})

    def on(self, day: str, *, actor: str | None = "acme", reading: str = NEWEST) -> Case:
        """Return the case as it is asked about on a day."""
        acts = tuple(sorted(self.acts, key=lambda act: (act.day, act.place)))
        organisations = {key: tuple(told) for key, told in self.organisations.items()}
        facts = Facts("atlas", acts, organisations, streams=("model:atlas",))
        return Case(facts, date.fromisoformat(day), READINGS[reading], actor=actor)


def _days(facts: Mapping[str, object]) -> dict[str, object]:
    named = ("informed_on", "due_on", "first_customer_on")
    return {k: date.fromisoformat(str(v)) if k in named and v else v for k, v in facts.items()}


def model(
    compute: Decimal = SMALL,
    trained: str = "2025-06-01",
    *,
    where: str = "union",
    status: str = "complete",
) -> Told:
    """Return a general-purpose model that acme, established there, trained and nobody placed."""
    return (
        Told()
        .declared(established_in=where)
        .then("registered", "2025-01-01")
        .then("trained", trained, update_flop=compute, cumulative_flop=compute, status=status)
        .then("assessed", trained, outputs=("text",), generality="significant")
    )


def placed(
    day: str = "2025-09-10",
    compute: Decimal = SMALL,
    trained: str = "2025-06-01",
    *,
    where: str = "union",
) -> Told:
    """Return such a model, placed on the Union market on a day."""
    return model(compute, trained, where=where).then("released", day, **supply())


def supply() -> dict[str, object]:
    """Return the facts of a release that places a model."""
    return {"channel": "api", "market": "union", "commercial": True, "own_name": True}


def deadlines_of(case: Case) -> dict[str, Deadline]:
    """Return the deadlines of a case."""
    return deadlines(case, derive(case).obligations)


def days(case: Case) -> dict[str, tuple[str, str]]:
    """Return both ends of every deadline, by key."""
    found = deadlines_of(case)
    return {k: (str(d.due.calendar), str(d.due.rolled)) for k, d in found.items()}


def first(case: Case, obligation: str) -> Deadline | None:
    """Return the first deadline of an obligation."""
    return first_deadline(case, derive(case).obligation(obligation))


def due(case: Case, obligation: str) -> str | None:
    """Return the plain day on which an obligation is first due."""
    found = first(case, obligation)
    return None if found is None else str(found.due.calendar)


def kept(case: Case, obligation: str) -> Performance:
    """Return how an obligation was performed."""
    found = first(case, obligation)
    return performance(case, obligation, None if found is None else found.due)


INSIDE: dict[str, Any] = {
    "purely_internal": True,
    "affects_rights": False,
    "third_parties_in": "union",
}
"""An internal use, but for whether it is essential to third parties."""

WITHIN: dict[str, Any] = {**INSIDE, "essential_to_third_parties": False}
ESSENTIAL: dict[str, Any] = {**INSIDE, "essential_to_third_parties": True}
MADE = (
    Told()
    .then("trained", "2025-09-01", update_flop=SMALL, cumulative_flop=SMALL)
    .then("assessed", "2025-09-01", outputs=("text",), generality="significant")
)
"""A general-purpose model whose maker's establishment nobody told."""


def anew(name: str) -> str:
    """Return the same name as another object, as a file would give it."""
    return "".join(name)
