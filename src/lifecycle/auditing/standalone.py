"""Verifies the bundle that this file lies in. Needs Python 3.10 and the package cryptography.

    python verify.py KEY [CHECKPOINT ...]

KEY is the ledger's verifier key as it was given to you, not as a bundle says it: a text such as
"name+0a1b2c3d+AbCd...". Each CHECKPOINT is a file that you kept from earlier: the ledger must
still extend it. Nothing but FORMAT.md is needed to write such a program again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WRONG = (
    *(ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError),
    InvalidSignature,
)
"""What is raised for a bundle that is not as it should be."""

NUMBERS = ("position", "version", "recorded_at")
COLUMNS = [
    *("position", "stream", "version", "topic", "occurred_on"),
    *("recorded_at", "recorded_by", "event_id", "body"),
]


def sha256(data: bytes) -> bytes:
    """Return the hash of these bytes."""
    return hashlib.sha256(data).digest()


def read_event(line: str) -> dict[str, Any]:
    """Return the event in a line; a name that is there twice is an error."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError("a line of events.jsonl has a name twice")
        return dict(pairs)

    event: dict[str, Any] = json.loads(line, object_pairs_hook=once)
    if list(event) not in (COLUMNS, ["position", "leaf"]):
        raise ValueError("an event has other names than FORMAT.md says")
    return event


def leaf_of(event: dict[str, Any]) -> bytes:
    """Return the hash of an event's leaf; of a withheld event it is all that is given."""
    if "leaf" in event:
        return bytes.fromhex(event["leaf"])
    data = b"lifecycle-ledger/leaf/v1\n"
    for name, value in event.items():
        if name in NUMBERS:
            if type(value) is not int:
                raise ValueError(f"{name} of an event is not a whole number")
            data += b"i%d;" % value
        elif value is None:
            data += b"n;"
        else:
            text = value.encode()
            data += b"%b%d:%b" % (b"b" if name == "body" else b"t", len(text), text)
    return sha256(b"\0" + data)


class Tree:
    """A Merkle tree of RFC 9162: complete subtrees with their sizes, the largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.subtrees: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf."""
        size, node = 1, leaf
        while self.subtrees and self.subtrees[-1][0] == size:
            node = sha256(b"\1" + self.subtrees.pop()[1] + node)
            size *= 2
        self.subtrees.append((size, node))
        self.size += 1

    def root(self) -> bytes:
        """Return the root of the tree."""
        if not self.subtrees:
            return sha256(b"")
        node = self.subtrees[-1][1]
        for _, left in reversed(self.subtrees[:-1]):
            node = sha256(b"\1" + left + node)
        return node


class Key:
    """A verifier key: name+id+base64(1, public key)."""

    def __init__(self, text: str) -> None:
        self.name, given, encoded = text.strip().split("+", 2)
        material = base64.b64decode(encoded, validate=True)
        if len(material) != 33 or material[0] != 1:
            raise ValueError("this is not an Ed25519 verifier key")
        self.public = Ed25519PublicKey.from_public_bytes(material[1:])
        self.id = sha256(self.name.encode() + b"\n" + material)[:4]
        if self.id.hex() != given:
            raise ValueError("the id of the key is not that of its bytes")

    def signed(self, note: bytes) -> bool:
        """Tell whether this key signed the note; a wrong signature in its name is an error."""
        text, _, lines = note.decode().rpartition("\n\n")
        for line in lines.removesuffix("\n").split("\n"):
            _, name, encoded = line.split(" ")
            data = base64.b64decode(encoded, validate=True)
            if (name, data[:4]) == (self.name, self.id):
                self.public.verify(data[4:], text.encode() + b"\n")
                return True
        return False


class Checkpoint(NamedTuple):
    """What a signed note says of a ledger, whoever signed it."""

    name: str
    size: int
    root: bytes
    successors: list[str]


def read_checkpoint(note: bytes) -> Checkpoint:
    """Return the checkpoint in a note."""
    name, size, root, *others = note.decode().rpartition("\n\n")[0].split("\n")
    successors = [line[len("successor ") :] for line in others if line.startswith("successor ")]
    return Checkpoint(name, int(size), base64.b64decode(root, validate=True), successors)


def follow_keys(notes: list[bytes], first: Key) -> list[tuple[int, Key]]:
    """Return from which size on which key signs: a successor is named under both signatures."""
    keys = [(0, first)]
    for note in notes:
        checkpoint = read_checkpoint(note)
        for successor in map(Key, checkpoint.successors):
            if not (keys[-1][1].signed(note) and successor.signed(note)):
                raise ValueError(f"not both keys signed the handing over at {checkpoint.size}")
            keys.append((checkpoint.size, successor))
    return keys


def check_signature(note: bytes, keys: list[tuple[int, Key]]) -> Checkpoint:
    """Return a checkpoint after checking that the key that signs at its size signed it."""
    checkpoint = read_checkpoint(note)
    if checkpoint.name != keys[0][1].name:
        raise ValueError(f"a checkpoint is of another ledger: {checkpoint.name!a}")
    ends = [start for start, _ in keys[1:]] + [checkpoint.size]
    for (start, key), end in zip(keys, ends, strict=True):
        if start <= checkpoint.size <= end and key.signed(note):
            return checkpoint
    raise ValueError(f"the checkpoint of {checkpoint.size} events is not signed by the right key")


def verify(folder: Path, key: str, kept: list[str]) -> str:
    """Return what was verified; whatever is wrong is an error."""
    files = sorted((folder / "checkpoints").glob("*.checkpoint"))
    bundled = [file.read_bytes() for file in files]
    if not bundled:
        raise ValueError("there is no checkpoint in the bundle")
    keys = follow_keys(bundled, Key(key))
    notes = bundled + [Path(name).read_bytes() for name in kept]
    checkpoints = [check_signature(note, keys) for note in notes]
    covered = max(checkpoint.size for checkpoint in checkpoints)
    tree, last = Tree(), -1
    withheld: list[int] = []
    roots = {0: tree.root()}
    wanted = {checkpoint.size for checkpoint in checkpoints}
    with (folder / "events.jsonl").open(encoding="utf-8") as lines:
        for event in map(read_event, lines):
            if event["position"] != tree.size:
                raise ValueError(f"the event at position {tree.size} is missing")
            if event.get("recorded_at", last + 1) <= last:
                raise ValueError(f"the event at position {tree.size} is out of order")
            last = event.get("recorded_at", last)
            if "leaf" in event:
                withheld.append(tree.size)
            tree.add(leaf_of(event))
            if tree.size in wanted:
                roots[tree.size] = tree.root()
    for checkpoint in checkpoints:
        if checkpoint.size > tree.size:
            raise ValueError(f"{checkpoint.size} events were signed, and there are {tree.size}")
        if roots[checkpoint.size] != checkpoint.root:
            raise ValueError(f"the first {checkpoint.size} events are not those that were signed")
    return (
        f"OK: {covered} events are as they were signed.\n"
        f"{tree.size - covered} further events are covered by no checkpoint.\n"
        + (f"Withheld are the events at positions {withheld}.\n" if withheld else "")
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        sys.stdout.write(verify(Path(__file__).resolve().parent, sys.argv[1], sys.argv[2:]))
    except InvalidSignature:
        sys.exit("NOT OK: a signature does not fit the checkpoint above it.")
    except WRONG as error:
        sys.exit(f"NOT OK: {error}")
