"""The keys of a ledger: where they lie, the first one, and the handing over to the next."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

from lifecycle.errors import Conflict, KeyLocked, KeyUnavailable, SealError
from lifecycle.ledger import Ledger
from lifecycle.recording.seals import SealTables
from lifecycle.seal.keyfile import create_key, load_key
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import MAX_NOTE, VerifierKey

MAX_KEYS = 100
"""Files in a folder that are tried as a ledger's key."""


def key_path(ledger: str | Path) -> Path:
    """Return where the key of a ledger's file lies by default: beside it."""
    return Path(ledger).with_suffix(".key")


def memory_path(key: Path) -> Path:
    """Return where the last checkpoint that a key signed is kept: beside the key."""
    return key.with_suffix(".checkpoint")


def signing_key(ledger: Ledger, default: Path, passphrase: str | None = None) -> Path:
    """Return the file of the key that signs for the ledger now.

    That is ``default``, or after a handing over another file ``*.key`` in its folder. A locked
    one is taken for the key when what it signed last bears the key's name; where none is found,
    it is the default, which then says what is wrong with it. Raises ``KeyUnavailable`` for a
    ledger that has no key.
    """
    current = keys_of(ledger).current
    locked: dict[Path, int] = {}
    for path in _candidates(default):
        try:
            if load_key(path, current.name, passphrase).verifier == current:
                return path
        except KeyLocked:
            size = _size_signed(memory_path(path), current)
            if size is not None:
                locked[path] = size
        except KeyUnavailable:
            continue
    # A key that handed over remembers no more than that; its successor goes on from there.
    return max(reversed(locked), key=locked.__getitem__, default=default)


def _candidates(default: Path) -> Iterator[Path]:
    yield default
    others = sorted(default.parent.glob("*.key"))
    for path in others[:MAX_KEYS]:
        if path != default and path.is_file():
            yield path


def _size_signed(memory: Path, key: VerifierKey) -> int | None:
    """Return the size of the checkpoint remembered in a file that this key signed, if it did."""
    try:
        with memory.open("rb") as file:
            return KeyRing.of(key).open(file.read(MAX_NOTE + 1)).size
    except (OSError, SealError):
        return None


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
