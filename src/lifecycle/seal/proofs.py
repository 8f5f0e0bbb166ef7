"""The proofs of RFC 9162: that a leaf is in a tree, and that a tree extends an older one.

Proofs are made from a stream of leaf hashes in one pass and a few hashes of memory. Verifiers
answer yes or no to whatever they are given; they raise nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from lifecycle.seal.merkle import EMPTY_ROOT, HASH_SIZE, Frontier, node_hash

Span = tuple[int, int]
"""The leaves below one node: the first, and one past the last."""


def inclusion_proof(leaf_hashes: Iterable[bytes], index: int, size: int) -> tuple[bytes, ...]:
    """Return the proof that leaf ``index`` (from 0) is in the tree of the first ``size`` leaves.

    The hashes go from the leaf's sibling up to the root's child (RFC 9162, 2.1.3.1).
    Raises ``ValueError`` when there is no such leaf, or fewer hashes than ``size``.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    spans = _siblings(index, 0, size)
    roots = _subtree_roots(leaf_hashes, spans)
    return tuple(roots[span] for span in spans)


def consistency_proof(old: Frontier, later: Iterable[bytes], size: int) -> tuple[bytes, ...]:
    """Return the proof that the tree of ``size`` leaves extends ``old`` (RFC 9162, 2.1.4.1).

    ``later`` gives the hashes of the leaves that follow those of ``old``. To prove from an older
    size, extend an empty frontier to it first. Raises ``ValueError`` when ``size`` is less than
    ``old`` has, or there are fewer hashes.
    """
    if size < old.size:
        raise ValueError(f"a tree of {size} leaves cannot extend one of {old.size}")
    spans = _extension(old.size, 0, size, known=True) if old.size else []
    roots = _complete_subtrees(old)
    shifted = [(start - old.size, end - old.size) for start, end in spans if start >= old.size]
    for (start, end), root in _subtree_roots(later, shifted).items():
        roots[start + old.size, end + old.size] = root
    return tuple(roots[span] for span in spans)


def verify_inclusion(
    leaf_hash: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether the proof shows the leaf to be in the tree of this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size or not _are_hashes((leaf_hash, root, *proof)):
        return False
    place, last, computed = index, size - 1, leaf_hash
    for node in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            computed = node_hash(node, computed)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            computed = node_hash(computed, node)
        place, last = place >> 1, last >> 1
    return last == 0 and computed == root


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Tell whether the proof shows that the new tree extends the old one (RFC 9162, 2.1.4.2).

    Everything extends the empty tree, with an empty proof.
    """
    if not 0 <= old_size <= new_size or not _are_hashes((old_root, new_root, *proof)):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    if old_size == 0:
        return not proof and old_root == EMPTY_ROOT
    if not proof:
        return False
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    first, *rest = (old_root, *proof) if place == 0 else proof
    older = newer = first
    for node in rest:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(node, older), node_hash(node, newer)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, node)
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root


def _middle(start: int, end: int) -> int:
    """Return where the tree over these leaves splits: the largest power of two that is less."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _siblings(index: int, start: int, end: int) -> list[Span]:
    if end - start == 1:
        return []
    middle = _middle(start, end)
    if index < middle:
        return [*_siblings(index, start, middle), (middle, end)]
    return [*_siblings(index, middle, end), (start, middle)]


def _extension(old: int, start: int, end: int, *, known: bool) -> list[Span]:
    """Return the spans of a consistency proof; ``known``: the verifier holds this node's hash."""
    if old == end:
        return [] if known else [(start, end)]
    middle = _middle(start, end)
    if old <= middle:
        return [*_extension(old, start, middle, known=known), (middle, end)]
    return [*_extension(old, middle, end, known=False), (start, middle)]


def _complete_subtrees(frontier: Frontier) -> dict[Span, bytes]:
    """Return the frontier's nodes by the leaves below them."""
    spans: dict[Span, bytes] = {}
    start = 0
    for node in frontier.nodes:
        end = start + (1 << (frontier.size - start).bit_length() - 1)
        spans[start, end] = node
        start = end
    return spans


def _subtree_roots(leaf_hashes: Iterable[bytes], spans: Iterable[Span]) -> dict[Span, bytes]:
    """Return the root over each span; spans do not overlap, and the hashes are read once."""
    stream, position = iter(leaf_hashes), 0
    roots: dict[Span, bytes] = {}
    for start, end in sorted(spans):
        for _ in islice(stream, start - position):
            pass
        subtree = Frontier().extend(islice(stream, end - start))
        if subtree.size != end - start:
            raise ValueError(f"there are not {end} leaf hashes to prove with")
        roots[start, end] = subtree.root()
        position = end
    return roots


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_SIZE for value in values)
