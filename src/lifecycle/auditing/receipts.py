"""Receipts: one file that proves to anybody that one event is in the ledger, and what it says."""

from __future__ import annotations

from dataclasses import dataclass

from lifecycle.errors import KeyUnavailable, SealError
from lifecycle.ledger import Ledger
from lifecycle.recording.rows import EventRow, row_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.leaf import leaf_data, read_leaf
from lifecycle.seal.proofs import inclusion_proof
from lifecycle.seal.receipt import TlogProof


@dataclass(frozen=True, slots=True)
class Proven:
    """An event that a receipt proves, as it is stored, and the checkpoint that covers it."""

    row: EventRow
    checkpoint: Checkpoint


def receipt_for(ledger: Ledger, ref: str) -> bytes:
    """Return the receipt for the event of this name, under the last checkpoint signed.

    Raises ``NotFound`` when there is no such event, ``KeyUnavailable`` when no checkpoint
    covers it yet.
    """
    position = ledger.find(ref).position
    with ledger.storage.seals(write=False) as seals:
        covering = [kept for kept in seals.checkpoints() if kept.size > position]
        if not covering:
            raise KeyUnavailable(
                f"no checkpoint covers {ref} yet.", "Sign one first: lifecycle checkpoint"
            )
        kept = covering[-1]
        nodes = inclusion_proof(seals.leaves(0, kept.size), position, kept.size)
        (row,) = ledger.storage.select_rows(position, position + 1, limit=1)
    return TlogProof(position, nodes, kept.note, leaf_data(row.sealed())).to_bytes()


def check_receipt(data: bytes, keys: KeyRing) -> Proven:
    """Return the event that a receipt proves; keys and origin come from whoever checks it.

    Raises ``SealError`` when it proves nothing.
    """
    proof = TlogProof.parse(data)
    if proof.extra is None:
        raise SealError("the receipt does not say which event it is for.")
    checkpoint = proof.verify(proof.extra, keys)
    try:
        columns = read_leaf(proof.extra)
    except ValueError:
        columns = (None,)
    if len(columns) != len(SEALED_COLUMNS) or columns[0] != proof.index:
        raise SealError("the receipt is for something that is no event of a ledger.")
    return Proven(row_of(columns), checkpoint)
