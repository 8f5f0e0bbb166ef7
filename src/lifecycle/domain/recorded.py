"""An event as the ledger holds it: with its place, both times and who recorded it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.domain.envelope import Event

_REF = re.compile(r"(?:(organisation:)?([A-Za-z0-9][A-Za-z0-9._/:+-]{0,199}))#([1-9][0-9]{0,17})")


def ref_of(stream: str, version: int) -> str:
    """Return the name of an event: ``atlas#3``, ``organisation:acme#2`` or ``ledger#1``."""
    return f"{stream.removeprefix('model:')}#{version}"


def parse_ref(text: str) -> tuple[str, int] | None:
    """Return the stream and the version that ``atlas#3`` names; ``None`` if it is no such name."""
    match = _REF.fullmatch(text)
    if match is None:
        return None
    prefix, key, version = match.groups()
    if prefix:
        return f"organisation:{key}", int(version)
    return ("ledger" if key == "ledger" else f"model:{key}"), int(version)


def stream_of_ref(text: str) -> str | None:
    """Return the stream that ``atlas#3`` names; ``None`` if it is no such name."""
    ref = parse_ref(text)
    return ref[0] if ref else None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with what the ledger alone sets.

    ``version`` is its place in the stream, from 1; ``position`` its place in the ledger, from
    0, without gaps; ``recorded_at`` is in UTC and rises with the position; ``recorded_by`` is
    a random id whose name is kept outside the ledger's events.
    """

    event: Event
    stream: str
    version: int
    position: int
    recorded_at: datetime
    recorded_by: str

    @property
    def ref(self) -> str:
        """The name by which corrections and findings cite it, such as ``atlas#3``."""
        return ref_of(self.stream, self.version)

    @property
    def originator_id(self) -> str:
        """The stream, under the name the eventsourcing library gives it."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The version, under the name the eventsourcing library gives it."""
        return self.version
