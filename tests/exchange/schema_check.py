"""Validates data by the few keywords of JSON Schema that the schema of events uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

Shape = Mapping[str, object]

TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "null": type(None),
    "number": (int, Decimal),
}
UNCHECKED = {"$schema", "$id", "$defs", "title", "description", "examples", "format"}


def accepts(root: Shape, shape: Shape, value: object) -> bool:
    """Return whether ``shape``, a part of ``root``, accepts plain data; other keywords fail."""
    checks = (keyword for keyword in shape if keyword not in UNCHECKED)
    return all(KEYWORDS[keyword](root, shape, shape[keyword], value) for keyword in checks)


def _of_type(name: str, value: object) -> bool:
    if isinstance(value, bool) or name == "boolean":
        return isinstance(value, bool) and name == "boolean"
    return isinstance(value, TYPES[name])


def _named(root: Shape, reference: object) -> Shape:
    return cast("dict[str, Shape]", root["$defs"])[str(reference).removeprefix("#/$defs/")]


def _properties(root: Shape, shape: Shape, value: object) -> bool:
    if not isinstance(value, dict):
        return True
    known = cast("Mapping[str, Shape]", shape.get("properties", {}))
    other = shape.get("additionalProperties", {})
    for name, item in cast("dict[str, object]", value).items():
        part = known.get(name, other)
        if part is False or not accepts(root, cast("Shape", part), item):
            return False
    return True


def _sized(value: object, kind: type, allowed: Callable[[int], bool]) -> bool:
    return not isinstance(value, kind) or allowed(len(cast("str", value)))


def _unique(value: object) -> bool:
    return not isinstance(value, list) or len(
        {str(item) for item in cast("list[object]", value)}
    ) == len(cast("list[object]", value))


def _needed(names: object, value: object) -> bool:
    return not isinstance(value, dict) or set(cast("list[str]", names)) <= value.keys()


def _items(root: Shape, part: object, value: object) -> bool:
    listed = cast("list[object]", value) if isinstance(value, list) else []
    return all(accepts(root, cast("Shape", part), item) for item in listed)


def _matching(root: Shape, parts: object, value: object) -> int:
    return sum(accepts(root, part, value) for part in cast("list[Shape]", parts))


Check = Callable[[Shape, Shape, object, object], bool]
KEYWORDS: dict[str, Check] = {
    "$ref": lambda root, _, told, value: accepts(root, _named(root, told), value),
    "oneOf": lambda root, _, told, value: _matching(root, told, value) == 1,
    "anyOf": lambda root, _, told, value: _matching(root, told, value) >= 1,
    "const": lambda _root, _, told, value: value == told,
    "type": lambda _root, _, told, value: any(
        _of_type(name, value)
        for name in cast("list[str]", told if isinstance(told, list) else [told])
    ),
    "properties": lambda root, shape, _, value: _properties(root, shape, value),
    "additionalProperties": lambda root, shape, _, value: _properties(root, shape, value),
    "required": lambda _root, _, told, value: _needed(told, value),
    "items": lambda root, _, told, value: _items(root, told, value),
    "uniqueItems": lambda _root, _, _told, value: _unique(value),
    "pattern": lambda _root, _, told, value: (
        not isinstance(value, str) or re.search(str(told), value) is not None
    ),
    "minimum": lambda _root, _, told, value: (
        not isinstance(value, int | Decimal) or value >= cast("int", told)
    ),
    "minLength": lambda _root, _, told, value: _sized(value, str, cast("int", told).__le__),
    "maxLength": lambda _root, _, told, value: _sized(value, str, cast("int", told).__ge__),
    "minItems": lambda _root, _, told, value: _sized(value, list, cast("int", told).__le__),
    "maxItems": lambda _root, _, told, value: _sized(value, list, cast("int", told).__ge__),
    "minProperties": lambda _root, _, told, value: _sized(value, dict, cast("int", told).__le__),
}
