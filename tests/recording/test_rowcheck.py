"""Rows that are checked together give what the same rows give one after the other."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.recording import rowcheck
from lifecycle.recording.rowcheck import Row, RowCheck, TooManyProblemsError
from lifecycle.recording.rows import leaf_of, leaves_of
from lifecycle.seal.merkle import LEAVES_AT_ONCE

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.just("model:atlas")
INTEGER = st.integers(-(2**63), 2**63 - 1)
COLUMNS = st.tuples(
    *(INTEGER, TEXT, INTEGER, TEXT, TEXT, INTEGER, TEXT, st.none() | TEXT, st.binary(max_size=300))
)
STRANGE = st.sampled_from([None, 7, 0.5, "x", "\ud800", b"x", bytes(32), bytes(31)])
EDITS = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 9), st.integers(-2, 2) | STRANGE), max_size=3
)


def sound(count: int, text: str = "noted") -> list[list[Any]]:
    """Return rows as a ledger holds them, one a microsecond."""
    rows: list[list[Any]] = []
    for position in range(count):
        own_id = None if position % 3 else f"é{position}"
        columns = [position, "model:a", position + 1, text, "2026-01-05", 10 + position, "me"]
        columns += [own_id, b'{"body":%d}' % position]
        rows.append([*columns, leaf_of(columns)])
    return rows


class OneByOne(RowCheck):
    """The long way alone: every row is checked by itself."""

    def _leaves_if_sound(self, rows: Sequence[Row]) -> None:
        del rows


def found(rows: Sequence[Sequence[Any]], *, together: bool, sizes: Sequence[int] = ()) -> object:
    """Return all that a check says about the rows."""
    check = RowCheck(sizes) if together else OneByOne(sizes)
    stopped = False
    try:
        check.feed(map(tuple, rows))
    except TooManyProblemsError:
        stopped = True
    return (check.tree, check.problems, check.marks, check.withheld, stopped)


@given(st.lists(COLUMNS, max_size=5))
def test_leaves_made_together_are_those_made_one_by_one(rows: list[tuple[Any, ...]]) -> None:
    assert leaves_of(rows) == [leaf_of(row) for row in rows]


@given(EDITS, st.lists(st.integers(-1, 31), max_size=3), st.sets(st.integers(0, 29), max_size=2))
def test_nothing_that_one_by_one_finds_is_passed_over_together(
    edits: list[tuple[int, int, Any]], sizes: list[int], withheld: set[int]
) -> None:
    rows = sound(30)
    for position, column, value in edits:
        old = rows[position][column]
        rows[position][column] = old + value if type(old) is type(value) is int else value
    leaf = bytes(32)
    read = [[place, leaf] if place in withheld else row for place, row in enumerate(rows)]
    assert found(read, together=True, sizes=sizes) == found(read, together=False, sizes=sizes)


@pytest.mark.parametrize(
    ("column", "value"),
    [(0, 8), (1, b"model:a"), (5, 12), (5, 13), (7, 7), (8, "text"), (9, bytes(32))],
)
@pytest.mark.parametrize("sealed", [False, True])
def test_each_guard_of_rows_checked_together(column: int, value: object, *, sealed: bool) -> None:
    rows = sound(10)
    rows[4][column] = value
    if sealed and column < 9:
        rows[4][9] = leaf_of(rows[4][:9])
    check = RowCheck()
    assert check._leaves_if_sound([tuple(row) for row in rows]) is None
    assert RowCheck()._leaves_if_sound([tuple(row) for row in sound(10)])


def test_many_chunks_give_one_tree_and_a_mark_wherever_it_was_asked_for() -> None:
    rows = sound(LEAVES_AT_ONCE * 2 + 7)
    sizes = [0, 1, LEAVES_AT_ONCE - 1, LEAVES_AT_ONCE, LEAVES_AT_ONCE + 1, len(rows), 10**6, -1]
    assert found(rows, together=True, sizes=sizes) == found(rows, together=False, sizes=sizes)
    check = RowCheck(sizes)
    check.feed(map(tuple, rows))
    assert check.marks.keys() == {size for size in sizes if 0 <= size <= len(rows)}
    assert check.marks[1].before == 10
    assert check.marks[1].after == 11


def test_what_was_read_before_the_file_could_not_be_read_further_is_checked() -> None:
    rows = sound(9)
    rows[3][4] = "2026-01-06"

    def damaged() -> Iterator[Row]:
        yield from map(tuple, rows)
        raise sqlite3.DatabaseError("malformed")

    check = RowCheck()
    with pytest.raises(sqlite3.DatabaseError):
        check.feed(damaged())
    assert [problem.position for problem in check.problems] == [3]
    assert check.tree.size == 9


def test_a_check_that_skipped_the_leaves_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: with the guard removed the two ways differ."""
    rows = sound(10)
    rows[4][8] = b"another"
    assert found(rows, together=True) == found(rows, together=False)
    believed: list[bytes] = [row[9] for row in rows]

    def believe(_: object) -> list[bytes]:
        return believed

    monkeypatch.setattr(rowcheck, "leaves_of", believe)
    assert found(rows, together=True) != found(rows, together=False)
