"""Which key may sign a ledger's checkpoint at which size: keys follow one another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lifecycle.errors import SealError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.note import Note, VerifierKey


@dataclass(frozen=True, slots=True)
class Tenure:
    """A key and the sizes at which it may sign: from ``first`` to ``last``, both included."""

    key: VerifierKey
    first: int = 0
    last: int | None = None

    def covers(self, size: int) -> bool:
        """Tell whether the key may sign a checkpoint of this size."""
        return self.first <= size and (self.last is None or size <= self.last)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one ledger in the order in which they signed, and the ledger's name."""

    origin: str
    tenures: tuple[Tenure, ...]

    @classmethod
    def of(cls, key: VerifierKey, origin: str | None = None) -> KeyRing:
        """Return the ring with one key; a ledger's key bears its name unless another is given."""
        return cls(key.name if origin is None else origin, (Tenure(key),))

    @property
    def current(self) -> VerifierKey:
        """Return the key that signs now."""
        return self.tenures[-1].key

    def open(self, note: bytes) -> Checkpoint:
        """Return the checkpoint in a note that a key signed while it could.

        Raises ``SealError`` when none did, as when the key was replaced before that size, and
        when the checkpoint is another ledger's.
        """
        parsed = Note.parse(note)
        signers = parsed.verified_by(tenure.key for tenure in self.tenures)
        checkpoint = Checkpoint.parse(parsed.text)
        if checkpoint.origin != self.origin:
            raise SealError(
                f"the checkpoint is of the ledger {checkpoint.origin!a}, not of {self.origin!a}.",
                "Give the checkpoint, or the name, of the same ledger.",
            )
        tenures = [tenure for tenure in self.tenures if tenure.key in signers]
        if not any(tenure.covers(checkpoint.size) for tenure in tenures):
            raise SealError(
                f"the checkpoint of {checkpoint.size} events is signed with a key that signs for"
                f" {_shown(tenures[0])} events only.",
                "The key was replaced; whoever signed this held the old one.",
            )
        return checkpoint

    def follow(self, note: bytes) -> KeyRing:
        """Return the ring after this checkpoint: one key more if it hands over to a new one.

        The handing over counts only when both the current key and its successor signed it.
        """
        checkpoint = self.open(note)
        known = [tenure.key for tenure in self.tenures]
        if checkpoint.successor is None or checkpoint.successor in known:
            return self
        signers = Note.parse(note).verified_by([*known, checkpoint.successor])
        if not {self.current, checkpoint.successor} <= set(signers):
            raise SealError(
                f"the checkpoint of {checkpoint.size} events hands over to another key, but not"
                " both keys signed it."
            )
        *earlier, now = self.tenures
        ended = replace(now, last=checkpoint.size)
        following = Tenure(checkpoint.successor, first=checkpoint.size)
        return replace(self, tenures=(*earlier, ended, following))


def _shown(tenure: Tenure) -> str:
    return f"{tenure.first} to {'any number of' if tenure.last is None else tenure.last}"
