"""The Code of Practice's deadlines for its signatories: incident reports and reviews."""

from __future__ import annotations

from collections.abc import Iterator

from lifecycle.law.case import Case
from lifecycle.law.code_of_practice import (
    CODE_SINCE,
    first_report_due,
    first_report_in_time,
    incidents,
    kind_of,
    resolved,
    signatory,
    signed,
)
from lifecycle.law.code_reviews import RISKS, reviews
from lifecycle.law.continuity import may_bind, obligation_of
from lifecycle.law.deadline import Deadline, next_one
from lifecycle.law.facts import Act
from lifecycle.law.matters import Matter
from lifecycle.law.performance import performed
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, in_time, period
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, settled, unknown

REPORTS = "55(1)(c)"


def code_deadlines(case: Case) -> Iterator[Deadline]:
    """Yield the Code's deadlines for an actor who signed its chapter on safety and security.

    The first incident has the plain keys, the others carry their name: ``…_report:INCIDENT``.
    """
    if not signed(case):
        return
    for place, incident in enumerate(incidents(case)):
        suffix = f":{incident.key}" if place else ""
        yield _first_report(case, incident, suffix)
        yield from _later_reports(case, incident, suffix)
        yield _records(case, incident, suffix)
    if may_bind(case, RISKS):
        yield from reviews(case)


def _incident(case: Case, key: str) -> Matter:
    return next(incident for incident in incidents(case) if incident.key == key)


def _bound_when_known(case: Case, incident: Matter) -> Limb:
    return obligation_of(case.on(incident.act.day), REPORTS).active


@rule(
    "CODE-9.3-initial",
    "first report on a serious incident",
    cites="Code of Practice, Safety and Security, Measure 9.3; Art. 55(1)(c)",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def first_report(case: Case, key: str) -> Limb:
    """After the signatory becomes aware that its model was involved: 2 days for the disruption of
    critical infrastructure, 5 for a cybersecurity breach, 10 for a death, 15 for serious harm. The
    Act itself says without undue delay."""
    incident = _incident(case, key)
    return all_of(
        "first report due",
        signatory(case),
        _bound_when_known(case, incident),
        kind_of(case, incident),
    )


def _first_report(case: Case, incident: Matter, suffix: str) -> Deadline:
    due = first_report_due(case, incident)
    done = incident.answered("reported", "incident")
    timely = first_report_in_time(case, incident) if incident.answers else None
    return Deadline(
        f"{REPORTS}_code_initial_report{suffix}",
        REPORTS,
        f"first report on {incident.key}",
        due,
        first_report(case, incident.key),
        (incident.act.event,),
        performance=performed(done, timely),
        voluntary=True,
        unverified=due.unverified,
    )


@rule(
    "CODE-9.3-interim",
    "further report on an unresolved incident",
    cites="Code of Practice, Safety and Security, Measure 9.3",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def interim_report(case: Case, key: str) -> Limb:
    """While an incident is not resolved a further report follows at least every four weeks."""
    incident = _incident(case, key)
    says = "reported and not resolved"
    still = settled(says, resolved(case, incident) is None, *(a.event for a in incident.answers))
    return all_of("further report due", signatory(case), _bound_when_known(case, incident), still)


@rule(
    "CODE-9.3-final",
    "final report on a resolved incident",
    cites="Code of Practice, Safety and Security, Measure 9.3",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def final_report(case: Case, key: str) -> Limb:
    """A final report follows not later than 60 days after the incident was resolved."""
    incident = _incident(case, key)
    ending = resolved(case, incident)
    events = (ending.event,) if ending else ()
    return all_of(
        "final report due",
        signatory(case),
        _bound_when_known(case, incident),
        settled("resolved", ending is not None, *events),
    )


def _later_reports(case: Case, incident: Matter, suffix: str) -> Iterator[Deadline]:
    ending = resolved(case, incident)
    final = [act for act in incident.answers if act.word("stage") == "final"]
    if ending is not None:
        due = period(case, ending.day, "incident_final_report")
        timely = in_time(case, final[0].day, due, voluntary=True) if final else None
        yield Deadline(
            f"{REPORTS}_code_final_report{suffix}",
            REPORTS,
            f"final report on {incident.key}",
            due,
            final_report(case, incident.key),
            (ending.event,),
            performance=performed(_final(incident, final), timely),
            voluntary=True,
            unverified=due.unverified,
        )
    elif incident.answers and not final:
        last = incident.answers[-1]
        due = period(case, last.day, "incident_interim_report")
        yield next_one(
            f"{REPORTS}_code_interim_report{suffix}",
            f"further report on {incident.key}",
            due,
            interim_report(case, incident.key),
            (last.event,),
        )


def _final(incident: Matter, final: list[Act]) -> Limb:
    says = f"finally reported: {incident.key}"
    if final:
        return settled(says, True, *(act.event for act in final))
    untold = [act.lacks("stage") for act in incident.answers if act.word("stage") is None]
    return unknown(says, *untold) if untold else settled(says, False)


@rule(
    "CODE-9.4",
    "records of an incident are kept",
    cites="Code of Practice, Safety and Security, Measure 9.4",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
)
def incident_records(case: Case, key: str) -> Limb:
    """What was gathered on an incident is kept for at least five years from the incident or from
    the document, whichever is later."""
    incident = _incident(case, key)
    return all_of("records kept", signatory(case), _bound_when_known(case, incident))


def _records(case: Case, incident: Matter, suffix: str) -> Deadline:
    ending = resolved(case, incident)
    acts = [incident.act, *incident.answers, *((ending,) if ending else ())]
    last = max(acts, key=lambda act: (act.day, act.place))
    return Deadline(
        f"{REPORTS}_code_records_until{suffix}",
        REPORTS,
        f"records of {incident.key}",
        Due.fixed(period(case, last.day, "incident_records").calendar),
        incident_records(case, incident.key),
        (last.event,),
        kind="until",
        voluntary=True,
    )
