"""The Code of Practice's reviews for its signatories: the framework and the model report."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.law.case import Case
from lifecycle.law.code_of_practice import CODE_SINCE, signatory
from lifecycle.law.continuity import obligation_of
from lifecycle.law.deadline import Deadline, next_one
from lifecycle.law.performance import documents, first_notification, performed
from lifecycle.law.placing import placed, placed_on, placings
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import in_time, period
from lifecycle.law.rule import Rule, rule
from lifecycle.law.trace import Limb, all_of, settled, unknown
from lifecycle.law.truth import YES

RISKS = "55(1)(b)"


@rule(
    "CODE-1.1",
    "framework confirmed",
    cites="Code of Practice, Safety and Security, Measure 1.1",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def framework_confirmation(case: Case) -> Limb:
    """The framework is confirmed within four weeks of the notification under Art. 52(1), and two
    weeks before placing: the second day is known only when it has passed, so the first is shown."""
    told = first_notification(case)
    events = (told.event,) if told else ()
    notified = settled("notified under Art. 52(1)", told is not None, *events)
    return all_of("framework due", signatory(case), obligation_of(case, RISKS).active, notified)


@rule(
    "CODE-1.3",
    "framework assessed",
    cites="Code of Practice, Safety and Security, Measure 1.3",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def framework_assessment(case: Case) -> Limb:
    """The framework is assessed every 12 months from the placing, or sooner on cause; the latest
    act recorded for Art. 55(1)(b) counts as the latest assessment."""
    return _review(case, "assessment due")


@rule(
    "CODE-7.6",
    "model report updated",
    cites="Code of Practice, Safety and Security, Measure 7.6",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def model_report_update(case: Case) -> Limb:
    """The report on a model that is among the signatory's most capable ones on the market is
    updated at least every six months. Whether it is among them is not recorded, and the three
    exceptions of the measure are not either."""
    capable = unknown("among the signatory's most capable models: no event tells")
    return all_of("update due", _review(case, "review due"), capable)


def _review(case: Case, says: str) -> Limb:
    return all_of(says, signatory(case), obligation_of(case, RISKS).active, placed(case.unasked()))


def reviews(case: Case) -> Iterator[Deadline]:
    """Yield the reviews that a signatory bound by Art. 55(1)(b) has to make."""
    yield from _confirmation(case)
    since = placed_on(case.unasked())
    if since is None:
        return
    placing = next(p for p in placings(case.unasked()) if p.finding.outcome is YES)
    latest = [placing.act, *(act for act in documents(case, RISKS) if act.day >= since)][-1]
    start = max(since, latest.day)
    rows: tuple[tuple[str, str, Rule[[]]], ...] = (
        ("framework_assessment", "framework assessed", framework_assessment),
        ("model_report_update", "model report updated", model_report_update),
    )
    for parameter, what, finds in rows:
        due = period(case, start, parameter)
        yield next_one(f"{RISKS}_code_{parameter}", what, due, finds(case), (latest.event,))


def _confirmation(case: Case) -> Iterator[Deadline]:
    told = first_notification(case)
    if told is None:
        return
    done = documents(case, RISKS)
    due = period(case, told.day, "framework_confirmed")
    limb = settled("an act is recorded for it", bool(done), *(act.event for act in done))
    timely = in_time(case, done[0].day, due, voluntary=True) if done else None
    yield Deadline(
        f"{RISKS}_code_framework_confirmation",
        RISKS,
        "framework confirmed",
        due,
        framework_confirmation(case),
        (told.event,),
        performance=performed(limb, timely),
        voluntary=True,
        unverified=due.unverified,
    )
