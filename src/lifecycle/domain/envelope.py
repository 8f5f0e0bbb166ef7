"""What every event carries: its stream, day, actor, id, evidence, and its one canonical form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Self, Unpack, cast

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator
from pydantic_core import from_json

from lifecycle.domain.fact import (
    Evidence,
    FactSpec,
    Key,
    Names,
    OwnId,
    Prose,
    Refused,
    TheDay,
    TheModel,
    TheOrganisation,
    fact,
    required,
    spec_of,
)
from lifecycle.domain.refusals import FIXED_FIELDS, explained, suggestion
from lifecycle.domain.structures import Evidence as Document
from lifecycle.domain.values import number_text
from lifecycle.errors import InputError

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))

MAX_BODY = 60_000
"""Bytes of the canonical form of one event."""

ENVELOPE = ("model", "organisation", "occurred_on", "actor", "id", "evidence", "note", "assumed")
"""The fields that are not facts of one type."""

_PLACES = {"model": -5, "organisation": -4, "occurred_on": -3, "actor": -2, "id": -1} | {
    "evidence": 1,
    "note": 2,
    "assumed": 3,
}


class Event(BaseModel):
    """Something that happened, as it was told: facts, each known or unknown, never conclusions.

    ``type`` is the word in the vocabulary, ``topic`` names the type with its version and is
    what a ledger stores. A fact that is absent or ``None`` is unknown. Two events are equal
    when their canonical forms are.
    """

    # Most commands meet few types of events: each builds its validator when it is first met.
    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True)

    type: ClassVar[str] = ""
    version: ClassVar[int] = 1
    topic: ClassVar[str] = ""
    specs: ClassVar[tuple[FactSpec, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ()

    occurred_on: TheDay = required("the civil day (Brussels) from which the fact holds")
    actor: Key = fact("the organisation that did it")
    id: OwnId = fact("the recorder's own key for this event; makes repeating it safe")
    evidence: Evidence = fact("documents that support it", unknown=())
    note: Prose = fact("free text")
    assumed: Names = fact("names of facts in this event that were assumed, not known", unknown=())

    @field_validator("assumed")
    @classmethod
    def _names_fields(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in cls.model_fields:
                raise Refused(
                    InputError(
                        f"events of type '{cls.type}' have no fact '{name}'.",
                        suggestion(name, cls.model_fields) or f"See: lifecycle kinds {cls.type}",
                    )
                )
        return names

    def __init_subclass__(
        cls, *, kind: str = "", version: int = 1, **settings: Unpack[ConfigDict]
    ) -> None:
        """Give the class the word, version and topic that it was declared with."""
        super().__init_subclass__(**settings)
        cls.type = kind
        cls.version = version
        cls.topic = f"{kind}/{version}"

    @classmethod
    def __pydantic_init_subclass__(cls, **settings: object) -> None:
        """Keep the descriptions of the declared fields, in the order of the canonical form."""
        specs = (spec_of(name, field) for name, field in cls.model_fields.items())
        cls.specs = tuple(sorted(specs, key=lambda spec: _PLACES.get(spec.name, 0)))
        cls.order = tuple(spec.name for spec in cls.specs)

    @property
    def stream(self) -> str:
        """The stream it belongs to: ``model:KEY``, ``organisation:KEY`` or ``ledger``."""
        return "ledger"

    def facts(self) -> dict[str, object]:
        """Return the facts that were told, those told to be unknown as ``None``."""
        told = self.model_fields_set
        return {
            spec.name: getattr(self, spec.name)
            for spec in self.specs
            if spec.name in told and spec.name not in ENVELOPE
        }

    def as_mapping(self) -> dict[str, object]:
        """Return what was told, ready for JSON: type first, days and exact numbers as text."""
        mapping: dict[str, object] = {"type": self.type}
        told = self.model_fields_set
        for name in self.order:
            if name in told:
                value = getattr(self, name)
                if name not in ENVELOPE or value not in (None, ()):
                    mapping[name] = _plain(value)
        return mapping

    @cached_property
    def _canonical(self) -> bytes:
        body = _JSON.encode(self.as_mapping()).encode()
        if len(body) > MAX_BODY:
            raise InputError(
                f"the event has {len(body)} bytes, of {MAX_BODY} at most.",
                "Shorten its texts; name long documents in 'evidence' instead of quoting them.",
            )
        return body

    def body(self) -> bytes:
        """Return the canonical JSON in UTF-8; raises ``InputError`` beyond 60,000 bytes."""
        return self._canonical

    @classmethod
    def from_body(cls, body: bytes | str) -> Self:
        """Return the event whose canonical form was stored; raises ``InputError`` if it is none."""
        try:
            told = from_json(body, allow_inf_nan=False)
        except ValueError:
            raise InputError("the stored event is not JSON.") from None
        if (
            not isinstance(told, dict)
            or cast("dict[str, object]", told).pop("type", None) != cls.type
        ):
            raise InputError(f"the stored event is not of type '{cls.type}'.")
        return cls.told(cast("dict[str, object]", told))

    @classmethod
    def told(cls, given: Mapping[str, object]) -> Self:
        """Return the event with these fields (without ``type``); raises ``InputError``."""
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise explained(cls.type, cls.specs, error) from None

    def replaced(self, changes: Mapping[str, object]) -> Self:
        """Return the event with fields changed, ``None`` for unknown; raises ``InputError``."""
        fixed = next((name for name in changes if name in FIXED_FIELDS), None)
        if fixed is not None:
            raise InputError(
                "a correction cannot change it.",
                "Retract the event and record the right one.",
                field=fixed,
            )
        told = self.as_mapping()
        del told["type"]
        return self.told({**told, **changes})

    def warnings(self) -> tuple[str, ...]:
        """Return what was kept but may not be meant: unlisted words, look-alikes, addresses."""
        from lifecycle.domain.doubts import doubts  # noqa: PLC0415 -- it reads this module's class

        return doubts(self)

    def __eq__(self, other: object) -> bool:
        """Compare canonical forms: an absent fact and one told to be unknown differ."""
        if not isinstance(other, Event) or type(self) is not type(other):
            return False
        return self.body() == other.body()

    def __hash__(self) -> int:
        """Hash the canonical form."""
        return hash(self.body())

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: nothing in it can change."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process in the canonical form."""
        return type(self).from_body, (self.body(),)


def _plain(value: object) -> object:
    """Return a fact's value as JSON takes it."""
    plain = value
    if value is None or isinstance(value, str | bool):
        pass
    elif isinstance(value, Decimal):
        plain = number_text(value)
    elif isinstance(value, date):
        plain = value.isoformat()
    elif isinstance(value, Document):
        plain = value.as_mapping()
    elif isinstance(value, tuple):
        plain = [_plain(item) for item in cast("tuple[object, ...]", value)]
    elif isinstance(value, Mapping):
        entries = cast("Mapping[str, object]", value)
        plain = {name: _plain(entries[name]) for name in sorted(entries)}
    return plain


class ModelEvent(Event):
    """Something in a model's life."""

    model: TheModel = required("the key of the model")

    @property
    def stream(self) -> str:
        """The model's stream."""
        return f"model:{self.model}"


class OrganisationEvent(Event):
    """Something about an organisation."""

    organisation: TheOrganisation = required("the key of the organisation")

    @property
    def stream(self) -> str:
        """The organisation's stream."""
        return f"organisation:{self.organisation}"
