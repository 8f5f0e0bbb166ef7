"""Fills facts that a file leaves unknown with what somebody chose to assume, and marks each one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from lifecycle.domain import ENVELOPE, KINDS, Event, FactSpec
from lifecycle.domain.refusals import suggestion
from lifecycle.errors import InputError
from lifecycle.exchange.text import value_from_text

SAME_AS = "@"
"""``@update_flop`` assumes of a fact what another fact of the same event tells."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """``told`` as it was given, such as ``released.market``; the type is empty for every type."""

    told: str
    kind: str
    fact: str
    text: str

    def fill(self, event: dict[str, object]) -> bool:
        """Fill the fact where the event leaves it unknown, and name it in ``assumed``."""
        cls = KINDS[str(event["type"])]
        spec = _fact(cls, self.fact)
        if spec is None or self.kind not in ("", cls.type) or event.get(self.fact) is not None:
            return False
        value = self._value(spec, event)
        if value is None:
            return False
        event[self.fact] = value
        event["assumed"] = [*_names(event.get("assumed")), self.fact]
        return True

    def _value(self, spec: FactSpec, event: Mapping[str, object]) -> object:
        if not self.text.startswith(SAME_AS):
            return value_from_text(spec, self.text)
        return event.get(self.text.removeprefix(SAME_AS))


def read_assumptions(given: Mapping[str, str]) -> list[Assumption]:
    """Return what ``{"released.market": "union"}`` assumes; raises ``InputError``.

    A name without a type speaks of that fact in every type of event that has it, except where
    it is assumed of the type as well.
    """
    found = [_read(told, text) for told, text in sorted(given.items())]
    return sorted(found, key=lambda assumption: not assumption.kind)


def assumptions_digest(given: Mapping[str, str]) -> str:
    """Return eight characters that tell one set of assumptions from another, none for none."""
    if not given:
        return ""
    return hashlib.sha256(json.dumps(sorted(given.items())).encode()).hexdigest()[:8]


def _read(told: str, text: str) -> Assumption:
    kind, _, fact = told.rpartition(".")
    if kind and kind not in KINDS:
        raise _no_such(told, f"there is no type '{ascii(kind)[1:-1]}'.", suggestion(kind, KINDS))
    classes = [KINDS[kind]] if kind else list(KINDS.values())
    specs = [spec for cls in classes if (spec := _fact(cls, fact)) is not None]
    if not specs:
        known = {spec.name for cls in classes for spec in cls.specs}
        raise _no_such(told, "no event has that fact.", suggestion(fact, known))
    other = text.removeprefix(SAME_AS)
    if text.startswith(SAME_AS):
        if not any(_fact(cls, other) and _fact(cls, fact) for cls in classes):
            raise _no_such(told, f"no event has both it and '{ascii(other)[1:-1]}'.", "")
    elif value_from_text(specs[0], text) is None:
        raise _no_such(told, "what is unknown cannot be assumed.", "Give it a value.")
    return Assumption(told, kind, fact, text)


def _fact(cls: type[Event], name: str) -> FactSpec | None:
    return next((spec for spec in cls.specs if spec.name == name and name not in ENVELOPE), None)


def _no_such(told: str, cause: str, cure: str) -> InputError:
    return InputError(
        f"cannot assume {told[:60]!a}: {cause}",
        cure or "Write it as TYPE.FACT=VALUE, such as released.market=union.",
    )


def _names(value: object) -> list[str]:
    return list(cast("list[str]", value)) if isinstance(value, list) else []
