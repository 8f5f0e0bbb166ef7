"""Verification as people ask for it: a file, and the checkpoint and key kept elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lifecycle.auditing.stamps import Stamps, stamps_of
from lifecycle.errors import InputError, SealError
from lifecycle.recording.rowcheck import Problem
from lifecycle.recording.verify import Report, verify
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import VerifierKey

MAX_KEY = 10_000
"""Bytes of the longest file that is read as a public key."""

__all__ = ["Problem", "Report", "Stamps", "Verified", "public_key", "verify_file"]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in a ledger's file: of its seal, and of the times of its events."""

    report: Report
    stamps: Stamps

    def to_dict(self) -> dict[str, object]:
        """Return both as JSON values."""
        return {**self.report.to_dict(), **self.stamps.to_dict()}


def public_key(given: str) -> KeyRing:
    """Return the ring of one public key: its text as it was handed out, or a file that holds it.

    Raises ``InputError`` for what is neither.
    """
    text = given.strip()
    try:
        return KeyRing.of(VerifierKey.parse(text))
    except SealError:
        path = Path(given)
    cure = "Give what 'lifecycle key' printed, or the file that you keep it in."
    try:
        with path.open("rb") as file:
            held = file.read(MAX_KEY)
    except (OSError, ValueError):
        raise InputError(
            f"{given[:60]!a} is no public key, and no file that can be read.", cure, field="--key"
        ) from None
    try:
        return KeyRing.of(VerifierKey.parse(held.decode().strip()))
    except (SealError, UnicodeDecodeError):
        private = " It is a private key: keep it to yourself." if b"PRIVATE KEY" in held else ""
        raise InputError(
            f"the file {given[:60]!a} holds no public key.{private}", cure, field="--key"
        ) from None


def verify_file(
    where: str | Path,
    *,
    checkpoint: bytes | None = None,
    keys: KeyRing | None = None,
    authorities: Sequence[bytes] | None = None,
    brackets: bool = False,
) -> Verified:
    """Compute the seal of a ledger's file again, compare its events' times, and say what was found.

    Times are compared where the seal holds: before that, nothing says which events a checkpoint
    is of. Raises what ``lifecycle.recording.verify.verify`` and ``stamps_of`` raise.
    """
    report = verify(where, checkpoint=checkpoint, keys=keys)
    stamps = stamps_of(where, authorities, brackets=brackets) if report.ok else Stamps()
    report.problems += stamps.problems
    return Verified(report, stamps)
