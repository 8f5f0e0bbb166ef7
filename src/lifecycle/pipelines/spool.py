"""Keeps events in files of their own where no ledger can be reached, and reads them back."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from lifecycle.domain import Event, as_event, parse
from lifecycle.domain.history import refuse_later
from lifecycle.errors import InputError, LedgerUnavailable
from lifecycle.exchange.json_reader import read_lines
from lifecycle.intake import Told
from lifecycle.seal.files import replace_file
from lifecycle.time import MICROSECOND, Clock, brussels_day, system_clock

SUFFIX = ".jsonl"


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as a spool keeps it: its file, its line there from 1, and the event with its id."""

    path: Path
    line: int
    event: Event

    @property
    def id(self) -> str:
        """The id by which a ledger will know the event."""
        assert self.event.id is not None, "no event is kept without one"
        return self.event.id


class Spool:
    """A folder of events that wait for a ledger; several processes may fill it at once.

    A file is there whole or not at all. Its name begins with the instant, so that the order of
    the names is the order in which the events were kept.
    """

    def __init__(self, folder: str | Path, *, clock: Clock = system_clock) -> None:
        self.folder = Path(folder)
        self._clock = clock
        self._last: datetime | None = None

    def keep(self, told: Told) -> Kept:
        """Write one event to the disk; one without an id gets one.

        Raises ``InputError`` for what no ledger could take, and ``LedgerUnavailable`` where the
        folder cannot be written to.
        """
        event = self.checked(told)
        now = self._instant()
        if event.id is None:
            event = parse({**event.as_mapping(), "id": f"spool:{secrets.token_hex(16)}"})
        name = f"{now:%Y%m%dT%H%M%S.%fZ}-{os.getpid()}-{secrets.token_hex(4)}{SUFFIX}"
        path = self.folder / name
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            replace_file(path, event.body() + b"\n")
        except OSError as error:
            raise LedgerUnavailable(
                f"no event can be kept in {self.folder}: {error.strerror}.",
                "Make room there, or name a folder that can be written to: --spool DIR",
                code="LC320",
            ) from error
        return Kept(path, 1, event)

    def checked(self, told: Told) -> Event:
        """Return the event, or raise ``InputError`` for what no ledger could take."""
        event = as_event(told)
        refuse_later(event.occurred_on, brussels_day(self._clock()))
        return event

    def read(self) -> tuple[list[Kept], list[InputError]]:
        """Return the events in their order, and a refusal for every line that is none.

        Raises ``InputError`` where the folder cannot be read.
        """
        refusals: list[InputError] = []
        try:
            found = [
                kept
                for path in sorted(self.folder.iterdir())
                if path.suffix == SUFFIX and path.is_file()
                for kept in _events_in(path, refusals)
            ]
        except OSError as error:
            raise InputError(
                f"{error.filename} cannot be read: {error.strerror}.", "Check who may read it."
            ) from error
        return found, refusals

    def _instant(self) -> datetime:
        """Return the clock's instant, later than that of the event before."""
        now = self._clock()
        if self._last is not None:
            now = max(now, self._last + MICROSECOND)
        self._last = now
        return now


def in_file(path: Path, refusal: InputError) -> InputError:
    """Return the same refusal naming the file it speaks of."""
    return InputError(f"{path.name}, {refusal.cause}", refusal.cure, code=refusal.code)


def _events_in(path: Path, refusals: list[InputError]) -> Iterator[Kept]:
    content = path.read_bytes()
    lines = content.splitlines(keepends=True)
    unended = 0 if content.endswith(b"\n") else len(lines)

    def refuse(refusal: InputError) -> None:
        half = refusal.line == unended
        refusals.append(in_file(path, _half_written(unended) if half else refusal))

    for line, told in read_lines(lines, refuse=refuse):
        try:
            event = parse(told)
            if event.id is None:
                raise _without_id()
        except InputError as refusal:
            refusals.append(in_file(path, refusal.at_line(line)))
        else:
            yield Kept(path, line, event)


def _half_written(line: int) -> InputError:
    return InputError(
        "it was written only in part.",
        "If its writer is at work or the file is being copied, import again; else record it again.",
        line=line,
        code="LC112",
    )


def _without_id() -> InputError:
    return InputError(
        "it has no id, so importing it twice would record it twice.",
        'Give it one: "id": "run-17:start".',
        field="id",
        code="LC112",
    )
