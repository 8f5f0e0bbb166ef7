"""Readers of values with parts: lists, ranges, compute by part, evidence, corrections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import cast

from lifecycle.domain.values import (
    IN_PROSE,
    MAX_LONG_PROSE,
    read_day,
    read_line,
    read_name,
    read_number,
    read_sha256,
    read_text,
    shown,
)
from lifecycle.errors import InputError

MAX_ITEMS = 1_000
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that supports an event: its title, where it is, the hash of its bytes (hex)."""

    title: str
    uri: str | None = None
    sha256: str | None = None

    def as_mapping(self) -> dict[str, str]:
        """Return what is set, ready for JSON."""
        set_fields = {"title": self.title, "uri": self.uri, "sha256": self.sha256}
        return {name: value for name, value in set_fields.items() if value is not None}


def _items(value: object, form: str) -> tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise InputError(f"{shown(value)} is not a list.", f"Write {form}.")
    items = tuple(cast("list[object]", value))
    if len(items) > MAX_ITEMS:
        raise InputError(f"it has {len(items)} items, of {MAX_ITEMS} at most.", "Shorten the list.")
    return items


def list_of(read: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """Return a reader of lists whose items ``read`` takes, each named once."""

    def read_list(value: object) -> tuple[str, ...]:
        items = tuple(read(item) for item in _items(value, 'a list, such as ["one", "other"]'))
        if len(set(items)) < len(items):
            raise InputError(f"{shown(value)} names an item twice.", "Name it once.")
        return items

    return read_list


def read_range(value: object) -> tuple[Decimal, Decimal]:
    """Take ``[low, high]`` with low at most high."""
    items = _items(value, "[low, high]")
    if len(items) != 2:
        raise InputError(
            f"{shown(value)} is not a range.", 'Write [low, high], such as ["8e24", "1.2e25"].'
        )
    low, high = read_number(items[0]), read_number(items[1])
    if low > high:
        raise InputError(
            f"the range {shown(value)} starts above its end.", "Write the lower number first."
        )
    return low, high


def read_recipients(value: object) -> tuple[str, ...]:
    """Take a list of words, or one word alone."""
    return list_of(read_line)([value] if isinstance(value, str) else value)


def _entries(value: object, form: str) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise InputError(f"{shown(value)} is not an object.", f"Write {form}.")
    entries = dict(cast("Mapping[object, object]", value))
    if len(entries) > MAX_ITEMS:
        raise InputError(f"it has {len(entries)} entries, of {MAX_ITEMS} at most.", "Shorten it.")
    return {read_line(name): entry for name, entry in entries.items()}


def read_components(value: object) -> Mapping[str, Decimal | None]:
    """Take compute by part, ``{"distillation": "2e23"}``; a list of names tells no amounts."""
    form = 'an object, such as {"distillation": "2e23"}, or a list of names'
    if isinstance(value, list | tuple):
        names = list_of(read_line)(cast("list[object]", value))
        return MappingProxyType(dict.fromkeys(names))
    return MappingProxyType(
        {
            name: None if amount is None else read_number(amount)
            for name, amount in _entries(value, form).items()
        }
    )


def read_evidence(value: object) -> tuple[Evidence, ...]:
    """Take a list of documents, each ``{"title": …, "uri": …, "sha256": …}``."""
    return tuple(
        _document(item) for item in _items(value, 'a list, such as [{"title": "Model card"}]')
    )


def _document(value: object) -> Evidence:
    given = value.as_mapping() if isinstance(value, Evidence) else value
    entries = _entries(given, 'an object, such as {"title": "Model card"}')
    unknown = sorted(entries.keys() - {"title", "uri", "sha256"})
    if unknown:
        raise InputError(f"evidence has no {shown(unknown[0])}.", "It has title, uri and sha256.")
    if entries.get("title") is None:
        raise InputError("evidence without a title.", 'Add one: {"title": "Model card"}.')
    uri, sha256 = entries.get("uri"), entries.get("sha256")
    return Evidence(
        title=read_line(entries["title"]),
        uri=None if uri is None else _read_uri(uri),
        sha256=None if sha256 is None else read_sha256(sha256),
    )


def _read_uri(value: object) -> str:
    text = read_text(value, MAX_LONG_PROSE, frozenset())
    if len(text.split()) > 1:
        raise InputError(f"{shown(text)} is not a URI.", "Write its blanks as %20.")
    return text


def read_plain(value: object, depth: int = _MAX_DEPTH) -> object:
    """Take data of no fixed shape, frozen, numbers exact; the target of a correction checks it."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return read_text(value, MAX_LONG_PROSE, IN_PROSE)
    if isinstance(value, date):
        return read_day(value).isoformat()
    if depth and isinstance(value, list | tuple):
        return tuple(
            read_plain(item, depth - 1) for item in _items(cast("object", value), "a list")
        )
    if depth and isinstance(value, Mapping):
        entries = _entries(cast("object", value), "an object")
        return MappingProxyType(
            {name: read_plain(item, depth - 1) for name, item in entries.items()}
        )
    if isinstance(value, list | tuple | Mapping):
        raise InputError("it is nested too deeply.", "No fact has so many levels.")
    return read_number(value)


def read_changes(value: object) -> Mapping[str, object]:
    """Take the new values of a correction: names of fields with what they should have been."""
    entries = _entries(value, 'an object, such as {"market": "union"}')
    if not entries:
        raise InputError(
            "it changes nothing.", 'Name a fact and its value, such as {"market": "union"}.'
        )
    return MappingProxyType({read_name(name): read_plain(item) for name, item in entries.items()})


def read_assumptions(value: object) -> Mapping[str, object]:
    """Take what an import assumed: ``{"released.market": "union"}``; may be empty."""
    entries = _entries(value, 'an object, such as {"released.market": "union"}')
    return MappingProxyType({name: read_plain(item) for name, item in entries.items()})
