"""Receipts of C2SP (c2sp.org/tlog-proof): one file that proves one event to be in a ledger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lifecycle.errors import SealError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import HASH_SIZE, leaf_hash
from lifecycle.seal.note import MAX_NOTE, decode_base64, encode_base64
from lifecycle.seal.proofs import verify_inclusion

SUFFIX = ".tlog-proof"
"""How the name of a receipt's file ends."""

_FORMAT = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_MAX_NODES = 63


@dataclass(frozen=True, slots=True)
class TlogProof:
    """The place of an event, the hashes from its leaf to the root, and the signed checkpoint.

    ``extra`` is not proven by itself; here it holds the leaf's bytes, so that the receipt also
    shows what was recorded.
    """

    index: int
    nodes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None

    def to_bytes(self) -> bytes:
        """Return the receipt as it is stored and sent."""
        lines = [_FORMAT]
        if self.extra is not None:
            lines.append(f"extra {encode_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines += map(encode_base64, self.nodes)
        return "".join(f"{line}\n" for line in (*lines, "")).encode() + self.checkpoint

    @classmethod
    def parse(cls, data: bytes) -> TlogProof:
        """Return the receipt in these bytes; ``SealError`` when they are not one."""
        if len(data) > 2 * MAX_NOTE:
            raise SealError(f"the receipt has more than {2 * MAX_NOTE:,} bytes.")
        head, blank, checkpoint = data.partition(b"\n\n")
        try:
            first, *lines = head.decode().split("\n")
        except UnicodeDecodeError:
            raise _not_a_receipt() from None
        extra = None
        if lines and lines[0].startswith("extra "):
            extra = _decoded(lines.pop(0).removeprefix("extra "))
        place = _INDEX.fullmatch(lines[0]) if lines else None
        if first != _FORMAT or not blank or place is None or len(lines) > 1 + _MAX_NODES:
            raise _not_a_receipt()
        nodes = tuple(_decoded(line) for line in lines[1:])
        if any(len(node) != HASH_SIZE for node in nodes):
            raise _not_a_receipt()
        return cls(int(place[1]), nodes, checkpoint, extra)

    def verify(self, leaf: bytes, keys: KeyRing) -> Checkpoint:
        """Return the checkpoint that covers the event with this leaf.

        ``leaf`` is the leaf's bytes, as ``leaf_data`` gives them. Raises ``SealError`` when the
        checkpoint is not signed by the keys, or the event is not in its tree at this place.
        """
        checkpoint = keys.open(self.checkpoint)
        proven = verify_inclusion(
            leaf_hash(leaf), self.index, checkpoint.size, self.nodes, checkpoint.root
        )
        if not proven:
            raise SealError(
                f"the receipt does not prove this event to be number {self.index} of the ledger."
            )
        return checkpoint


def _decoded(text: str) -> bytes:
    data = decode_base64(text)
    if data is None:
        raise _not_a_receipt()
    return data


def _not_a_receipt() -> SealError:
    return SealError(f"this is not a receipt in the format {_FORMAT}.")
