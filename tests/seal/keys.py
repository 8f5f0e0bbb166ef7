"""Keys with known seeds, so that every signature in these tests is the same in every run."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lifecycle.seal.note import SigningKey

ORIGIN = "example.org/ledger"


def key(number: int, name: str = ORIGIN) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32))
