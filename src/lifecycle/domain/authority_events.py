"""What passes between a model's provider and the authorities, and how obligations are performed."""

from __future__ import annotations

from lifecycle.domain import words
from lifecycle.domain.envelope import ModelEvent
from lifecycle.domain.fact import Day, Flag, Key, Number, Prose, Text, Word, fact


class CommissionNotified(ModelEvent, kind="commission_notified"):
    """The Commission was notified."""

    basis: Word = fact("the paragraph it was notified under", words=("52(1)",))
    with_arguments: Flag = fact("arguments against the classification were handed in with it")
    receipt: Text = fact("the number of the receipt")


class CommissionDecided(ModelEvent, kind="commission_decided"):
    """The Commission decided; effects run from the day on which the provider was informed."""

    kind: Word = fact("what it decided", words=words.DECISIONS)
    informed_on: Day = fact("the day on which the provider was informed")


class ReassessmentRequested(ModelEvent, kind="reassessment_requested"):
    """The provider asked the Commission to assess a designation again."""


class QualifiedAlertIssued(ModelEvent, kind="qualified_alert_issued"):
    """The Commission was alerted to the model."""

    by: Word = fact("who alerted it", words=("scientific_panel",))


class ReachRecorded(ModelEvent, kind="reach_recorded"):
    """How many business users the model has was counted."""

    registered_business_users_in_union: Number = fact(
        "registered business users in the Union", unit="users"
    )


class RepresentativeMandated(ModelEvent, kind="representative_mandated"):
    """An authorised representative was mandated."""

    representative: Key = fact("the representative")
    written: Flag = fact("the mandate is written")
    in_union: Flag = fact("the representative is established in the Union")


class RepresentativeTerminated(ModelEvent, kind="representative_terminated"):
    """A mandate ended."""

    representative: Key = fact("the representative")
    reason: Prose = fact("why it ended")


class Documented(ModelEvent, kind="documented"):
    """An obligation was performed, or its document renewed; the proof is the evidence."""

    obligation: Word = fact("the obligation", words=words.OBLIGATIONS)
    title: Text = fact("the document")
    document_version: Text = fact("its version")


class IncidentKnown(ModelEvent, kind="incident_known"):
    """The provider learned of a serious incident."""

    incident: Text = fact("the name of the incident")
    kind: Word = fact("what it led to", words=words.INCIDENTS)


class IncidentReported(ModelEvent, kind="incident_reported"):
    """A serious incident was reported."""

    incident: Text = fact("the name of the incident")
    kind: Word = fact("what it led to", words=words.INCIDENTS)
    stage: Word = fact("which report", words=words.REPORTS)


class IncidentResolved(ModelEvent, kind="incident_resolved"):
    """A serious incident was resolved."""

    incident: Text = fact("the name of the incident")
    kind: Word = fact("what it led to", words=words.INCIDENTS)


class AuthorityRequested(ModelEvent, kind="authority_requested"):
    """An authority asked for something."""

    request: Text = fact("the name of the request")
    basis: Text = fact("the paragraph it rests on")
    due_on: Day = fact("the last day for the answer")


class AuthorityAnswered(ModelEvent, kind="authority_answered"):
    """An authority's request was answered."""

    request: Text = fact("the name of the request")
    basis: Text = fact("the paragraph it rests on")
    due_on: Day = fact("the last day for the answer")
