"""The Merkle tree of RFC 9162, section 2.1, growing leaf by leaf from a few hashes of state."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

HASH_SIZE = 32
"""Bytes of a hash: the tree uses SHA-256 and nothing else."""

EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves."""

LEAVES_AT_ONCE = 512
"""Leaves that go into the tree together."""


def leaf_hash(data: bytes) -> bytes:
    """Return the 32-byte hash of a leaf that holds these bytes (RFC 9162, 2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the 32-byte hash of the node above two nodes (RFC 9162, 2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of ``size`` leaves, kept as the roots of its complete subtrees, the largest first.

    There is one node for each bit set in ``size``: at most 20 for a million leaves. That is all
    it takes to append further leaves and to know the root.

    Raises ``ValueError`` when the nodes cannot belong to a tree of that size.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError(f"{len(self.nodes)} nodes are no frontier of {self.size} leaves")
        if any(len(node) != HASH_SIZE for node in self.nodes):
            raise ValueError(f"a node of the frontier is not {HASH_SIZE} bytes long")

    def append(self, leaf_hash: bytes) -> Frontier:
        """Return the tree with one more leaf, given the leaf's hash."""
        return self.extend((leaf_hash,))

    def extend(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """Return the tree with these leaves appended in order; the hashes are read as a stream."""
        size, nodes = self.size, list(self.nodes)
        stream = iter(leaf_hashes)
        while level := list(islice(stream, LEAVES_AT_ONCE)):
            if set(map(len, level)) != {HASH_SIZE}:
                raise ValueError(f"a leaf's hash is not {HASH_SIZE} bytes long")
            grown, waiting = size + len(level), list[bytes]()
            while level:  # from the leaves upwards: nodes of one height, from left to right
                if size & 1:
                    level.insert(0, nodes.pop())
                if len(level) & 1:
                    waiting.append(level.pop())
                pairs = iter(level)
                level = [
                    sha256(b"\x01" + left + right).digest()
                    for left, right in zip(pairs, pairs, strict=True)
                ]
                size >>= 1
            nodes += reversed(waiting)
            size = grown
        return Frontier(size, tuple(nodes))

    def root(self) -> bytes:
        """Return the 32-byte root of the tree (RFC 9162, 2.1.1)."""
        if not self.nodes:
            return EMPTY_ROOT
        *larger, root = self.nodes
        for node in reversed(larger):
            root = node_hash(node, root)
        return root

    def to_bytes(self) -> bytes:
        """Return the nodes one after the other, 32 bytes each; the size is kept beside them."""
        return b"".join(self.nodes)

    @classmethod
    def from_bytes(cls, size: int, stored: bytes) -> Frontier:
        """Return the frontier that ``to_bytes`` wrote; ``ValueError`` when it cannot be one."""
        starts = range(0, len(stored), HASH_SIZE)
        return cls(size, tuple(stored[start : start + HASH_SIZE] for start in starts))
