"""The closed table of what may be recorded, and the one door through which plain data becomes an event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lifecycle.domain import authority_events as authority
from lifecycle.domain import model_events as life
from lifecycle.domain import record_events as record
from lifecycle.domain.envelope import ENVELOPE, Event
from lifecycle.domain.fact import FactSpec
from lifecycle.domain.refusals import unknown_type
from lifecycle.errors import InputError

_CLASSES: tuple[type[Event], ...] = (
    life.OrganisationDeclared,
    life.Registered,
    life.DevelopmentCommissioned,
    life.ConsortiumFormed,
    life.MarketIntended,
    life.PretrainingStarted,
    life.Trained,
    life.ComputeForecast,
    life.Assessed,
    life.Prototyped,
    life.ReservedForScience,
    life.EvaluationAccessGiven,
    life.FineTuned,
    life.ChangeAssessed,
    life.SystemicRiskReported,
    life.Released,
    life.Demonstrated,
    life.Supplied,
    life.UnionExcluded,
    life.Integrated,
    life.SystemReleased,
    life.SystemPutIntoService,
    life.SystemDiscontinued,
    life.UsedInternally,
    life.InternalUseEnded,
    life.Licensed,
    life.InformationPublished,
    life.Monetised,
    life.LicensedIn,
    life.Rebranded,
    life.ThirdPartyPublished,
    life.Leaked,
    life.TransferredInGroup,
    life.RightsTransferred,
    life.Withdrawn,
    authority.CommissionNotified,
    authority.CommissionDecided,
    authority.ReassessmentRequested,
    authority.QualifiedAlertIssued,
    authority.ReachRecorded,
    authority.RepresentativeMandated,
    authority.RepresentativeTerminated,
    authority.Documented,
    authority.IncidentKnown,
    authority.IncidentReported,
    authority.IncidentResolved,
    authority.AuthorityRequested,
    authority.AuthorityAnswered,
    record.Noted,
    record.Corrected,
    record.Retracted,
    record.Imported,
)

KINDS: Mapping[str, type[Event]] = MappingProxyType({cls.type: cls for cls in _CLASSES})
"""The current class of each type."""

TOPICS: Mapping[str, type[Event]] = MappingProxyType({cls.topic: cls for cls in _CLASSES})
"""The class of each topic a ledger may hold; a topic that is not here is never imported or run."""


def parse(mapping: Mapping[str, object]) -> Event:
    """Return the event that plain data tells, with ``type`` naming its class.

    Raises ``InputError`` that names the field and the cure; nothing is guessed or converted
    beyond days written as ``YYYY-MM-DD`` and exact numbers written as text.
    """
    told = dict(mapping)
    word = told.pop("type", None)
    cls = KINDS.get(word) if isinstance(word, str) else None
    if cls is None:
        raise unknown_type(word, KINDS)
    event = cls.told(told)
    event.body()
    return event


def as_event(told: Event | Mapping[str, object]) -> Event:
    """Return the event told as plain data, or as an object, which is validated again."""
    if isinstance(told, Event):
        return parse(told.as_mapping())
    if isinstance(told, Mapping):
        return parse(told)
    raise InputError(
        f"an event is an object, not {type(told).__name__}.", 'Write {"type": "released", …}.'
    )


def facts_of(cls: type[Event]) -> tuple[FactSpec, ...]:
    """Return the facts of a type in the order of their declaration, the envelope left out."""
    return tuple(spec for spec in cls.specs if spec.name not in ENVELOPE)


def envelope_of(cls: type[Event]) -> tuple[FactSpec, ...]:
    """Return the fields that a type shares with others: model or organisation, day, actor, id, …."""
    return tuple(spec for spec in cls.specs if spec.name in ENVELOPE)
