"""Hands a ledger over from one key to the next: both sign, and each signs for its own events."""

from __future__ import annotations

from pathlib import Path

from lifecycle.auditing.checkpoints import Signed, own_key, sign
from lifecycle.auditing.keys import ring_of
from lifecycle.ledger import Ledger
from lifecycle.seal.keyfile import create_key


def rotate_key(
    ledger: Ledger,
    old: Path,
    new: Path,
    *,
    passphrase: str | None = None,
    new_passphrase: str | None = None,
) -> Signed:
    """Make a new key in the file ``new`` and return the checkpoint that hands over to it.

    From its size on only the new key signs. Whoever holds the old public key needs this
    checkpoint to accept the new one. Raises what ``sign_checkpoint`` raises.
    """
    with ledger.storage.seals(write=True) as seals:
        ring = ring_of(seals)
        retiring = own_key(old, ring, passphrase)
        following = create_key(new, ring.origin, new_passphrase)
        return sign(
            ledger, seals, ring, [retiring, following], [old, new], successor=following.verifier
        )
