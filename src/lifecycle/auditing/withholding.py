"""Events whose content a bundle leaves out: which ones, why, and what stands in their place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from lifecycle.domain.record_events import Corrected
from lifecycle.domain.recorded import parse_ref
from lifecycle.domain.vocabulary import as_event
from lifecycle.errors import InputError, SealError
from lifecycle.exchange.json_reader import read_object
from lifecycle.ledger import Ledger
from lifecycle.recording.rows import EventRow, row_of
from lifecycle.time import brussels_day, from_microseconds

SCHEMA = "lifecycle/withheld/1"
STOOD_IN = "withheld"
"""Who recorded what stands in the place of a withheld event."""

TEXT = "Withheld: what this event says is not in the bundle."


@dataclass(frozen=True, slots=True)
class Withheld:
    """An event that is withheld, by its keeper's word: its name is in nothing that is sealed."""

    position: int
    event: str
    reason: str

    def to_dict(self) -> dict[str, object]:
        """Return it as JSON values."""
        return {"position": self.position, "event": self.event, "reason": self.reason}


def to_withhold(ledger: Ledger, names: Sequence[str], reason: str) -> tuple[Withheld, ...]:
    """Return the events of these names, in the ledger's order, to be withheld for this reason.

    Raises ``NotFound`` for a name of none, ``InputError`` without a reason, or where a correction
    would be left that repeats some of what is withheld.
    """
    if names and not reason.strip():
        raise InputError(
            "whoever reads the bundle must be told why something is withheld.",
            "Say who ordered it and why: --reason TEXT",
            field="--reason",
        )
    found = {each.position: each for each in map(ledger.find, names)}
    if found:
        left = [
            recorded.ref
            for recorded in ledger.events()
            if isinstance(recorded.event, Corrected)
            and recorded.position not in found
            and ledger.find(recorded.event.target).position in found
        ]
        if left:
            raise InputError(
                f"{left[0]} corrects an event that is to be withheld, and repeats some of it.",
                f"Withhold it as well: {' '.join(f'--withhold {ref}' for ref in left)}",
                field="--withhold",
            )
    return tuple(Withheld(each.position, each.ref, reason) for _, each in sorted(found.items()))


def manifest(withheld: Sequence[Withheld]) -> bytes:
    """Return the file of a bundle that says what is withheld, and why."""
    told = {"schema": SCHEMA, "withheld": [each.to_dict() for each in withheld]}
    return f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode()


def read_manifest(data: bytes) -> tuple[Withheld, ...]:
    """Return what such a file says; raises ``SealError`` for another file."""
    try:
        return tuple(_listed(read_object(data, limit=len(data))))
    except (InputError, KeyError, TypeError, ValueError):
        raise SealError("withheld.json does not say which events are withheld.") from None


def _listed(told: Mapping[str, object]) -> Iterator[Withheld]:
    if told["schema"] != SCHEMA:
        raise ValueError("another schema")
    for each in cast("list[dict[str, object]]", told["withheld"]):
        yield Withheld(_position(each["position"]), _text(each["event"]), _text(each["reason"]))


def stand_in(withheld: Withheld, recorded_at: int) -> EventRow:
    """Return the note in the place of a withheld event: it has its place and decides nothing."""
    place = parse_ref(withheld.event)
    if place is None:
        raise SealError(f"withheld.json names no event: {withheld.event[:60]!a}.")
    stream, version = place
    space, _, key = stream.partition(":")
    day = brussels_day(from_microseconds(recorded_at)).isoformat()
    if key:
        told: dict[str, object] = {"type": "noted", space: key, "text": TEXT}
    else:
        told = {"type": "imported", "source": TEXT, "sha256": "0" * 64, "events": 0}
    event = as_event({**told, "occurred_on": day})
    return row_of(
        (
            *(withheld.position, stream, version, event.topic, day, recorded_at, STOOD_IN),
            *(None, event.body()),
        )
    )


def _position(value: object) -> int:
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        raise TypeError
    return int(value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
