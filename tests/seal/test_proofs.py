"""Proofs are those of RFC 9162, convince of what is true, and of nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.seal.merkle import EMPTY_ROOT, Frontier, leaf_hash
from lifecycle.seal.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(130)]
ROOTS = [Frontier().extend(LEAVES[:size]).root() for size in range(131)]
EXHAUSTIVE = 70


def extension_proof(old: int, new: int) -> tuple[bytes, ...]:
    return consistency_proof(Frontier().extend(LEAVES[:old]), LEAVES[old:new], new)


def inclusion_by_definition(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return PATH(index, leaves) as section 2.1.3.1 words it."""
    if len(leaves) == 1:
        return []
    split = largest_power_of_two_below(len(leaves))
    if index < split:
        return [*inclusion_by_definition(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_by_definition(leaves[split:], index - split), root(leaves[:split])]


def consistency_by_definition(leaves: Sequence[bytes], old: int, whole: bool = True) -> list[bytes]:
    """Return SUBPROOF(old, leaves, whole) as section 2.1.4.1 words it."""
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    split = largest_power_of_two_below(len(leaves))
    if old <= split:
        return [*consistency_by_definition(leaves[:split], old, whole), root(leaves[split:])]
    return [*consistency_by_definition(leaves[split:], old - split, False), root(leaves[:split])]


def largest_power_of_two_below(size: int) -> int:
    return max(power for power in (1 << bit for bit in range(8)) if power < size)


def root(leaf_hashes: Sequence[bytes]) -> bytes:
    return Frontier().extend(leaf_hashes).root()


def subtrees_up_to_130() -> Iterator[tuple[int, int]]:
    """Yield each subtree of draft-ietf-plants-merkle-tree-certs, 4.1: its start is a multiple
    of the least power of two that is not less than its size."""
    for end in range(131):
        for start in range(end + 1):
            width = 1 << max(end - start - 1, 0).bit_length()
            if start % width == 0:
                yield start, end


def test_the_draft_s_rolling_hash_over_every_subtree_of_130_leaves() -> None:
    digest = hashlib.sha256()
    for start, end in subtrees_up_to_130():
        digest.update(f"[{start}, {end}) {root(LEAVES[start:end]).hex()}\n".encode())
    assert digest.hexdigest() == (
        "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81"
    )


def test_the_draft_s_rolling_hash_over_every_inclusion_proof_in_those_subtrees() -> None:
    digest = hashlib.sha256()
    for start, end in subtrees_up_to_130():
        for index in range(start, end):
            proof = inclusion_proof(LEAVES[start:end], index - start, end - start)
            nodes = "".join(f" {node.hex()}" for node in proof)
            digest.update(f"{index} [{start}, {end}){nodes}\n".encode())
    assert digest.hexdigest() == (
        "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f"
    )


@pytest.mark.parametrize("size", range(1, EXHAUSTIVE + 1))
def test_every_inclusion_proof_follows_the_definition_and_convinces(size: int) -> None:
    for index in range(size):
        proof = inclusion_proof(iter(LEAVES), index, size)
        assert list(proof) == inclusion_by_definition(LEAVES[:size], index)
        assert verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


@pytest.mark.parametrize("new", range(EXHAUSTIVE + 1))
def test_every_consistency_proof_follows_the_definition_and_convinces(new: int) -> None:
    for old in range(new + 1):
        proof = extension_proof(old, new)
        if old:
            assert list(proof) == consistency_by_definition(LEAVES[:new], old)
        assert verify_consistency(old, ROOTS[old], new, ROOTS[new], proof)


@pytest.mark.parametrize("size", range(1, 34))
def test_an_inclusion_proof_convinces_of_no_other_leaf_place_or_tree(size: int) -> None:
    for index in range(size):
        proof = inclusion_proof(LEAVES, index, size)
        for place in range(size + 1):
            assert verify_inclusion(LEAVES[index], place, size, proof, ROOTS[size]) == (
                place == index
            )
        assert not verify_inclusion(LEAVES[index + 1], index, size, proof, ROOTS[size])
        assert not verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size + 1])
        assert not verify_inclusion(LEAVES[index], index, size, (*proof, EMPTY_ROOT), ROOTS[size])
        for cut in range(len(proof)):
            shorter = proof[:cut] + proof[cut + 1 :]
            assert not verify_inclusion(LEAVES[index], index, size, shorter, ROOTS[size])


@pytest.mark.parametrize("new", range(2, 34))
def test_a_consistency_proof_convinces_of_no_other_pair_of_trees(new: int) -> None:
    for old in range(1, new):
        proof = extension_proof(old, new)
        forked = root([*LEAVES[: old - 1], EMPTY_ROOT])
        for size in range(new + 1):
            accepted = verify_consistency(size, ROOTS[size], new, ROOTS[new], proof)
            assert accepted == (size == old)
        assert not verify_consistency(old, forked, new, ROOTS[new], proof)
        assert not verify_consistency(old, ROOTS[old], new, ROOTS[new + 1], proof)
        assert not verify_consistency(old, ROOTS[old], new + 64, ROOTS[new], proof)
        assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], (*proof, EMPTY_ROOT))
        for cut in range(len(proof)):
            shorter = proof[:cut] + proof[cut + 1 :]
            assert not verify_consistency(old, ROOTS[old], new, ROOTS[new], shorter)


def test_nothing_but_the_empty_tree_has_no_leaves() -> None:
    assert verify_consistency(0, EMPTY_ROOT, 5, ROOTS[5], ())
    assert not verify_consistency(0, ROOTS[1], 5, ROOTS[5], ())
    assert not verify_consistency(0, EMPTY_ROOT, 5, ROOTS[5], (ROOTS[1],))
    assert not verify_consistency(5, ROOTS[5], 0, EMPTY_ROOT, ())


@given(
    new=st.integers(1, 130),
    place=st.floats(0, 1, exclude_max=True),
    node=st.integers(0, 20),
    bit=st.integers(0, 255),
)
def test_one_flipped_bit_anywhere_spoils_a_proof(
    new: int, place: float, node: int, bit: int
) -> None:
    index = int(place * new)
    hashes = [LEAVES[index], ROOTS[new], *inclusion_proof(LEAVES, index, new)]
    hashes[node % len(hashes)] = flipped(hashes[node % len(hashes)], bit)
    leaf, top, *proof = hashes
    assert not verify_inclusion(leaf, index, new, proof, top)

    old = index + 1
    hashes = [ROOTS[old], ROOTS[new], *extension_proof(old, new)]
    hashes[node % len(hashes)] = flipped(hashes[node % len(hashes)], bit)
    older, newer, *proof = hashes
    assert not verify_consistency(old, older, new, newer, proof)


def flipped(value: bytes, bit: int) -> bytes:
    return (int.from_bytes(value, "big") ^ 1 << bit).to_bytes(len(value), "big")


@given(
    st.integers(-3, 2**70), st.integers(-3, 2**70), st.lists(st.binary(max_size=40), max_size=80)
)
def test_no_input_makes_a_verifier_raise(first: int, second: int, hashes: list[bytes]) -> None:
    assert verify_inclusion(LEAVES[0], first, second, hashes, ROOTS[9]) is False
    accepted = verify_consistency(first, ROOTS[9], second, ROOTS[9], hashes)
    assert accepted == (first == second >= 0 and not hashes)


def test_proofs_of_what_is_not_there_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no leaf 5"):
        inclusion_proof(LEAVES, 5, 5)
    with pytest.raises(ValueError, match="not 131 leaf hashes"):
        inclusion_proof(LEAVES, 5, 131)
    with pytest.raises(ValueError, match="cannot extend"):
        consistency_proof(Frontier().extend(LEAVES[:5]), [], 4)
    with pytest.raises(ValueError, match="not 1 leaf hashes"):
        consistency_proof(Frontier().extend(LEAVES[:5]), [], 6)
