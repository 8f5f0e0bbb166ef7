"""Signed notes of C2SP (c2sp.org/signed-note): a text with Ed25519 signatures below it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lifecycle.errors import SealError

MAX_NOTE = 1_000_000
"""Bytes of the longest note that is read."""

MAX_SIGNATURES = 100
"""Signatures of a note that are read; a note with more is refused."""

_ED25519 = b"\x01"
_DASH = "— "
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: the key's name, its 4-byte id, and the signature's bytes."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {encode_base64(self.key_id + self.signature)}\n"


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key and the name it signs under; ``str`` gives ``name+id+base64``."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _check_name(self.name)
        if len(self.public) != 32:
            raise SealError("an Ed25519 public key has 32 bytes.")

    @property
    def key_id(self) -> bytes:
        """Return the 4 bytes by which a signature names this key."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(_ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key written as ``name+id+base64``; ``SealError`` for anything else."""
        name, _, rest = text.partition("+")
        key_id, _, encoded = rest.partition("+")
        material = decode_base64(encoded)
        if material is None or material[:1] != _ED25519:
            raise _not_a_key(text)
        key = cls(name, material[1:])
        if key_id != key.key_id.hex():
            raise _not_a_key(text)
        return key

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Tell whether this key made the signature over exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class SigningKey:
    """A private key and the name it signs under."""

    name: str
    private: Ed25519PrivateKey

    def __post_init__(self) -> None:
        _check_name(self.name)

    @property
    def verifier(self) -> VerifierKey:
        """Return the public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> Signature:
        """Return this key's signature line under a note's text."""
        return Signature(self.name, self.verifier.key_id, self.private.sign(text.encode()))


@dataclass(frozen=True, slots=True)
class Note:
    """A text, which ends with a newline, and the signatures below it, none of them believed yet."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def sign(cls, text: str, keys: Iterable[SigningKey]) -> Note:
        """Return the text signed by each key; ``SealError`` when it cannot be a note's text."""
        if not text.endswith("\n") or not all(line.isprintable() for line in text.split("\n")):
            raise SealError("a note's text is printable and ends with a newline.")
        return cls(text, tuple(key.sign(text) for key in keys))

    @classmethod
    def parse(cls, data: bytes) -> Note:
        """Return the note in these bytes; ``SealError`` when they are not one."""
        if len(data) > MAX_NOTE:
            raise SealError(f"the signed note has more than {MAX_NOTE:,} bytes.")
        try:
            whole = data.decode()
        except UnicodeDecodeError:
            raise SealError("the signed note is not UTF-8.") from None
        text, blank, lines = whole.rpartition("\n\n")
        if not blank or not text or not lines.endswith("\n") or _CONTROL.search(whole):
            raise SealError(
                "this is not a signed note: a text, an empty line, and signature lines.",
                "Give the file exactly as it was written, with its last newline.",
            )
        signatures = tuple(_parse_signature(line) for line in lines[:-1].split("\n"))
        if len(signatures) > MAX_SIGNATURES:
            raise SealError(f"the signed note has more than {MAX_SIGNATURES} signatures.")
        return cls(text + "\n", signatures)

    def to_bytes(self) -> bytes:
        """Return the note as it is stored and sent."""
        return f"{self.text}\n{''.join(map(str, self.signatures))}".encode()

    def verified_by(self, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
        """Return those of the keys that signed; signatures of other keys are ignored.

        Raises ``SealError`` when none of them signed, or a signature in the name of one is wrong.
        """
        known = {(key.name, key.key_id): key for key in keys}
        message = self.text.encode()
        signers: dict[VerifierKey, None] = {}
        for line in self.signatures:
            key = known.get((line.name, line.key_id))
            if key is None:
                continue
            if not key.verifies(message, line.signature):
                raise SealError(
                    f"the signature of {key.name!a} does not fit the text: one was altered."
                )
            signers[key] = None
        if not signers:
            raise SealError(
                "no key that is known here signed this note.",
                "Compare the key's name and id in the signature line with the key you were given.",
            )
        return tuple(signers)


def encode_base64(data: bytes) -> str:
    """Return the bytes in standard Base 64."""
    return base64.b64encode(data).decode()


def decode_base64(text: str) -> bytes | None:
    """Return the bytes written in standard Base 64, or None; each has one writing only."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if encode_base64(data) == text else None


def _parse_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    data = decode_base64(encoded)
    if not line.startswith(_DASH) or data is None or len(data) < 5 or not _is_name(name):
        raise SealError(f"{line[:80]!a} is not a signature line.")
    return Signature(name, data[:4], data[4:])


def _is_name(name: str) -> bool:
    return bool(name) and not any(char == "+" or char.isspace() for char in name)


def _check_name(name: str) -> None:
    if not _is_name(name) or not name.isprintable():
        raise SealError(
            f"{name[:80]!a} cannot name a key.",
            "Take a name without spaces and without +, such as example.org/ledger.",
        )


def _not_a_key(text: str) -> SealError:
    return SealError(
        f"{text[:80]!a} is not a verifier key.",
        "Give it as it was printed: name, + , 8 hexadecimal digits, +, and Base 64.",
    )
