"""Which keys an event names, and in which space no two spellings of one key may stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from lifecycle.domain.envelope import Event

KINDS_OF_KEYS = frozenset({"key", "keys", "model_key"})
"""The kinds of facts that hold keys."""

SPACE_OF = {
    "model": "model",
    "variant_of": "model",
    "base_model": "model",
    "merged_from": "model",
    "system": "system",
}
"""The space of a fact that holds keys; every other one names organisations."""


class Name(NamedTuple):
    """A key as it is spelled, in its space: ``model``, ``organisation`` or ``system``."""

    space: str
    key: str

    @property
    def folded(self) -> str:
        """What two spellings of one key have in common."""
        return self.key.lower()

    @property
    def stream(self) -> str:
        """The stream that has this key, where there is one."""
        return f"{self.space}:{self.key}"


@cache
def _named_by(cls: type[Event]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (spec.name, SPACE_OF.get(spec.name, "organisation"))
        for spec in cls.specs
        if spec.kind in KINDS_OF_KEYS
    )


def names_in(event: Event) -> Iterator[Name]:
    """Yield every key that the event names, its own model's or organisation's included."""
    for field, space in _named_by(type(event)):
        value = getattr(event, field)
        if isinstance(value, str):
            yield Name(space, value)
        elif value is not None:
            for key in value:
                yield Name(space, key)
