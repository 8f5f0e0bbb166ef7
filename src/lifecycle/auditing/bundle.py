"""Writes an auditor's bundle: a folder of plain files that verifies without this program."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from lifecycle.auditing.bundle_files import ANSWERS, CHECKPOINTS, EVENTS, TIMESTAMP, WITHHELD
from lifecycle.auditing.loading import load_bundle
from lifecycle.auditing.withholding import Withheld, manifest, to_withhold
from lifecycle.errors import Conflict, IntegrityFailure, LedgerUnavailable
from lifecycle.ledger import PAGE, Ledger
from lifecycle.recording.rows import EventRow, leaf_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.seal.files import write_new
from lifecycle.time import to_microseconds
from lifecycle.view import LedgerView

Answers = Callable[[LedgerView], bytes]
"""Derives the answers that go into a bundle from the events of a ledger."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What was written: the folder, the number of events, and how many a checkpoint covers.

    ``withheld`` are those of which the leaf alone was written.
    """

    directory: Path
    events: int
    covered: int
    withheld: tuple[Withheld, ...] = ()


def export_bundle(
    ledger: Ledger,
    directory: Path,
    *,
    answers: Answers | None = None,
    withhold: Sequence[str] = (),
    reason: str = "",
) -> Bundle:
    """Write the ledger into a folder that does not exist yet, whole or not at all.

    ``withhold`` names events whose content is left out, as a court may order, ``reason`` says
    who ordered it and why: their leaf stands in their place, so that everything else still
    verifies, and the answers are derived without them. The checkpoints in the bundle have left
    the machine with it. Raises ``Conflict`` when the folder is there already,
    ``LedgerUnavailable`` when it cannot be written, and what ``to_withhold`` raises.
    """
    if directory.exists():
        raise Conflict(f"there is {directory} already.", "Name a folder that does not exist yet.")
    withheld = to_withhold(ledger, withhold, reason)
    partial = directory.with_name(f".{directory.name}.{secrets.token_hex(8)}")
    try:
        (partial / CHECKPOINTS).mkdir(parents=True)
        bundle = _write(ledger, partial, answers, withheld)
        partial.rename(directory)
    except OSError as error:
        raise LedgerUnavailable(
            f"the bundle cannot be written to {directory}: {error.strerror}.",
            "Check the folder above it and the free space of its disk.",
        ) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Bundle(directory, *bundle, withheld)


def event_line(row: EventRow, *, withheld: bool = False) -> bytes:
    """Return the line of ``events.jsonl`` for an event: its sealed columns, or its leaf alone."""
    columns = row.sealed()
    values: dict[str, object]
    if withheld:
        values = {"position": row.position, "leaf": leaf_of(columns).hex()}
    else:
        values = dict(zip(SEALED_COLUMNS, columns, strict=True))
        try:
            values["body"] = row.state.decode()
        except UnicodeDecodeError:
            raise IntegrityFailure(
                f"the event at position {row.position} is not text.", "Run: lifecycle verify"
            ) from None
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _write(
    ledger: Ledger, directory: Path, answers: Answers | None, withheld: Sequence[Withheld]
) -> tuple[int, int]:
    """Write the files from one state of the ledger; return its size and the size covered."""
    positions = {each.position for each in withheld}
    with ledger.storage.reading():
        size = ledger.head.size
        with (directory / EVENTS).open("xb") as file:
            file.writelines(
                event_line(row, withheld=row.position in positions) for row in _rows(ledger, size)
            )
            file.flush()
            os.fsync(file.fileno())
        with ledger.storage.seals(write=False) as seals:
            kept = seals.checkpoints()
        for number, checkpoint in enumerate(kept):
            name = directory / CHECKPOINTS / f"{checkpoint.size:012}-{number}.checkpoint"
            write_new(name, checkpoint.note)
            if checkpoint.timestamp is not None:
                write_new(name.with_suffix(TIMESTAMP), checkpoint.timestamp)
        if withheld:
            write_new(directory / WITHHELD, manifest(withheld))
        if answers is not None:
            write_new(directory / ANSWERS, _answered(ledger, directory, answers, withheld))
    shipped = resources.files("lifecycle.auditing")
    write_new(directory / "FORMAT.md", (shipped / "FORMAT.md").read_bytes())
    write_new(directory / "verify.py", (shipped / "standalone.py").read_bytes())
    if kept:
        with ledger.storage.seals(write=True) as seals:
            seals.hand_out(kept[-1].note, to_microseconds(ledger.now()))
    return size, max((checkpoint.size for checkpoint in kept), default=0)


def _answered(
    ledger: Ledger, directory: Path, answers: Answers, withheld: Sequence[Withheld]
) -> bytes:
    """Return the answers; where something is withheld, those that what is shown gives."""
    if not withheld:
        return answers(ledger)
    with load_bundle(directory, ledger.now) as shown:
        return answers(shown)


def _rows(ledger: Ledger, size: int) -> Iterator[EventRow]:
    for start in range(0, size, PAGE):
        yield from ledger.storage.select_rows(start, size, limit=PAGE)
