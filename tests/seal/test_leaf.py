"""A leaf holds every column with its type, so no two rows can be taken for one another."""

from __future__ import annotations

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.seal.leaf import Column, leaf_data, read_leaf

COLUMN = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text() | st.binary()


def test_a_leaf_can_be_written_down_by_hand() -> None:
    row = (7, "model:atlas", None, "é", b"\x00\xff", -1)
    expected = b"lifecycle-ledger/leaf/v1\ni7;t11:model:atlasn;t2:\xc3\xa9b2:\x00\xffi-1;"
    assert leaf_data(row) == expected


@given(st.lists(COLUMN))
def test_every_row_can_be_read_back_from_its_leaf(row: list[Column]) -> None:
    assert read_leaf(leaf_data(row)) == tuple(row)


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


@pytest.mark.parametrize(
    "rest",
    [
        b"i7",
        b"i07;",
        b"i;",
        b"x1;",
        b"t5:abc",
        b"t-1:a",
        b"b1:",
        b"n",
        b"t99999999999:",
        b"t1:\xff",
    ],
)
def test_what_is_not_a_leaf_is_not_read(rest: bytes) -> None:
    with pytest.raises(ValueError, match=r"leaf|utf-8"):
        read_leaf(b"lifecycle-ledger/leaf/v1\ni1;" + rest)


@given(st.binary(max_size=60))
def test_whatever_is_read_as_a_leaf_is_what_that_row_is_written_as(rest: bytes) -> None:
    for data in (rest, b"lifecycle-ledger/leaf/v1\n" + rest):
        try:
            columns = read_leaf(data)
        except ValueError:
            continue
        assert leaf_data(columns) == data
