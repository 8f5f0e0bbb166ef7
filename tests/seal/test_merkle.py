"""The tree gives the hashes that RFC 9162 defines, at every size and in every way of growing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.seal.merkle import EMPTY_ROOT, Frontier, leaf_hash, node_hash

CT_LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        *("", "00", "10", "2021", "3031", "40414243", "5051525354555657"),
        "606162636465666768696a6b6c6d6e6f",
    )
]
"""The eight leaves that Certificate Transparency's implementations are tried with."""

CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Their published roots, by the number of leaves."""


def root_by_definition(leaves: Sequence[bytes]) -> bytes:
    """Return the root as section 2.1.1 words it, recursively and apart from the code under test."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = root_by_definition(leaves[:split]), root_by_definition(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def test_hashes_of_a_leaf_and_of_a_node_are_told_apart_as_the_published_examples_do() -> None:
    assert leaf_hash(b"L123456").hex() == (
        "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    )
    assert node_hash(b"N123", b"N456").hex() == (
        "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"
    )


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots_of_the_first_eight_leaves(size: int) -> None:
    tree = Frontier().extend(leaf_hash(leaf) for leaf in CT_LEAVES[:size])
    assert tree.root().hex() == CT_ROOTS[size]


def test_the_root_equals_the_definition_at_every_size_up_to_130() -> None:
    leaves = [bytes([number]) for number in range(130)]
    tree = Frontier()
    assert tree.root() == EMPTY_ROOT == root_by_definition([])
    for size, leaf in enumerate(leaves, start=1):
        tree = tree.append(leaf_hash(leaf))
        assert tree.size == size
        assert tree.root() == root_by_definition(leaves[:size])


@given(st.lists(st.binary(max_size=8), max_size=40), st.integers(0, 40))
def test_a_tree_stored_at_any_size_grows_on_as_if_it_had_never_been_stored(
    leaves: list[bytes], stop: int
) -> None:
    hashes = [leaf_hash(leaf) for leaf in leaves]
    before = Frontier().extend(hashes[:stop])
    taken_up = Frontier.from_bytes(before.size, before.to_bytes()).extend(hashes[stop:])
    assert taken_up == Frontier().extend(hashes)
    assert taken_up.root() == root_by_definition(leaves)


def test_a_million_leaves_keep_no_more_than_twenty_hashes() -> None:
    assert len(Frontier(2**20 - 1, (EMPTY_ROOT,) * 20).to_bytes()) == 20 * 32


@pytest.mark.parametrize(
    ("size", "stored"),
    [
        pytest.param(1, b"", id="a node is missing"),
        pytest.param(2, bytes(64), id="a node too many"),
        pytest.param(1, bytes(31), id="a short node"),
        pytest.param(3, bytes(33), id="a node cut off"),
        pytest.param(-1, bytes(32), id="a negative size"),
    ],
)
def test_what_cannot_be_a_frontier_is_refused(size: int, stored: bytes) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier.from_bytes(size, stored)


def test_a_hash_of_another_length_is_no_leaf() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Frontier().append(b"short")
