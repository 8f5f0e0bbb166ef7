"""Signs the checkpoints of a ledger, each consistent with the last, and hands them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lifecycle.auditing.keys import memory_path, ring_of
from lifecycle.errors import (
    InconsistentCheckpoint,
    InputError,
    KeyUnavailable,
    LedgerUnavailable,
    SealError,
    unwritable,
)
from lifecycle.ledger import Ledger
from lifecycle.recording.seals import SealTables, StoredCheckpoint
from lifecycle.seal.checkpoint import Checkpoint, Signer
from lifecycle.seal.files import replace_file
from lifecycle.seal.keyfile import load_key
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import Frontier
from lifecycle.seal.note import MAX_NOTE, SigningKey, VerifierKey
from lifecycle.seal.proofs import consistency_proof
from lifecycle.time import from_microseconds, to_microseconds


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint and the signed note that says it."""

    checkpoint: Checkpoint
    note: bytes


@dataclass(frozen=True, slots=True)
class Unanchored:
    """The events that are in no checkpoint that left the machine; ``since`` is when they began."""

    count: int
    since: datetime | None


def sign_checkpoint(ledger: Ledger, key: Path, passphrase: str | None = None) -> Signed:
    """Return the signed checkpoint of all events; the last one again when there is no new event.

    Raises ``KeyUnavailable`` or ``KeyLocked`` when there is no key to sign with: the events are
    kept all the same, without an anchor. Raises ``InconsistentCheckpoint`` when the ledger does
    not extend what this key signed last, and ``LedgerUnavailable`` when it cannot be written to.
    """
    with ledger.storage.seals(write=True) as seals:
        ring = ring_of(seals)
        signing = own_key(key, ring, passphrase)
        last = last_signed(seals, ring, key)
        if last is not None and last.checkpoint.successor is None:
            tree = seals.tree()
            if (last.checkpoint.size, last.checkpoint.root) == (tree.size, tree.root()):
                return last
        return sign(ledger, seals, ring, [signing], [key])


def sign_if_possible(ledger: Ledger, key: Path, passphrase: str | None = None) -> Signed | None:
    """Sign after a write, or return ``None`` where no key is at hand: a write never needs one.

    Raises ``InconsistentCheckpoint`` all the same: then events that were signed are missing.
    Being signed anchors nothing: what is signed by a key on this machine can be signed anew.
    """
    try:
        return sign_checkpoint(ledger, key, passphrase)
    except KeyUnavailable:
        return None


def hand_out(
    ledger: Ledger, key: Path, target: Path | None = None, passphrase: str | None = None
) -> Signed:
    """Sign a checkpoint, write it to a file (or leave that to the caller), and note that it left.

    What has left counts as an anchor: events after it are the unanchored tail. Raises
    ``InputError`` for a file that cannot be written, or is the key's own memory: that one is
    written anew after each write, and would be no copy kept elsewhere.
    """
    if target is not None and target.resolve() == memory_path(key).resolve():
        raise InputError(
            f"in {target} the key remembers what it signed last.",
            "Name another file, and keep that one elsewhere.",
        )
    signed = sign_checkpoint(ledger, key, passphrase)
    if target is not None:
        try:
            replace_file(target, signed.note)
        except OSError as error:
            raise unwritable(target, error) from error
    with ledger.storage.seals(write=True) as seals:
        seals.hand_out(signed.note, to_microseconds(ledger.now()))
    return signed


def unanchored(ledger: Ledger) -> Unanchored:
    """Return how many events are in no checkpoint that left the machine, and since when."""
    with ledger.storage.seals(write=False) as seals:
        size = seals.tree().size
        left = (kept.size for kept in seals.checkpoints() if kept.handed_out_at is not None)
        anchored = max(left, default=0)
        since = seals.recorded_at(anchored) if anchored < size else None
    return Unanchored(max(0, size - anchored), None if since is None else from_microseconds(since))


def sign(
    ledger: Ledger,
    seals: SealTables,
    ring: KeyRing,
    signing: Sequence[SigningKey],
    keys: Sequence[Path],
    successor: VerifierKey | None = None,
) -> Signed:
    """Sign a checkpoint of all events, and keep it in the ledger and beside each key.

    To be called while writing. Beside the key it is on the disk before this returns, so that
    the key's holder never signs two trees that contradict each other, whatever happens to the
    ledger.
    """
    last = last_signed(seals, ring, keys[0])
    tree = seals.tree()
    checkpoint = None if last is None else last.checkpoint
    signer = Signer(signing, ring.origin, checkpoint)
    note = signer.sign(
        tree.size, tree.root(), _proof(seals, checkpoint, tree), successor=successor
    ).to_bytes()
    for path in keys:
        _remember(memory_path(path), note)
    seals.add(
        StoredCheckpoint(
            size=tree.size,
            nodes=tree.to_bytes(),
            note=note,
            written_at=to_microseconds(ledger.now()),
            hands_over=successor is not None,
        )
    )
    return Signed(Checkpoint(ring.origin, tree.size, tree.root(), successor), note)


def last_signed(seals: SealTables, ring: KeyRing, key: Path) -> Signed | None:
    """Return the last checkpoint signed, by what the ledger and the file beside the key say."""
    notes = [kept.note for kept in seals.checkpoints()[-1:]]
    signed = [Signed(ring.open(note), note) for note in notes]
    path = memory_path(key)
    if path.exists():
        signed.append(_remembered(path, ring))
    return max(signed, key=lambda each: each.checkpoint.size, default=None)


def _remember(path: Path, note: bytes) -> None:
    """Keep beside a key what it signed; a key that forgets could sign two different ledgers."""
    try:
        replace_file(path, note)
    except OSError as error:
        raise LedgerUnavailable(
            f"what was signed cannot be kept in {path}: {error.strerror}.",
            "Mend the folder of the key; until then nothing is signed.",
            code="LC315",
        ) from error


def _remembered(path: Path, ring: KeyRing) -> Signed:
    """Return what the file beside a key says was signed last."""
    try:
        with path.open("rb") as file:
            note = file.read(MAX_NOTE + 1)
        return Signed(ring.open(note), note)
    except OSError as error:
        raise LedgerUnavailable(
            f"what was signed last cannot be read from {path}: {error.strerror}.",
            "Mend the file; until then nothing is signed.",
            code="LC315",
        ) from error
    except SealError as error:
        raise SealError(
            f"{path} holds no checkpoint of this ledger: {error.cause}",
            "Move it away if it is of another ledger; else look for what changed it.",
        ) from error


def _proof(seals: SealTables, last: Checkpoint | None, tree: Frontier) -> tuple[bytes, ...]:
    """Return the proof that the tree extends the last checkpoint, as far as the leaves show it."""
    if last is None or last.size >= tree.size:
        return ()
    kept = [kept for kept in seals.checkpoints() if kept.size == last.size]
    if kept:
        base = Frontier.from_bytes(kept[-1].size, kept[-1].nodes)
    else:
        base = Frontier().extend(seals.leaves(0, last.size))
    try:
        return consistency_proof(base, seals.leaves(base.size, tree.size), tree.size)
    except ValueError:
        raise InconsistentCheckpoint(
            "events are missing between the last checkpoint and the end of the ledger.",
            "Run: lifecycle verify",
        ) from None


def own_key(path: Path, ring: KeyRing, passphrase: str | None) -> SigningKey:
    """Return the private key that signs for the ledger now; ``KeyUnavailable`` for another."""
    key = load_key(path, ring.current.name, passphrase)
    if key.verifier != ring.current:
        raise KeyUnavailable(
            f"the key in {path} is not the one that signs for this ledger now.",
            f"Name the file of {ring.current.name}+{ring.current.key_id.hex()}: --key FILE",
        )
    return key
