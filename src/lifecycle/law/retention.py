"""Article 54(3)(b): until when the technical documentation must be kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lifecycle.law.article_053 import technical_documentation
from lifecycle.law.binding import bound
from lifecycle.law.case import Case
from lifecycle.law.continuity import days_of_change
from lifecycle.law.placing import Placing, placed, placed_on, placings
from lifecycle.law.regulation_1182 import plain_end
from lifecycle.law.rule import rule
from lifecycle.law.trace import Finding, Limb, all_of, any_of, renamed, settled, unknown
from lifecycle.law.truth import NO, YES


@dataclass(frozen=True, slots=True)
class Retention:
    """Whether documentation must still be kept on the day, and its last day.

    ``until`` is ``None`` where no certain placing sets it or the actor has nothing to keep.
    """

    active: Finding
    until: date | None


def retention(case: Case) -> Retention:
    """Return until when the case's actor must keep the model's technical documentation."""
    active = retention_active(case)
    day = placed_on(case.unasked())
    if day is None or bound(case).outcome is NO or _drawn_up(case).outcome is NO:
        return Retention(active, None)
    return Retention(active, _end(case, day))


@rule(
    "X2",
    "documentation must still be kept",
    cites="Art. 54(3)(b); Code of Practice, Transparency, Measure 1.1",
)
def retention_active(case: Case) -> Limb:
    """Technical documentation that had to be drawn up is kept for ten years after the placing, the
    last day included. The Act says so of the representative's copy; for the provider itself the
    Code of Practice does. Later exemption or withdrawal does not shorten it."""
    says = "kept for ten years after the placing"
    binds = bound(case)
    if binds.outcome is NO:
        return renamed(says, binds)
    return all_of(says, binds, placed(case.unasked()), _drawn_up(case), _running(case))


def _drawn_up(case: Case) -> Limb:
    """Return whether documentation had to be drawn up on any day since the model may have been
    placed."""
    since = _possible(case)[0].day
    days = [day for day in days_of_change(case) if day >= since]
    findings = (technical_documentation(case.unasked().on(day)) for day in days)
    return any_of("technical documentation had to be drawn up", *findings)


def _running(case: Case) -> Limb:
    possible = _possible(case)
    first = possible[0]
    until = _end(case, first.day)
    if case.day <= until:
        return settled(f"to be kept until {until}", True, first.act.event)
    certain = next((p for p in possible if p.finding.outcome is YES), None)
    if certain is not None and case.day > _end(case, certain.day):
        return settled(f"kept until {_end(case, certain.day)}", False, certain.act.event)
    return unknown("within ten years of the placing", *first.finding.missing)


def _possible(case: Case) -> list[Placing]:
    """Return the placings that may have happened: one at least, where anybody may be bound."""
    return [p for p in placings(case.unasked()) if p.finding.outcome is not NO]


def _end(case: Case, day: date) -> date:
    line = case.parameters.line("retention", day)
    return plain_end(day, case.parameters.count("retention", day), line.unit)
