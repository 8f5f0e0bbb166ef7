"""The closed table of what may be recorded, and the door by which plain data becomes an event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from lifecycle.domain import authority_events as authority
from lifecycle.domain import market_events as market
from lifecycle.domain import record_events as record
from lifecycle.domain import training_events as making
from lifecycle.domain.envelope import ENVELOPE, Event
from lifecycle.domain.fact import FactSpec
from lifecycle.domain.refusals import unknown_type
from lifecycle.domain.values import shown
from lifecycle.errors import InputError

_CLASSES: tuple[type[Event], ...] = (
    making.OrganisationDeclared,
    making.Registered,
    making.DevelopmentCommissioned,
    making.ConsortiumFormed,
    making.MarketIntended,
    making.PretrainingStarted,
    making.Trained,
    making.ComputeForecast,
    making.Assessed,
    making.Prototyped,
    making.ReservedForScience,
    making.EvaluationAccessGiven,
    making.FineTuned,
    making.ChangeAssessed,
    making.SystemicRiskReported,
    market.Released,
    market.Demonstrated,
    market.Supplied,
    market.UnionExcluded,
    market.Integrated,
    market.SystemReleased,
    market.SystemPutIntoService,
    market.SystemDiscontinued,
    market.UsedInternally,
    market.InternalUseEnded,
    market.Licensed,
    market.InformationPublished,
    market.Monetised,
    market.LicensedIn,
    market.Rebranded,
    market.ThirdPartyPublished,
    market.Leaked,
    market.TransferredInGroup,
    market.RightsTransferred,
    market.Withdrawn,
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


def as_event(told: object) -> Event:
    """Return the event told as plain data, or as an ``Event``, which is validated again."""
    if isinstance(told, Event):
        return parse(told.as_mapping())
    if isinstance(told, Mapping):
        return parse(cast("Mapping[str, object]", told))
    raise InputError(f"{shown(told)} is no event.", 'Write an object: {"type": "released", …}.')


def facts_of(cls: type[Event]) -> tuple[FactSpec, ...]:
    """Return the facts of a type in the order of their declaration, the envelope left out."""
    return tuple(spec for spec in cls.specs if spec.name not in ENVELOPE)
