"""Brings what a spool kept into a ledger, and says of each line that it does not take why."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lifecycle.errors import InputError, ManyInputErrors
from lifecycle.intake import ImportSource
from lifecycle.ledger import Ledger
from lifecycle.pipelines.spool import Kept, Spool, in_file
from lifecycle.view import Receipt


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
    one; none in a dry run. ``events`` counts what the ledger takes, ``left_out`` says of every
    other line why not.
    """

    receipts: tuple[Receipt, ...]
    events: int
    left_out: tuple[InputError, ...]

    @property
    def new(self) -> tuple[Receipt, ...]:
        """The receipts of what the ledger did not have before."""
        return tuple(receipt for receipt in self.receipts if not receipt.already)


def collect(ledger: Ledger, folder: str | Path, *, dry_run: bool = False) -> Collected:
    """Record the events of a spool in their order, in one write, and the import itself.

    The spool stays as it is; what the ledger has already is not recorded again. A line that is
    refused is tried once more after the others, since clocks of several machines differ, and
    does not hold them up. Raises ``LedgerUnavailable`` where the ledger cannot be written to,
    ``InputError`` where the spool cannot be read.
    """
    kept, left_out = Spool(folder).read()
    tried: list[Kept] = []
    while True:
        receipts, refused = _attempt(ledger, kept, Path(folder), dry_run=dry_run)
        if not refused:
            return Collected(receipts, len(kept), tuple(left_out))
        late = [kept[at] for at in sorted(refused)]
        kept = [each for at, each in enumerate(kept) if at not in refused]
        if late == tried:
            left_out += [refused[at] for at in sorted(refused)]
        else:
            kept += late
        tried = late


def _attempt(
    ledger: Ledger, kept: Sequence[Kept], folder: Path, *, dry_run: bool
) -> tuple[tuple[Receipt, ...], dict[int, InputError]]:
    """Return the receipts, or the refusals by the places of their events; all or nothing."""
    refused: dict[int, InputError] = {}

    def placed(refusal: InputError, number: int) -> InputError:
        each = kept[number - 1]
        refused[number - 1] = in_file(each.path, refusal.at_line(each.line))
        return refusal

    events = [each.event for each in kept]
    receipts: list[Receipt] = []
    with suppress(ManyInputErrors):
        if dry_run:
            ledger.trial(events, placed=placed)
        else:
            receipts = ledger.import_events(events, source=_source(kept, folder), placed=placed)
    return tuple(receipts), refused


def _source(kept: Sequence[Kept], folder: Path) -> ImportSource:
    """Return the import's own name: the same for the same events, wherever they lie."""
    digest = hashlib.sha256(b"".join(each.event.body() + b"\n" for each in kept)).hexdigest()
    name = folder.absolute().name or "spool"
    return ImportSource(id=f"spool:{digest[:32]}", name=name, sha256=digest)
