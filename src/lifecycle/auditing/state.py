"""What an auditor remembers of a ledger between two audits: its keys, and the last checkpoint."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from lifecycle.errors import InputError, SealError
from lifecycle.exchange.json_reader import read_object
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.files import replace_file
from lifecycle.seal.keyring import KeyRing, Tenure
from lifecycle.seal.note import VerifierKey
from lifecycle.time import parse_instant, show_instant

SCHEMA = "lifecycle/audit-state/1"
MAX_STATE = 10_000_000


@dataclass(frozen=True, slots=True)
class Seen:
    """A size of the ledger that was accepted, and when, by the auditor's clock."""

    size: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Accepted:
    """The last checkpoint that was accepted, the keys known by then, and what was seen before."""

    keys: KeyRing
    note: bytes
    seen: tuple[Seen, ...]

    @property
    def checkpoint(self) -> Checkpoint:
        """Return the checkpoint in the note."""
        return self.keys.open(self.note)

    def save(self, path: Path) -> None:
        """Write the state in the place of the one before."""
        state = {
            "schema": SCHEMA,
            "origin": self.keys.origin,
            "keys": [
                {"key": str(tenure.key), "first": tenure.first, "last": tenure.last}
                for tenure in self.keys.tenures
            ],
            "checkpoint": self.note.decode(),
            "seen": [{"size": seen.size, "at": show_instant(seen.at)} for seen in self.seen],
        }
        replace_file(path, (json.dumps(state, ensure_ascii=False, indent=1) + "\n").encode())

    @classmethod
    def load(cls, path: Path) -> Accepted | None:
        """Return the state in the file, or ``None`` when there is no file yet.

        Raises ``SealError`` when the file holds something else.
        """
        try:
            with path.open("rb") as file:
                text = file.read(MAX_STATE)
        except FileNotFoundError:
            return None
        try:
            return cls._read(read_object(text, limit=MAX_STATE))
        except (InputError, KeyError, TypeError, ValueError, AttributeError):
            raise SealError(
                f"{path} is not the state of an audit.",
                "Give the file that an earlier audit wrote, or a name that does not exist yet.",
            ) from None

    @classmethod
    def _read(cls, state: dict[str, object]) -> Accepted:
        if state["schema"] != SCHEMA:
            raise ValueError("another schema")
        tenures = tuple(
            Tenure(
                VerifierKey.parse(_text(each["key"])),
                _number(each["first"]),
                None if each["last"] is None else _number(each["last"]),
            )
            for each in _objects(state["keys"])
        )
        accepted = cls(
            KeyRing(_text(state["origin"]), tenures),
            _text(state["checkpoint"]).encode(),
            tuple(
                Seen(_number(each["size"]), parse_instant(_text(each["at"])))
                for each in _objects(state["seen"])
            ),
        )
        accepted.keys.open(accepted.note)
        return accepted


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: object) -> int:
    if not isinstance(value, Decimal):
        raise TypeError
    return int(value)


def _objects(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise TypeError
    return [dict(each) for each in cast("list[dict[str, object]]", value)]
