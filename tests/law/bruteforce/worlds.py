"""Every way in which what the record leaves open could be, tried one by one."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

Told: TypeAlias = Mapping[str, Any]
"""An event as plain data, with ``#`` as its place in the order of the record."""

Value = TypeVar("Value")
Outcome: TypeAlias = Mapping[str, bool | str]

UNDETERMINED = "undetermined"
LIMIT = 3_000


class TooManyWorlds(Exception):
    """So much is left open that not every completion can be tried."""


class World:
    """One completion: each open question gets one answer and keeps it."""

    def __init__(self, script: list[tuple[int, int]]) -> None:
        self._script = script
        self._told: dict[Hashable, Any] = {}
        self._found: dict[Hashable, Any] = {}

    def pick(self, question: Hashable, options: Sequence[Value]) -> Value:
        """Return this world's answer to ``question`` among ``options``."""
        if question not in self._told:
            place = len(self._told)
            if place == len(self._script):
                self._script.append((0, len(options)))
            self._told[question] = options[self._script[place][0]]
        value: Value = self._told[question]
        return value

    def once(self, question: Hashable, find: Callable[[], Value]) -> Value:
        """Return what was found for ``question`` in this world, found once."""
        if question not in self._found:
            self._found[question] = find()
        value: Value = self._found[question]
        return value

    def flag(self, event: Told, name: str) -> bool:
        """Return a fact that holds or not, as recorded or as this world has it."""
        value = event.get(name)
        if value is None:
            return self.pick((event["#"], name), (True, False))
        return bool(value)

    def in_union(self, event: Told, name: str) -> bool:
        """Return whether a territory is the Union; a word that is not listed tells nothing."""
        value = event.get(name)
        if value in {"union", "outside_union"}:
            return bool(value == "union")
        return self.pick((event["#"], name), (True, False))


def in_every_world(derive: Callable[[World], Outcome], limit: int = LIMIT) -> dict[str, str]:
    """Return what all worlds agree on, and ``undetermined`` where they do not."""
    seen: dict[str, set[str]] = {}
    script: list[tuple[int, int]] = []
    for _ in range(limit):
        for key, value in derive(World(script)).items():
            word = value if isinstance(value, str) else ("yes" if value else "no")
            seen.setdefault(key, set()).add(word)
        while script and script[-1][0] + 1 == script[-1][1]:
            script.pop()
        if not script or all(len(words) > 1 for words in seen.values()):
            return {
                key: words.pop() if len(words) == 1 else UNDETERMINED for key, words in seen.items()
            }
        chosen, options = script.pop()
        script.append((chosen + 1, options))
    raise TooManyWorlds
