"""The ledger: where events are recorded, put right, imported, tried and read again."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from lifecycle.domain.recorded import Recorded, parse_ref
from lifecycle.domain.vocabulary import as_event
from lifecycle.errors import InputError, NotFound
from lifecycle.intake import (
    ImportSource,
    Intake,
    Placing,
    Told,
    imported_before,
    imported_from,
    take,
)
from lifecycle.recording.application import LedgerApplication
from lifecycle.recording.recorder import LedgerRecorder
from lifecycle.recording.storage import open_storage
from lifecycle.time import Clock, from_microseconds, system_clock, to_microseconds
from lifecycle.view import Head, Receipt, Trial, stream_asked

PAGE = 1_000
"""Events read from the storage at once."""


class Ledger:
    """One ledger, open until it is closed; a context manager.

    What cannot be taken is refused whole, with ``InputError`` or ``Conflict``; a storage that
    fails raises ``LedgerUnavailable``, one that was tampered with ``IntegrityFailure``.
    """

    def __init__(self, application: LedgerApplication, clock: Clock, who: str) -> None:
        self._application = application
        self._storage = application.storage
        self._clock = clock
        self._who = who

    @classmethod
    def open(
        cls,
        where: str | Path,
        *,
        clock: Clock = system_clock,
        create: bool = True,
        read_only: bool = False,
        who: str | None = None,
    ) -> Self:
        """Open the ledger at a path, or a new one that is kept in ``:memory:``.

        ``clock`` is the only source of ``recorded_at``. ``create`` makes a missing ledger;
        without it, or ``read_only``, a missing one is refused. ``who`` is the person or service
        that records, by default the user of the operating system; it stays outside the events.
        """
        factory = open_storage(where, clock=clock, create=create, read_only=read_only)
        return cls(LedgerApplication(factory), clock, who or _user())

    def close(self) -> None:
        """Let go of the storage; closing twice does nothing."""
        self._application.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def record(self, event: Told) -> Receipt:
        """Record one event; what was recorded under its id before answers with that receipt."""
        told = as_event(event)
        with self._application.writing(self._clock, self._who) as decisions:
            return take(told, decisions)

    def import_events(
        self,
        events: Iterable[Told],
        *,
        source: ImportSource | None = None,
        placed: Placing = InputError.at_line,
    ) -> list[Receipt]:
        """Record all of these events, in one write, or none; return a receipt for each.

        With a ``source``, the import itself is recorded after them and has the last receipt,
        unless they brought nothing new; a source that was imported before gives only the
        receipt of that. Raises ``ManyInputErrors`` that lists every event that cannot be taken,
        each placed by its number or by ``placed``.
        """
        intake = Intake(events, placed)
        with self._application.writing(self._clock, self._who) as decisions:
            earlier = imported_before(source, decisions)
            if earlier is not None:
                return [earlier]
            receipts = intake.take_all(decisions)
            if source is not None and decisions.recorded:
                receipts.append(Receipt(decisions.conclude(imported_from(source, decisions))))
            return receipts

    def trial(
        self,
        events: Iterable[Told],
        *,
        source: ImportSource | None = None,
        placed: Placing | None = None,
    ) -> Trial:
        """Return the ledger as it would be with these events; they may be dated in the future.

        Refuses what recording them would refuse, one event by itself, several as an import. A
        ``source`` that was imported before brings nothing.
        """
        drafts = list(events)
        with self._application.trying(self._clock) as decisions:
            if imported_before(source, decisions) is not None:
                return Trial(self, ())
            if len(drafts) == 1 and placed is None:
                take(as_event(drafts[0]), decisions)
            else:
                Intake(drafts, placed or InputError.at_line).take_all(decisions)
            return Trial(self, tuple(decisions.recorded))

    def rebuild(self) -> list[str]:
        """Derive from the events again what is kept beside them to be found fast.

        What differs is written anew, and returned in words. It is in no seal: an edit of it shows
        here alone.
        """
        return self._application.rebuild()

    @property
    def storage(self) -> LedgerRecorder:
        """The storage, for those who seal and check it."""
        return self._storage

    @property
    def head(self) -> Head:
        """How far the ledger goes: its size, and the 32-byte root of the tree over its events."""
        return self._storage.head()

    def now(self) -> datetime:
        """Return the clock's instant, or that of the last event where it is later, in UTC."""
        return max(self._clock(), self.settled())

    def settled(self) -> datetime:
        """Return the instant of the last event; nothing will be recorded before or at it any more.

        Of an empty ledger it is the clock's.
        """
        last = self._storage.tail().recorded_at
        return self._clock() if last is None else from_microseconds(last)

    def events(
        self,
        *,
        model: str | None = None,
        organisation: str | None = None,
        known_at: datetime | None = None,
        start: int = 0,
    ) -> Iterator[Recorded]:
        """Yield events in the ledger's order, those of one stream or all; see ``LedgerView``."""
        return self._pages(
            stream_asked(model, organisation), start, self._storage.tail().size, _until(known_at)
        )

    def _pages(
        self, stream: str | None, start: int, stop: int, until: int | None
    ) -> Iterator[Recorded]:
        read = self._application.event_of
        while True:
            page = self._storage.select_rows(start, stop, stream=stream, until=until, limit=PAGE)
            yield from map(read, page)
            if len(page) < PAGE:
                return
            start = page[-1].position + 1

    def models(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of models, in alphabetical order, whatever was retracted."""
        return self._keys("model:", known_at)

    def organisations(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of the organisations that events were recorded of."""
        return self._keys("organisation:", known_at)

    def _keys(self, prefix: str, known_at: datetime | None) -> list[str]:
        streams = self._storage.select_streams(prefix, _until(known_at))
        return [stream.removeprefix(prefix) for stream in streams]

    def find(self, name: str) -> Recorded:
        """Return the event that ``atlas#3``, ``organisation:acme#2`` or an id names.

        Raises ``NotFound``.
        """
        ref = parse_ref(name)
        row = self._storage.find_version(*ref) if ref else self._storage.find_ids([name]).get(name)
        if row is None:
            raise NotFound(
                f"there is no event {name!a}.",
                "Name it as atlas#3, organisation:acme#2 or by its id. See: lifecycle events",
            )
        return self._application.event_of(row)

    def export(self) -> Iterator[bytes]:
        """Yield every event as told, one line of JSON each, which an import takes back."""
        for recorded in self.events():
            yield recorded.event.body() + b"\n"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in a bare container
        return "unknown"


def _until(known_at: datetime | None) -> int | None:
    return None if known_at is None else to_microseconds(known_at)
