"""Brings what a spool kept into a ledger, and says of each line that it does not take why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from lifecycle.domain.envelope import Event
from lifecycle.errors import InputError, ManyInputErrors
from lifecycle.intake import ImportSource, Placing
from lifecycle.ledger import Ledger
from lifecycle.pipelines.spool import Kept, Spool, in_file
from lifecycle.view import Receipt, Trial

T = TypeVar("T")


class LeftOut(ManyInputErrors):
    """Lines of a spool that a ledger does not take; it has taken the others."""

    code = "LC113"

    def __init__(self, errors: Sequence[InputError], folder: str | Path) -> None:
        count = f"{len(errors)} lines" if len(errors) > 1 else "1 line"
        InputError.__init__(
            self, f"{count} of {folder} left out.", "Mend or remove them, then import again."
        )
        self.errors = tuple(errors)


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of a spool.

    ``receipts`` are those of its events, and last that of the import where it brought any new
    one. ``left_out`` says of every line that the ledger does not take why not.
    """

    receipts: tuple[Receipt, ...]
    left_out: tuple[InputError, ...]

    @property
    def new(self) -> tuple[Receipt, ...]:
        """The receipts of what the ledger did not have before."""
        return tuple(receipt for receipt in self.receipts if not receipt.already)


@dataclass(frozen=True, slots=True)
class Tried:
    """What would come of a spool: the ledger as it would be, and the lines it would not take.

    ``events`` counts those that it would have or has.
    """

    trial: Trial
    events: int
    left_out: tuple[InputError, ...]


def collect(ledger: Ledger, folder: str | Path) -> Collected:
    """Record the events of a spool in their order, in one write, and the import itself.

    The spool stays as it is; what the ledger has already is not recorded again. A line that is
    refused is tried once more after the others, since clocks of several machines differ, and
    does not hold them up. Raises ``LedgerUnavailable`` where the ledger cannot be written to,
    ``InputError`` where the spool cannot be read.
    """
    taken = _take(
        lambda events, source, placed: ledger.import_events(events, source=source, placed=placed),
        Path(folder),
    )
    return Collected(tuple(taken.result), taken.left_out)


def try_out(ledger: Ledger, folder: str | Path) -> Tried:
    """Return what ``collect`` would bring; nothing is written. Raises what it raises."""
    taken = _take(
        lambda events, source, placed: ledger.trial(events, source=source, placed=placed),
        Path(folder),
    )
    return Tried(taken.result, taken.events, taken.left_out)


class _Taken(NamedTuple, Generic[T]):
    result: T
    events: int
    left_out: tuple[InputError, ...]


def _take(take: Callable[[Iterable[Event], ImportSource, Placing], T], folder: Path) -> _Taken[T]:
    kept, left_out = Spool(folder).read()
    tried: list[Kept] = []
    while True:
        refused: dict[int, InputError] = {}
        placed = _placing(kept, refused)
        events = [each.event for each in kept]
        with suppress(ManyInputErrors):
            result = take(events, _source(kept, folder), placed)
            return _Taken(result, len(kept), tuple(left_out))
        late = [kept[at] for at in sorted(refused)]
        kept = [each for at, each in enumerate(kept) if at not in refused]
        if late == tried:
            left_out += [refused[at] for at in sorted(refused)]
        else:
            kept += late
        tried = late


def _placing(kept: Sequence[Kept], refused: dict[int, InputError]) -> Placing:
    """Return what names an event by its line in its file, and notes its refusal by its place."""

    def placed(refusal: InputError, number: int) -> InputError:
        each = kept[number - 1]
        refused[number - 1] = in_file(each.path, refusal.at_line(each.line))
        return refusal

    return placed


def _source(kept: Sequence[Kept], folder: Path) -> ImportSource:
    """Return the import's own name: the same for the same events, wherever they lie."""
    digest = hashlib.sha256(b"".join(each.event.body() + b"\n" for each in kept)).hexdigest()
    name = folder.absolute().name or "spool"
    return ImportSource(id=f"spool:{digest[:32]}", name=name, sha256=digest)
