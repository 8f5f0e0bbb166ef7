"""The keys of a ledger: where they lie, the first one, and the handing over to the next."""

from __future__ import annotations

import secrets
from pathlib import Path

from lifecycle.errors import Conflict, KeyUnavailable
from lifecycle.ledger import Ledger
from lifecycle.recording.seals import SealTables
from lifecycle.seal.keyfile import create_key
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import VerifierKey


def key_path(ledger: str | Path) -> Path:
    """Return where the key of a ledger's file lies by default: beside it."""
    return Path(ledger).with_suffix(".key")


def memory_path(key: Path) -> Path:
    """Return where the last checkpoint that a key signed is kept: beside the key."""
    return key.with_suffix(".checkpoint")


def new_origin() -> str:
    """Return a name for a ledger that nobody else's has: it tells nothing of its owner."""
    return f"lifecycle-ledger/{secrets.token_hex(6)}"


def give_key(
    ledger: Ledger, path: Path, *, origin: str | None = None, passphrase: str | None = None
) -> VerifierKey:
    """Make the first key of a ledger, and return its public half for others to keep.

    ``origin`` is the ledger's name in its checkpoints, by default a random one. Raises
    ``Conflict`` for a ledger that has a key, ``KeyUnavailable`` when the file cannot be made.
    """
    with ledger.storage.seals(write=True) as seals:
        if seals.first_key() is not None:
            raise Conflict(
                "the ledger has a key already.", "Replace it, if need be: lifecycle key --rotate"
            )
        key = create_key(path, origin or new_origin(), passphrase).verifier
        seals.set_first_key(key)
    return key


def keys_of(ledger: Ledger) -> KeyRing:
    """Return the public keys of a ledger in the order in which they sign; the last one signs now.

    Raises ``KeyUnavailable`` for a ledger that has none.
    """
    with ledger.storage.seals(write=False) as seals:
        return ring_of(seals)


def ring_of(seals: SealTables) -> KeyRing:
    """Return the keys that the tables name; ``KeyUnavailable`` when there is none."""
    ring = seals.keys()
    if ring is None:
        raise KeyUnavailable(
            "the ledger has no key, so its checkpoints cannot be signed.",
            "Make one: lifecycle key --new",
        )
    return ring
