"""The proof of one obligation as a tree, for why, why not and why undetermined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from lifecycle.law.obligation import Obligation
from lifecycle.law.reading import DEFAULT_READING, POINTS
from lifecycle.law.trace import Finding, Limb
from lifecycle_projections.answer_form import finding_form
from lifecycle_projections.counterfactual import deciding_events
from lifecycle_projections.obligations import Answer, obligations_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lifecycle.view import LedgerView

SCHEMA = "lifecycle/why/1"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a proof: how deep it stands, what it says, its outcome and what it rests on.

    ``cites`` and ``authority`` are empty where the step is no rule of its own; ``missing`` are
    facts as ``event.fact``; ``repeated`` marks a rule whose proof was shown above; ``point`` and
    ``otherwise`` tell a disputed question and the outcome of the other reading.
    """

    depth: int
    says: str
    outcome: str
    rule: str
    cites: str
    authority: str
    events: tuple[str, ...]
    missing: tuple[str, ...]
    repeated: bool
    point: str
    otherwise: str


@dataclass(frozen=True)
class Proof:
    """Why an obligation has its status: the steps, and the events that decided it."""

    answer: Answer
    found: Obligation

    @property
    def steps(self) -> tuple[Step, ...]:
        """The proof line by line, each rule before what it rests on."""
        return tuple(_steps(self.found.proof, 0, set()))

    @property
    def deciding(self) -> tuple[str, ...]:
        """A smallest set of recorded events without which the status would differ."""
        return deciding_events(self.answer.case, self.found)

    def to_dict(self) -> dict[str, object]:
        """Return the proof as plain data under the schema ``lifecycle/why/1``."""
        form = self.answer.to_dict(findings=False)
        used = {(f.rule.id, f.subject, f.day) for f in _findings(self.found.proof) if f.rule}
        found = next((o for o in _listed(form) if o.get("id") == self.found.id), None)
        return {
            "schema": SCHEMA,
            "model": self.answer.model,
            "actor": self.answer.actor,
            **self.answer.axes.to_dict(),
            "obligation": found
            or {"id": self.found.id, "title": self.found.title, "status": self.found.status},
            "deciding_events": list(self.deciding),
            "readings": form["readings"],
            "missing": form["missing"],
            "findings": [
                finding_form(finding)
                for finding in self.answer.findings
                if finding.rule and (finding.rule.id, finding.subject, finding.day) in used
            ],
        }


def _listed(form: dict[str, object]) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", form["obligations"])


def _findings(limb: Limb) -> Iterator[Finding]:
    for part in limb.walk():
        if isinstance(part, Finding):
            yield part


def _steps(limb: Limb, depth: int, shown: set[tuple[str, str, date | None]]) -> Iterator[Step]:
    rule = limb.rule if isinstance(limb, Finding) else None
    key = (rule.id, limb.subject, limb.day) if rule and isinstance(limb, Finding) else None
    repeated = key in shown
    if key is not None:
        shown.add(key)
    yield Step(
        depth=depth,
        says=limb.says,
        outcome=limb.outcome.value,
        rule=rule.id if rule else "",
        cites=rule.cites if rule else "",
        authority=rule.authority.value if rule else "",
        events=limb.events,
        missing=tuple(f"{fact.event}.{fact.fact}" for fact in limb.missing),
        repeated=repeated and bool(limb.limbs),
        point=limb.point,
        otherwise=limb.other.outcome.value if limb.other else "",
    )
    if repeated:
        return
    for part in limb.limbs:
        if len(limb.limbs) == 1 and not isinstance(part, Finding) and part.says == limb.says:
            yield from _below(part, depth, shown)
        else:
            yield from _steps(part, depth + 1, shown)


def _below(limb: Limb, depth: int, shown: set[tuple[str, str, date | None]]) -> Iterator[Step]:
    for part in limb.limbs:
        yield from _steps(part, depth + 1, shown)


def why(
    view: LedgerView,
    model: str,
    obligation: str,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    rulebook: str = DEFAULT_READING,
) -> Proof:
    """Return the proof of an obligation's status, whatever it is; raises as ``obligations_on``."""
    answer = obligations_on(
        view, model, actor=actor, valid_on=valid_on, known_at=known_at, rulebook=rulebook
    )
    return Proof(answer, answer.derived.obligation(obligation))


def disputed(point: str) -> tuple[str, str, str]:
    """Return a disputed question, the reading followed, and the other one."""
    described = POINTS[point]
    return described.question, described.followed, described.other
