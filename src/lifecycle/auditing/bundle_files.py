"""Reads the files of a bundle that somebody else made: plain files only, of bounded size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, cast

from lifecycle.auditing.withholding import Withheld, read_manifest
from lifecycle.errors import InputError, NotFound, SealError
from lifecycle.exchange.json_reader import read_object
from lifecycle.recording.rowcheck import Row
from lifecycle.recording.rows import leaf_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.seal.note import MAX_NOTE

EVENTS = "events.jsonl"
ANSWERS = "answers.json"
WITHHELD = "withheld.json"
CHECKPOINTS = "checkpoints"
TIMESTAMP = ".tsr"

LATEST = 253_370_764_800 * 1_000_000
"""Microseconds from 1970 to the year 9999: no event is recorded later."""

MAX_LINE = 500_000
"""Bytes of a line of events: more than any event has, however it is escaped."""

MAX_ANSWERS = 1_000_000_000
MAX_WITHHELD = 10_000_000
MAX_CHECKPOINTS = 10_000
MAX_TIMESTAMP = 100_000
_CHECKPOINT = re.compile(r"[0-9]{12,19}-[0-9]{1,9}\.(checkpoint|tsr)")
_LEAF = re.compile(r"[0-9a-f]{64}")
_INTEGERS = ("position", "version", "recorded_at")


class BundleFiles:
    """The files of a bundle in a folder."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        if not (directory / EVENTS).is_file():
            raise NotFound(
                f"there is no bundle in {directory}.", "Name the folder that holds events.jsonl."
            )

    def checkpoints(self) -> Iterator[tuple[str, bytes]]:
        """Yield the name and the note of each checkpoint, by size."""
        folder = self.directory / CHECKPOINTS
        names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
        strange = [name for name in names if not _CHECKPOINT.fullmatch(name)]
        if strange or len(names) > MAX_CHECKPOINTS:
            raise SealError(f"{folder} holds something that is no checkpoint: {strange[:1]!a}.")
        signed = [name for name in names if not name.endswith(TIMESTAMP)]
        for name in sorted(signed, key=lambda name: [int(n) for n in name[:-11].split("-")]):
            with _open(folder / name) as file:
                yield name, file.read(MAX_NOTE + 1)

    def timestamp(self, name: str) -> bytes | None:
        """Return the timestamp of the checkpoint of this name, or ``None`` when it has none."""
        path = (self.directory / CHECKPOINTS / name).with_suffix(TIMESTAMP)
        if not path.exists():
            return None
        with _open(path) as file:
            return file.read(MAX_TIMESTAMP)

    def rows(self) -> Iterator[Row]:
        """Yield the sealed columns and the leaf of each event, or place and leaf of a withheld one.

        Raises ``InputError`` that names the line for one that is not an event's.
        """
        with _open(self.directory / EVENTS) as file:
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                yield _row(read_object(line, line=number, limit=MAX_LINE), number)

    def withheld(self) -> tuple[Withheld, ...]:
        """Return what the bundle says of withheld events; raises ``SealError`` for nonsense."""
        path = self.directory / WITHHELD
        if not path.exists():
            return ()
        with _open(path) as file:
            return read_manifest(file.read(MAX_WITHHELD))

    def answers(self) -> bytes | None:
        """Return the answers in the bundle, or ``None`` when it has none."""
        path = self.directory / ANSWERS
        if not path.exists():
            return None
        with _open(path) as file:
            return file.read(MAX_ANSWERS)


def _row(values: dict[str, object], number: int) -> Row:
    if values.keys() == {"position", "leaf"}:
        leaf = values["leaf"]
        if not isinstance(leaf, str) or not _LEAF.fullmatch(leaf):
            raise InputError("a withheld event has a leaf of 64 hexadecimal digits.", line=number)
        return (_integer(values["position"], number), bytes.fromhex(leaf))
    if values.keys() != set(SEALED_COLUMNS):
        raise InputError(
            "an event has exactly these columns: " + ", ".join(SEALED_COLUMNS), line=number
        )
    for name in _INTEGERS:
        values[name] = _integer(values[name], number)
    if not 0 <= cast("int", values["recorded_at"]) <= LATEST:
        raise InputError("recorded_at is no instant before the year 9999.", line=number)
    body = values["body"]
    if not isinstance(body, str):
        raise InputError("the body of an event is text.", line=number)
    values["body"] = body.encode()
    columns = tuple(values[name] for name in SEALED_COLUMNS)
    try:
        return (*columns, leaf_of(columns))
    except ValueError as error:
        raise InputError(f"{error}.", line=number) from None


def _integer(value: object, number: int) -> int:
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 2**63:
        return int(value)
    raise InputError("position, version and recorded_at are whole numbers.", line=number)


def _open(path: Path) -> BinaryIO:
    """Open a plain file that lies where its name says; ``SealError`` for anything else."""
    try:
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except OSError as error:
        raise SealError(f"{path} cannot be read: {error.strerror}.") from error
    file = os.fdopen(descriptor, "rb")
    if not path.is_file():
        file.close()
        raise SealError(f"{path} is not a plain file.")
    return file
