"""The JSON Schema of events, made from the same descriptions of facts that validate them."""

from __future__ import annotations

from lifecycle.domain import KINDS, Event, FactSpec
from lifecycle.domain.structures import MAX_ITEMS
from lifecycle.domain.values import (
    KEY_PATTERN,
    MAX_LINE,
    MAX_LONG_PROSE,
    MAX_PROSE,
    NUMBER_PATTERN,
    SHA256_PATTERN,
)

SCHEMA_ID = "lifecycle/event/1"

_LINE: dict[str, object] = {"type": "string", "minLength": 1, "maxLength": MAX_LINE}
_KEY: dict[str, object] = {"type": "string", "pattern": f"^{KEY_PATTERN}$"}
_NUMBER: dict[str, object] = {
    "type": ["string", "number"],
    "pattern": f"^{NUMBER_PATTERN}$",
    "minimum": 0,
}
_DOCUMENT: dict[str, object] = {
    "type": "object",
    "properties": {
        "title": _LINE,
        "uri": {"type": "string", "maxLength": MAX_LONG_PROSE},
        "sha256": {"type": "string", "pattern": f"^{SHA256_PATTERN}$"},
    },
    "required": ["title"],
    "additionalProperties": False,
}


def _list(items: dict[str, object]) -> dict[str, object]:
    return {"type": "array", "items": items, "maxItems": MAX_ITEMS, "uniqueItems": True}


_KINDS: dict[str, dict[str, object]] = {
    "flag": {"type": "boolean"},
    "word": _LINE,
    "words": _list(_LINE),
    "names": _list({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}),
    "key": _KEY,
    "model_key": _KEY,
    "keys": _list(_KEY),
    "id": _LINE,
    "target": _LINE,
    "day": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "flop": _NUMBER,
    "flop_range": {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2},
    "number": _NUMBER,
    "text": _LINE,
    "prose": {"type": "string", "minLength": 1, "maxLength": MAX_PROSE},
    "long_prose": {"type": "string", "minLength": 1, "maxLength": MAX_LONG_PROSE},
    "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "sha256": {"type": "string", "pattern": f"^{SHA256_PATTERN}$"},
    "components": {
        "type": ["object", "array"],
        "additionalProperties": {"anyOf": [_NUMBER, {"type": "null"}]},
        "items": _LINE,
    },
    "evidence": {"type": "array", "items": _DOCUMENT, "maxItems": MAX_ITEMS},
    "changes": {"type": "object", "minProperties": 1},
    "assumptions": {"type": "object"},
}


def json_schema() -> dict[str, object]:
    """Return the schema (draft 2020-12) of one event as it is recorded, imported and exported.

    It is as strict as JSON Schema can be; characters, key collisions, days that do not exist
    and whatever depends on the ledger are checked beyond it.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "An event in the life of a model",
        "type": "object",
        "required": ["type", "occurred_on"],
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in KINDS],
        "$defs": {kind: _event(cls) for kind, cls in KINDS.items()},
    }


def _event(cls: type[Event]) -> dict[str, object]:
    properties: dict[str, object] = {"type": {"const": cls.type}}
    properties.update({spec.name: _property(spec) for spec in cls.specs})
    return {
        "title": cls.topic,
        "description": cls.__doc__ or "",
        "type": "object",
        "properties": properties,
        "required": ["type", *(spec.name for spec in cls.specs if spec.required)],
        "additionalProperties": False,
    }


def _property(spec: FactSpec) -> dict[str, object]:
    """Return the schema of a fact; unless the event needs it, it may be null: unknown."""
    kind = _KINDS[spec.kind]
    shape: dict[str, object] = dict(kind)
    if not spec.required:
        shape = {"anyOf": [kind, {"type": "null"}]}
    shape["description"] = f"{spec.help}, in {spec.unit}" if spec.unit else spec.help
    if spec.words:
        shape["examples"] = list(spec.words)
    return shape
