"""What the cells of one row tell: conditions, keys, days and facts, unknown where empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from lifecycle.domain import FactSpec
from lifecycle.errors import InputError
from lifecycle.exchange.plan import Cell, Condition
from lifecycle.exchange.slugs import slug
from lifecycle.exchange.text import UNKNOWN, value_from_text

_LISTS = frozenset({"words", "names", "keys"})
_PROSE = frozenset({"prose", "long_prose"})
_ADDRESS = re.compile(r"https?://\S+")


class RowReader:
    """Reads one row by the cells of a mapping; ``keys`` gives names the keys that are not slugs."""

    def __init__(self, cells: Mapping[str, str], keys: Mapping[str, str]) -> None:
        self._cells = cells
        self._keys = keys

    def text(self, cell: Cell) -> str:
        """Return the cell on one line, without blanks at its ends."""
        return " ".join(self._raw(cell).split())

    def items(self, cell: Cell) -> list[str]:
        """Return what the cell lists, each once."""
        text = self.text(cell)
        parts = text.split(cell.split) if cell.split else [text]
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))

    def holds(self, condition: Condition) -> bool:
        """Return whether the row meets a condition."""
        items = self.items(condition.cell)
        return (
            (not condition.words or any(item in condition.words for item in items))
            and condition.filled in (None, bool(items))
            and condition.several in (None, len(items) > 1)
        )

    def told(self, cell: Cell, spec: FactSpec) -> object:
        """Return the value of a fact as plain data, ``None`` where it is not told.

        Raises ``InputError`` that names the column.
        """
        if not cell.column:
            return cell.value
        try:
            return self._value(cell, spec)
        except InputError as refusal:
            raise InputError(
                refusal.bare_cause, refusal.cure, field=cell.column, code=refusal.code
            ) from None

    def address(self, cell: Cell) -> str | None:
        """Return the first web address in the cell."""
        found = _ADDRESS.search(self.text(cell))
        return found.group().rstrip(",;") if found else None

    def _raw(self, cell: Cell) -> str:
        return unicodedata.normalize("NFC", self._cells.get(cell.column, ""))

    def _value(self, cell: Cell, spec: FactSpec) -> object:
        if spec.kind in _PROSE:
            return self._raw(cell).strip() or None
        items = self.items(cell)
        if not items or items == [UNKNOWN]:
            return None
        if cell.table is None and not cell.slug and not cell.split:
            return value_from_text(spec, items[0])
        values: list[object] = []
        for item in items:
            value = self._one(cell, spec, item)
            if value not in values:
                values.append(value)
        if spec.kind in _LISTS:
            return [value for value in values if value is not None] or None
        return values[0] if len(values) == 1 else None

    def _one(self, cell: Cell, spec: FactSpec, item: str) -> object:
        if cell.slug:
            return self._keys.get(item) or slug(item)
        if cell.table is None:
            return item if spec.kind in _LISTS else value_from_text(spec, item)
        if item not in cell.table and cell.others != UNKNOWN:
            raise InputError(
                f"the mapping has no word for {item[:60]!a}.",
                f"Write one of: {', '.join(cell.table)}; or add it to the mapping.",
            )
        return cell.table.get(item)
