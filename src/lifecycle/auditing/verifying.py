"""Verification as people ask for it: a file, and the checkpoint and key kept elsewhere."""

from __future__ import annotations

from pathlib import Path

from lifecycle.errors import InputError, SealError
from lifecycle.recording.rowcheck import Problem
from lifecycle.recording.verify import Report, verify
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import VerifierKey

__all__ = ["Problem", "Report", "public_key", "verify_file"]


def public_key(text: str) -> KeyRing:
    """Return the ring of one public key as it was handed out; raises ``InputError`` for none."""
    try:
        return KeyRing.of(VerifierKey.parse(text.strip()))
    except SealError:
        raise InputError(
            f"{text[:60]!a} is no public key.", "Give what 'lifecycle key' printed.", field="--key"
        ) from None


def verify_file(
    where: str | Path, *, checkpoint: bytes | None = None, keys: KeyRing | None = None
) -> Report:
    """Compute the seal of a ledger's file again and say what was found.

    Raises what ``lifecycle.recording.verify.verify`` raises.
    """
    return verify(where, checkpoint=checkpoint, keys=keys)
