"""Loads the events of a bundle into a ledger in memory, to be asked questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from lifecycle.auditing.bundle_files import BundleFiles
from lifecycle.auditing.gaps import BundleLedger
from lifecycle.auditing.withholding import Withheld, stand_in
from lifecycle.errors import SealError
from lifecycle.ledger import PAGE
from lifecycle.recording.rowcheck import Row
from lifecycle.recording.rows import EventRow, row_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.time import Clock


def load_bundle(directory: Path, clock: Clock) -> BundleLedger:
    """Return a ledger in memory with the events of a bundle, to be asked questions.

    Raises ``InputError`` for lines that are no events, ``SealError`` where the events of a
    stream do not follow one another, or it is not said which one is withheld.
    """
    files = BundleFiles(directory)
    named = {each.position: each for each in files.withheld()}
    leaves: dict[int, bytes] = {}
    ledger = BundleLedger.open(":memory:", clock=clock)
    try:
        rows = _in_turn(_filled(files.rows(), named, leaves))
        while page := list(islice(rows, PAGE)):
            ledger.storage.insert_events(page)
    except BaseException:
        ledger.close()
        raise
    ledger.withheld = leaves
    ledger.names = tuple(named[position].event for position in leaves)
    return ledger


def _filled(
    rows: Iterable[Row], named: Mapping[int, Withheld], leaves: dict[int, bytes]
) -> Iterator[EventRow]:
    """Yield the events, and for each withheld one a note that says no more than that.

    Its time is a microsecond after the event in front of it; in front of all others, before them.
    """
    waiting: list[Withheld] = []
    last: int | None = None
    for row in rows:
        if len(row) != len(SEALED_COLUMNS) + 1:
            position, leaf = row
            assert isinstance(position, int)
            assert isinstance(leaf, bytes)
            leaves[position] = leaf
            if position not in named:
                raise SealError(
                    f"the event at position {position} is withheld, and the bundle does not say"
                    " which one it is, so it answers no questions."
                )
            waiting.append(named[position])
            continue
        shown = row_of(row[:-1])
        first = max(0, shown.recorded_at - len(waiting)) if last is None else last + 1
        yield from (stand_in(each, at) for at, each in enumerate(waiting, start=first))
        yield shown
        waiting, last = [], shown.recorded_at
    first = 0 if last is None else last + 1
    yield from (stand_in(each, at) for at, each in enumerate(waiting, start=first))


def _in_turn(rows: Iterable[EventRow]) -> Iterator[EventRow]:
    """Yield the rows as long as each follows the last one, of the ledger and of its stream.

    Nothing here asks whether they are those that were sealed: that is for an audit to say.
    """
    versions: dict[str, int] = {}
    last = -1
    for position, row in enumerate(rows):
        version = versions.get(row.stream, 0) + 1
        if (row.position, row.originator_version) != (position, version):
            raise SealError(
                f"the event at position {row.position}, version {row.originator_version} of"
                f" {row.stream!a}, does not follow the last one.",
                "See everything that is wrong with: lifecycle audit",
            )
        if row.recorded_at <= last:
            raise SealError(
                f"the event at position {row.position} was recorded before the one in front of it.",
                "See everything that is wrong with: lifecycle audit",
            )
        versions[row.stream], last = version, row.recorded_at
        yield row
