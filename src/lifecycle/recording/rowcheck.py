"""Checks the rows of a ledger one after the other, wherever they were read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import lt
from typing import cast

from lifecycle.recording.rows import leaf_of, leaves_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.seal.merkle import HASH_SIZE, LEAVES_AT_ONCE, Frontier

MAX_PROBLEMS = 100
"""Problems after which a check gives up: the ledger is not what it says it is."""

Row = tuple[object, ...]
"""The sealed columns and the stored leaf; position and leaf alone where the rest is withheld."""

_KINDS = (int, str, int, str, str, int, str, str, bytes, bytes)
_KINDS_WITHOUT_ID = (*_KINDS[:7], type(None), *_KINDS[8:])
_SOUND = [{*both} for both in zip(_KINDS, _KINDS_WITHOUT_ID, strict=True)]
_WITHHELD = (int, bytes)
_WORDS: dict[type, str] = {int: "a number", str: "text", bytes: "bytes", type(None): "nothing"}
_RECORDED_AT = SEALED_COLUMNS.index("recorded_at")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and at which position of the ledger where that can be said."""

    cause: str
    position: int | None = None


class TooManyProblemsError(Exception):
    """The check gave up; what was found until then is in the check's ``problems``."""


@dataclass(slots=True)
class Mark:
    """The tree at a size, and when the events on both sides of it were recorded.

    Microseconds since 1970; ``None`` where there is no such event or its columns are withheld.
    """

    tree: Frontier
    before: int | None
    after: int | None = None


class RowCheck:
    """Follows the rows in the ledger's order and builds their tree.

    ``marks`` keeps the tree at each of the ``sizes`` asked for, as far as the rows go.
    """

    def __init__(self, sizes: Iterable[int] = ()) -> None:
        self.tree = Frontier()
        self.problems: list[Problem] = []
        self.marks: dict[int, Mark] = {}
        self.withheld: list[int] = []
        self._sizes = sorted({size for size in sizes if size >= 0}, reverse=True)
        self._position = 0
        self._recorded_at: int | None = None
        self._open_mark: Mark | None = None
        self._mark_if_asked()

    def feed(self, rows: Iterable[Row]) -> None:
        """Check the rows that follow those fed before.

        Raises ``TooManyProblemsError`` after ``MAX_PROBLEMS``.
        """
        stream = iter(rows)
        while True:
            chunk: list[Row] = []
            try:
                chunk += islice(stream, self._until_asked())
            finally:  # rows that were read before the file could not be read further count
                self._take(chunk)
            if not chunk:
                return

    def report(self, cause: str, position: int | None = None) -> None:
        """Note a problem; ``TooManyProblemsError`` when there are enough."""
        self.problems.append(Problem(cause, position))
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblemsError

    def _take(self, rows: Sequence[Row]) -> None:
        if rows:
            leaves = self._leaves_if_sound(rows)
            self.tree = self.tree.extend(leaves or [self._leaf(row) for row in rows])
            self._mark_if_asked()

    def _until_asked(self) -> int:
        """Return how many rows to take together: no more than up to the next size asked for."""
        left = self._sizes[-1] - self.tree.size if self._sizes else LEAVES_AT_ONCE
        return min(left, LEAVES_AT_ONCE)

    def _leaves_if_sound(self, rows: Sequence[Row]) -> list[bytes] | None:
        """Return the leaves of rows among which nothing is wrong, or ``None``.

        Says the same as one row after the other would, many times as fast; it names no problem.
        """
        if set(map(len, rows)) != {len(_KINDS)}:
            return None
        positions, *_, leaves = columns = tuple(zip(*rows, strict=True))
        for column, kinds in zip(columns, _SOUND, strict=True):
            if not kinds.issuperset(map(type, column)):
                return None
        times = cast("tuple[int, ...]", columns[_RECORDED_AT])
        before = times[0] - 1 if self._recorded_at is None else self._recorded_at
        gapless = positions == tuple(range(self._position, self._position + len(rows)))
        if not gapless or not all(map(lt, (before, *times), times)):
            return None
        try:
            computed = leaves_of(zip(*columns[:-1], strict=True))
        except ValueError:  # text that UTF-8 cannot hold
            return None
        if computed != list(leaves):
            return None
        if self._open_mark is not None:
            self._open_mark.after, self._open_mark = times[0], None
        self._position += len(rows)
        self._recorded_at = times[-1]
        return computed

    def _mark_if_asked(self) -> None:
        if self._sizes and self._sizes[-1] == self.tree.size:
            self._open_mark = Mark(self.tree, self._recorded_at)
            self.marks[self._sizes.pop()] = self._open_mark

    def _leaf(self, row: Row) -> bytes:
        """Return the leaf that the row must have, after comparing it with what is stored."""
        kinds = tuple(map(type, row))
        if kinds not in (_KINDS, _KINDS_WITHOUT_ID):
            if kinds == _WITHHELD:
                return self._withheld_leaf(*row)
            self._report_kinds(row)
        self._follow(row[0], row[_RECORDED_AT])
        try:
            leaf = leaf_of(row[:-1])
        except ValueError:
            return bytes(HASH_SIZE)  # of a kind that was never sealed, and is reported
        if leaf != row[-1]:
            self.report("the event was changed after it was sealed", self._position - 1)
        return leaf

    def _withheld_leaf(self, position: object, leaf: object) -> bytes:
        assert isinstance(leaf, bytes)
        self._follow(position, None)
        self.withheld.append(self._position - 1)
        return leaf.ljust(HASH_SIZE, b"\0")[:HASH_SIZE]

    def _follow(self, position: object, recorded_at: object) -> None:
        """Note the row's place and time, and what is wrong with them."""
        if isinstance(position, int):
            if position > self._position:
                missing = f"{self._position} to {position - 1}"
                self.report(f"the events at positions {missing} are missing", self._position)
            elif position < self._position:
                self.report("the position is there twice or out of order", position)
            self._position = position
        self._position += 1
        if self._open_mark is not None:
            self._open_mark.after = recorded_at if isinstance(recorded_at, int) else None
            self._open_mark = None
        if isinstance(recorded_at, int):
            if self._recorded_at is not None and recorded_at <= self._recorded_at:
                self.report(
                    "the event says it was recorded before the one in front of it",
                    self._position - 1,
                )
            self._recorded_at = recorded_at

    def _report_kinds(self, row: Row) -> None:
        columns = (*SEALED_COLUMNS, "leaf")
        for name, value, kind in zip(columns, row, _KINDS, strict=True):
            if type(value) is not kind and not (name == "event_id" and value is None):
                found = _WORDS.get(type(value), "a float")
                self.report(f"the column {name} holds {found}, not {_WORDS[kind]}", self._position)
