"""Makes the files that a power loss may leave: what was flushed, and a torn part of the rest.

The writer's calls are taken from a log of strace. A write that was flushed by a later fsync or
fdatasync of the same file survives; of the writes after that any may survive, whole or in part, in
sectors of 512 bytes, in any order. A length that was set survives or not, like a write.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

SECTOR = 512
TRACED = "pwrite64,write,fsync,fdatasync,ftruncate,unlink"
SAID = "said"
"""The name of the file into which a traced writer writes the numbers of acknowledged batches."""

_ON_A_FILE = re.compile(
    r'^\d+ +(?P<call>\w+)\(\d+<(?P<file>[^>]*)>(?:, "(?P<data>[^"]*)")?(?P<rest>.*)\) = \d+'
)
_UNLINK = re.compile(r'^\d+ +unlink\("(?P<file>[^"]*)"\) = 0')


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that were written to a file at an offset; without bytes, the length that was set."""

    name: str
    offset: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Flush:
    """Everything written to this file so far is on the disk."""

    name: str


@dataclass(frozen=True, slots=True)
class Remove:
    """The file was removed."""

    name: str


@dataclass(frozen=True, slots=True)
class Say:
    """The writer acknowledged a batch."""

    number: int


Step = Write | Flush | Remove | Say


def steps(log: str, folder: Path) -> list[Step]:
    """Return what a writer did, in order, from its log (``strace -y -xx -s 100000``)."""
    found = (_step(line, folder) for line in log.splitlines())
    return [step for step in found if step is not None]


def _step(line: str, folder: Path) -> Step | None:
    matched = _ON_A_FILE.match(line) or _UNLINK.match(line)
    file = Path(_bytes(matched["file"]).decode()) if matched else None
    if matched is None or file is None or file.parent != folder or file.name.endswith("-shm"):
        return None  # the shared memory is made anew by whoever opens the file
    if matched.re is _UNLINK:
        return Remove(file.name)
    data, numbers = matched["data"], matched["rest"].split(",")
    match matched["call"]:
        case "write":
            return Say(int(_bytes(data)))
        case "pwrite64":
            return Write(file.name, int(numbers[2]), _bytes(data))
        case "ftruncate":
            return Write(file.name, int(numbers[1]), None)
        case _:
            return Flush(file.name)


def acknowledged(done: list[Step], until: int) -> list[int]:
    """Return the batches acknowledged before this step."""
    return [step.number for step in done[:until] if isinstance(step, Say)]


def after_power_loss(
    before: dict[str, bytes], done: list[Step], until: int, chance: random.Random
) -> dict[str, bytes]:
    """Return the files as they may be when the power fails before step ``until``."""
    safe = {name: bytearray(content) for name, content in before.items()}
    pending: list[Write] = []
    for step in done[:until]:
        if isinstance(step, Write):
            pending.append(step)
        elif isinstance(step, Flush):
            for write in [write for write in pending if write.name == step.name]:
                _apply(safe, write)
            pending = [write for write in pending if write.name != step.name]
        elif isinstance(step, Remove):
            safe.pop(step.name, None)
            pending = [write for write in pending if write.name != step.name]
    kept = [write for write in pending if chance.random() < 0.5]
    chance.shuffle(kept)
    for write in kept:
        _apply(safe, _torn(write, chance))
    return {name: bytes(content) for name, content in safe.items()}


def _apply(files: dict[str, bytearray], write: Write) -> None:
    content = files.setdefault(write.name, bytearray())
    if write.data is None:
        del content[write.offset :]
        content.extend(bytes(write.offset - len(content)))
        return
    content.extend(bytes(max(0, write.offset - len(content))))
    content[write.offset : write.offset + len(write.data)] = write.data


def _torn(write: Write, chance: random.Random) -> Write:
    """Return the write, or the part of it that reached the disk before the power failed."""
    if write.data is None or chance.random() < 0.5:
        return write
    sectors = len(write.data) // SECTOR
    return Write(write.name, write.offset, write.data[: chance.randint(0, sectors) * SECTOR])


def _bytes(escaped: str) -> bytes:
    """Return what strace wrote as ``\\x2f\\x74…``."""
    return bytes.fromhex(escaped.replace("\\x", ""))
