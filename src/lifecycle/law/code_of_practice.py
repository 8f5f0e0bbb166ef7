"""The Code of Practice's chapter on safety and security: who signed it, and incidents under it."""

from __future__ import annotations

from datetime import date

from lifecycle.law.case import Case
from lifecycle.law.continuity import may_bind
from lifecycle.law.facts import Act
from lifecycle.law.matters import Matter, matters, own_acts
from lifecycle.law.reading import Authority
from lifecycle.law.regulation_1182 import Due, in_time, period
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, Missing, settled, unknown
from lifecycle.law.truth import YES

CODE_SINCE = date(2025, 7, 10)
CHAPTER = "safety_security"
INCIDENTS = ("critical_infrastructure_disruption", "cybersecurity_breach", "death", "serious_harm")
"""What an incident led to, from the shortest period for its first report to the longest."""


@rule(
    "CODE-signed",
    "signed the chapter on safety and security",
    cites="Art. 56; Code of Practice, Safety and Security",
    authority=Authority.CODE_OF_PRACTICE,
    since=CODE_SINCE,
    covers=("53(4)", "55(2)"),
)
def signatory(case: Case) -> Limb:
    """The Code's periods are commitments of those who signed the chapter on safety and security.
    Whether somebody did must be told: while it is not, no period of the Code runs."""
    says = "signed the chapter on safety and security"
    if not case.reads(Authority.CODE_OF_PRACTICE):
        return settled("the reading takes no code into account", False)
    actor = case.actor or ""
    told = case.organisation(actor, "code_of_practice")
    if told is None:
        stream = f"organisation:{actor}"
        return unknown(says, Missing(stream, "organisation_declared", "code_of_practice"))
    return settled(says, CHAPTER in (told.words("code_of_practice") or ()), told.event)


def signed(case: Case) -> bool:
    """Return whether the actor is known to have signed the chapter."""
    return signatory(case).outcome is YES


def incidents(case: Case) -> tuple[Matter, ...]:
    """Return the serious incidents that the actor learned of while Art. 55(1)(c) bound it, with
    the reports on them."""
    return case.once("incidents", lambda: _incidents(case))


def _incidents(case: Case) -> tuple[Matter, ...]:
    known = (a for a in own_acts(case, "incident_known") if may_bind(case.on(a.day), "55(1)(c)"))
    return matters(case, known, "incident_reported", "incident")


def led_to(case: Case, incident: Matter) -> Act | None:
    """Return the latest act that tells, in a word of the Code, what an incident led to."""
    acts = case.acts("incident_known", "incident_reported", "incident_resolved")
    telling = [act for act in acts if _of(case, act, incident) and act.word("kind") in INCIDENTS]
    return telling[-1] if telling else None


def kind_of(case: Case, incident: Matter) -> Limb:
    """Return whether it was told what an incident led to."""
    told = led_to(case, incident)
    if told is not None:
        return settled(f"led to {told.word('kind')}", True, told.event)
    return unknown("what it led to: the shortest period is shown", incident.act.lacks("kind"))


def resolved(case: Case, incident: Matter) -> Act | None:
    """Return the act by which an incident was resolved."""
    ending = [act for act in own_acts(case, "incident_resolved") if _of(case, act, incident)]
    return ending[0] if ending else None


def _of(case: Case, act: Act, incident: Matter) -> bool:
    if act.word("incident") is None:
        return act.event == incident.act.event or len(incidents(case)) == 1
    return act.word("incident") == incident.key


def first_report_due(case: Case, incident: Matter) -> Due:
    """Return when the first report on an incident is due after the actor became aware of it.

    Where nobody told what it led to, that is the shortest of the Code's periods.
    """
    told = led_to(case, incident)
    return _due(case, incident, (told.word("kind") if told else None) or INCIDENTS[0])


def _due(case: Case, incident: Matter, kind: str) -> Due:
    return period(case, incident.act.day, f"incident_{kind}")


def first_report_in_time(case: Case, incident: Matter) -> Limb:
    """Return whether a reported incident was first reported in time; where nobody told what it led
    to, only a report before the shortest or after the longest period tells."""
    day = incident.answers[0].day
    if led_to(case, incident) is not None:
        return in_time(case, day, first_report_due(case, incident), voluntary=True)
    shortest, longest = (
        in_time(case, day, _due(case, incident, kind), voluntary=True)
        for kind in (INCIDENTS[0], INCIDENTS[-1])
    )
    if shortest.outcome is longest.outcome:
        return shortest
    return unknown("reported in time", incident.act.lacks("kind"), events=shortest.events)
