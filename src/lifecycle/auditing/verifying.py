"""Verification as people ask for it: a file, and the checkpoint and key kept elsewhere."""

from __future__ import annotations

from pathlib import Path

from lifecycle.recording.rowcheck import Problem
from lifecycle.recording.verify import Report, verify
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import VerifierKey

__all__ = ["Problem", "Report", "verify_file"]


def verify_file(
    where: str | Path, *, checkpoint: bytes | None = None, key: str | None = None
) -> Report:
    """Compute the seal of a ledger's file again; ``key`` is a public key as it was handed out.

    Raises what ``lifecycle.recording.verify.verify`` raises, ``SealError`` for a text that is no
    key.
    """
    keys = None if key is None else KeyRing.of(VerifierKey.parse(key))
    return verify(where, checkpoint=checkpoint, keys=keys)
