"""A leaf holds every column with its type, so no two rows can be taken for one another."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.seal.leaf import Column, leaf_data

COLUMN = st.none() | st.integers() | st.text() | st.binary()


def columns_read_back(data: bytes) -> list[Column]:
    """Return the columns of a leaf, read by what its description says."""
    rest = data.removeprefix(b"lifecycle-ledger/leaf/v1\n")
    assert rest != data
    columns: list[Column] = []
    while rest:
        kind, rest = rest[:1], rest[1:]
        if kind in b"in":
            digits, _, rest = rest.partition(b";")
            columns.append(int(digits) if kind == b"i" else None)
        else:
            length, _, rest = rest.partition(b":")
            value, rest = rest[: int(length)], rest[int(length) :]
            columns.append(value.decode() if kind == b"t" else value)
    return columns


def test_a_leaf_can_be_written_down_by_hand() -> None:
    row = (7, "model:atlas", None, "é", b"\x00\xff", -1)
    expected = b"lifecycle-ledger/leaf/v1\ni7;t11:model:atlasn;t2:\xc3\xa9b2:\x00\xffi-1;"
    assert leaf_data(row) == expected


@given(st.lists(COLUMN))
def test_every_row_can_be_read_back_from_its_leaf(row: list[Column]) -> None:
    assert columns_read_back(leaf_data(row)) == row


@given(st.lists(COLUMN), st.lists(COLUMN))
def test_two_rows_have_one_leaf_only_if_they_are_equal(
    one: list[Column], other: list[Column]
) -> None:
    assert (leaf_data(one) == leaf_data(other)) == (one == other)


@pytest.mark.parametrize(
    ("row", "other"),
    [
        pytest.param(["ab", "c"], ["a", "bc"], id="a boundary moved"),
        pytest.param(["x"], [b"x"], id="text and bytes"),
        pytest.param([1], ["1"], id="a number and its digits"),
        pytest.param([None], [""], id="nothing and empty text"),
        pytest.param([None], [], id="nothing and no column"),
        pytest.param(["a", "b"], ["b", "a"], id="two columns swapped"),
    ],
)
def test_rows_that_look_alike_are_told_apart(row: list[Column], other: list[Column]) -> None:
    assert leaf_data(row) != leaf_data(other)


@pytest.mark.parametrize("value", [1.0, True, bytearray(b"x"), [1]])
def test_no_other_type_is_sealed(value: object) -> None:
    with pytest.raises(ValueError, match="cannot hold a value of type"):
        leaf_data([cast(Column, value)])


def test_text_that_is_not_unicode_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        leaf_data(["\ud800"])
