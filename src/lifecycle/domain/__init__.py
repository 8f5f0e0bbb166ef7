"""What can happen to a model, an organisation or the ledger, and what an event may contradict."""

from __future__ import annotations

from lifecycle.domain.countries import EU_27
from lifecycle.domain.envelope import ENVELOPE, Event, ModelEvent, OrganisationEvent
from lifecycle.domain.fact import FactSpec
from lifecycle.domain.recorded import Recorded, parse_ref, ref_of
from lifecycle.domain.structures import Evidence
from lifecycle.domain.vocabulary import KINDS, TOPICS, as_event, facts_of, parse

__all__ = [
    "ENVELOPE",
    "EU_27",
    "KINDS",
    "TOPICS",
    "Event",
    "Evidence",
    "FactSpec",
    "ModelEvent",
    "OrganisationEvent",
    "Recorded",
    "as_event",
    "facts_of",
    "parse",
    "parse_ref",
    "ref_of",
]
