"""Checkpoints of C2SP (c2sp.org/tlog-checkpoint): a ledger's size and root, to sign and to keep."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lifecycle.errors import InconsistentCheckpoint, SealError
from lifecycle.seal.merkle import HASH_SIZE
from lifecycle.seal.note import Note, SigningKey, VerifierKey, decode_base64, encode_base64
from lifecycle.seal.proofs import verify_consistency

MAX_SIZE = 2**63 - 1
"""The most leaves a checkpoint may speak of."""

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")
_SUCCESSOR = "successor "


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of a ledger's tree: whose it is, how many events it has, and its 32-byte root.

    ``successor`` is the key that signs from this size on, in the one checkpoint that hands over.
    Raises ``SealError`` when the parts cannot be written as a checkpoint.
    """

    origin: str
    size: int
    root: bytes
    successor: VerifierKey | None = None

    def __post_init__(self) -> None:
        if not self.origin or "\n" in self.origin:
            raise SealError("a ledger's name is one line, and not empty.")
        if not 0 <= self.size <= MAX_SIZE or len(self.root) != HASH_SIZE:
            raise SealError("a checkpoint holds a size and a root of 32 bytes.")

    @property
    def text(self) -> str:
        """Return the lines that are signed."""
        lines = [self.origin, str(self.size), encode_base64(self.root)]
        if self.successor is not None:
            lines.append(f"{_SUCCESSOR}{self.successor}")
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Return the checkpoint with this text; unknown extension lines are passed over.

        Raises ``SealError`` when the text is not that of a checkpoint.
        """
        lines = text.removesuffix("\n").split("\n")
        if len(lines) < 3 or not all(lines) or not _NUMBER.fullmatch(lines[1]):
            raise _not_a_checkpoint()
        root = decode_base64(lines[2])
        if root is None:
            raise _not_a_checkpoint()
        successors = [line for line in lines[3:] if line.startswith(_SUCCESSOR)]
        if len(successors) > 1:
            raise SealError("the checkpoint hands over to more than one key.")
        named = VerifierKey.parse(successors[0].removeprefix(_SUCCESSOR)) if successors else None
        return cls(lines[0], int(lines[1]), root, named)


class Signer:
    """Signs the checkpoints of one ledger, and none that contradicts the last one.

    ``last`` is the last checkpoint that was signed; whoever calls keeps it, and keeps the new one
    before a note leaves the machine.
    """

    def __init__(self, keys: Sequence[SigningKey], origin: str, last: Checkpoint | None) -> None:
        if last is not None and last.origin != origin:
            raise InconsistentCheckpoint(
                f"the last checkpoint is of the ledger {last.origin!a}, not of {origin!a}.",
                "Each ledger has its own key and its own file of the last checkpoint.",
            )
        self._keys = tuple(keys)
        self._origin = origin
        self.last = last

    def sign(
        self,
        size: int,
        root: bytes,
        proof: Sequence[bytes] = (),
        *,
        successor: VerifierKey | None = None,
    ) -> Note:
        """Return the signed checkpoint of this size and root.

        ``proof`` is the consistency proof from the last checkpoint. Raises
        ``InconsistentCheckpoint`` when it does not show that this tree extends that one.
        """
        if self.last is not None and size < self.last.size:
            raise InconsistentCheckpoint(
                f"a checkpoint of {self.last.size} events was signed, and the ledger has {size}.",
                "Events are missing. Look for the newer copy before you write to this one.",
            )
        if self.last is not None and not verify_consistency(
            self.last.size, self.last.root, size, root, proof
        ):
            raise InconsistentCheckpoint(
                f"the ledger does not extend the signed checkpoint of {self.last.size} events.",
                "Events before it were changed. Run: lifecycle verify",
            )
        checkpoint = Checkpoint(self._origin, size, root, successor)
        note = Note.sign(checkpoint.text, self._keys)
        self.last = checkpoint
        return note


def _not_a_checkpoint() -> SealError:
    return SealError(
        "this signed note is not a checkpoint: a name, a size, and a root on three lines."
    )
