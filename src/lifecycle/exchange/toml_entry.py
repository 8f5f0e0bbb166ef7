"""Reads tables of a TOML file entry by entry, and refuses what nobody would read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, cast

from lifecycle.domain.refusals import suggestion
from lifecycle.errors import InputError

_T = TypeVar("_T")


class Entry:
    """One table of a mapping file; ``place`` names it in refusals."""

    def __init__(self, table: Mapping[str, object], place: str) -> None:
        self._rest = dict(table)
        self._names: list[str] = []
        self.place = place

    def take(self, name: str, kind: type[_T], default: _T) -> _T:
        """Return the value of a name, or the default; raises ``InputError`` for another kind."""
        self._names.append(name)
        value = self._rest.pop(name, default)
        if isinstance(value, kind):
            return value
        raise self.refusal(f"'{name}' is not what it should be.", f"Write a {_KINDS[kind]}.")

    def need(self, name: str, kind: type[_T], default: _T) -> _T:
        """Return the value of a name that must be there."""
        if name not in self._rest:
            raise self.refusal(f"'{name}' is missing.", "Add it.")
        return self.take(name, kind, default)

    def table(self, name: str) -> dict[str, object]:
        """Return a table by its name, empty where there is none."""
        return cast("dict[str, object]", self.take(name, dict, {}))

    def tables(self, name: str) -> list[dict[str, object]]:
        """Return a list of tables, or the one table that stands for it."""
        self._names.append(name)
        found = self._rest.pop(name, [])
        listed = cast("list[object]", found if isinstance(found, list) else [found])
        if not all(isinstance(item, dict) for item in listed):
            raise self.refusal(f"'{name}' is no list of tables.", f"Write [[{name}]].")
        return cast("list[dict[str, object]]", listed)

    def any(self, name: str) -> object:
        """Return the value of a name, whatever it is; ``None`` where it is missing."""
        self._names.append(name)
        return self._rest.pop(name, None)

    def close(self) -> None:
        """Refuse the names that were not taken."""
        for name in self._rest:
            guess = suggestion(name, self._names) or f"It may have: {', '.join(self._names)}."
            raise self.refusal(f"it has no '{name}'.", guess)

    def refusal(self, cause: str, cure: str) -> InputError:
        """Return a refusal of this table."""
        return InputError(f"in the mapping, {self.place}: {cause}", cure)


_KINDS: dict[type[object], str] = {str: "text", bool: "true or false", dict: "table", list: "list"}
