"""The file of a signing key: PKCS#8 PEM, for its owner's eyes, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from lifecycle.errors import KeyLocked, KeyUnavailable
from lifecycle.seal.files import write_new
from lifecycle.seal.note import SigningKey

MAX_KEY_FILE = 100_000
"""Bytes of the longest file that is read as a key."""


def create_key(path: Path, name: str, passphrase: str | None = None) -> SigningKey:
    """Make a key, write it to a new file with mode 0600, and return it.

    With a passphrase the file is encrypted. Raises ``KeyUnavailable`` when the file exists
    already or cannot be written; an existing key is never replaced.
    """
    key = SigningKey(name, Ed25519PrivateKey.generate())
    encryption: KeySerializationEncryption = NoEncryption()
    if passphrase:
        encryption = BestAvailableEncryption(passphrase.encode())
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    try:
        write_new(path, pem, mode=0o600)
    except FileExistsError:
        raise KeyUnavailable(
            f"there is a file {path} already; a key is never overwritten.",
            "Take another path for the new key, or use the one that is there.",
        ) from None
    except OSError as error:
        raise KeyUnavailable(f"the key cannot be written to {path}: {error.strerror}.") from error
    return key


def load_key(path: Path, name: str, passphrase: str | None = None) -> SigningKey:
    """Return the key in the file, to sign under this name.

    Raises ``KeyLocked`` when the file is encrypted and the passphrase is missing or wrong,
    ``KeyUnavailable`` when there is no such file or it holds no Ed25519 key.
    """
    try:
        with path.open("rb") as file:
            pem = file.read(MAX_KEY_FILE)
    except OSError as error:
        raise KeyUnavailable(
            f"the key in {path} cannot be read: {error.strerror}.",
            "Without it events are recorded all the same, but no checkpoint is signed.",
        ) from error
    encrypted = b"ENCRYPTED PRIVATE KEY" in pem
    if encrypted and not passphrase:
        raise KeyLocked(f"the key in {path} is locked.", "Give its passphrase to sign checkpoints.")
    try:
        private = load_pem_private_key(
            pem, passphrase.encode() if encrypted and passphrase else None
        )
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        if encrypted:
            raise KeyLocked(f"the passphrase does not open the key in {path}.") from error
        raise _not_a_key(path) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise _not_a_key(path)
    return SigningKey(name, private)


def _not_a_key(path: Path) -> KeyUnavailable:
    return KeyUnavailable(
        f"{path} holds no Ed25519 key in PKCS#8 PEM.",
        "Give the file that lifecycle wrote, or make a new key.",
    )
