"""The published form of an answer: flat, plain data, three-valued facts as words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from lifecycle.law.deadlines import first_due
from lifecycle.law.obligation import Obligation
from lifecycle.law.reading import POINTS
from lifecycle.law.regulation_1182 import Due
from lifecycle.law.trace import Finding, Limb

if TYPE_CHECKING:
    from lifecycle_projections.obligations import Answer

SCHEMA = "lifecycle/answer/1"


def answer_form(answer: Answer, *, findings: bool) -> dict[str, object]:
    """Return the answer as plain data, with the whole proof or without findings."""
    derived = answer.derived
    outcomes = {name: outcome.value for name, outcome in derived.outcomes().items()}
    active = outcomes.pop("obligations_active")
    form: dict[str, object] = {
        "schema": SCHEMA,
        "model": answer.model,
        "actor": answer.actor,
        **answer.axes.to_dict(),
    }
    for name, outcome in outcomes.items():
        form[name] = outcome
        if name == "placed_on_market":
            form["placed_on"] = _day(derived.placed_on)
    form["retention_active"] = answer.retention.active.outcome.value
    form["retention_until"] = _day(answer.retention.until)
    form["obligations_active"] = active
    form["contested"] = answer.is_contested
    form["readings"] = [_reading(answer, point) for point in answer.readings]
    form["obligations"] = [
        _obligation(answer, found) for found in derived.obligations if found.status != "inactive"
    ]
    form["deadlines"] = {key: due_form(found.due) for key, found in answer.deadlines.items()}
    if findings:
        form["findings"] = [finding_form(finding) for finding in answer.findings]
    form["missing"] = [
        {
            "fact": needed.fact.fact,
            "event": needed.fact.event,
            "stream": needed.fact.stream,
            "target": needed.fact.target or None,
            "would_decide": list(needed.would_decide),
        }
        for needed in answer.missing
    ]
    return form


def _day(day: object) -> str | None:
    return None if day is None else str(day)


def due_form(due: Due) -> dict[str, object]:
    """Return a due day as plain data: the plain period, and its end rolled to a working day."""
    return {"calendar": due.calendar.isoformat(), "rolled": due.rolled.isoformat()}


def _obligation(answer: Answer, found: Obligation) -> dict[str, object]:
    stretch = answer.course.stretch(found.id, answer.axes.valid_on)
    due = first_due(answer.case, found)
    performed = answer.performances[found.id]
    return {
        "id": found.id,
        "title": found.title,
        "status": found.status,
        "contested": answer.contested(found.id),
        "since": stretch.since.isoformat(),
        "until": _day(stretch.until),
        "due": None if due is None else due_form(due),
        "performance": performed.value,
        "evidence": _evidence(answer, performed.events),
    }


def _evidence(answer: Answer, events: Iterable[str]) -> list[dict[str, object]]:
    told = answer.book.history.by_ref
    found: list[dict[str, object]] = []
    for name in events:
        event = told[name].event
        documents = event.evidence if event is not None else ()
        found.append({"event": name, "documents": [doc.as_mapping() for doc in documents]})
    return found


def _reading(answer: Answer, point: str) -> dict[str, object]:
    """Return a disputed point with what changes when it is read the other way."""
    other, mine = answer.readings[point], answer.derived
    outcomes = _changed(
        {n: o.value for n, o in mine.outcomes().items()},
        {n: o.value for n, o in other.outcomes().items()},
    )
    described = POINTS[point]
    return {
        "point": point,
        "question": described.question,
        "followed": described.followed,
        "other": described.other,
        "otherwise": {**outcomes, **_changed(mine.statuses(), other.statuses())},
    }


def _changed(mine: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {name: other[name] for name in mine if other[name] != mine[name]}


def finding_form(finding: Finding) -> dict[str, object]:
    """Return a finding as plain data: rule, citation, authority, outcome, limbs and events."""
    rule = finding.rule
    assert rule is not None
    form: dict[str, object] = {
        "rule": rule.id,
        "says": finding.says,
        "cites": rule.cites,
        "authority": rule.authority.value,
        "outcome": finding.outcome.value,
        "on": _day(finding.day),
        "in_force": finding.in_force,
        "limbs": [limb_form(limb) for limb in finding.limbs],
        "events": list(finding.events),
    }
    if finding.subject:
        form["of"] = finding.subject
    return form | _disputed(finding)


def limb_form(limb: Limb) -> dict[str, object]:
    """Return a limb as plain data; a limb that is a finding of its own is named by its rule."""
    form: dict[str, object] = {"says": limb.says, "outcome": limb.outcome.value}
    if isinstance(limb, Finding) and limb.rule is not None:
        form |= {"rule": limb.rule.id, "on": _day(limb.day)}
        return form | ({"of": limb.subject} if limb.subject else {})
    form["events"] = list(limb.events)
    if limb.missing:
        form["missing"] = [f"{fact.event}.{fact.fact}" for fact in limb.missing]
    if limb.limbs:
        form["limbs"] = [limb_form(part) for part in limb.limbs]
    return form | _disputed(limb)


def _disputed(limb: Limb) -> dict[str, object]:
    if limb.other is None:
        return {}
    return {"point": limb.point, "other": limb_form(limb.other)}
