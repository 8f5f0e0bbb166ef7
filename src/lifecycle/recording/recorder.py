"""What the ledger asks of a database: the one interface that every kind of storage implements."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from eventsourcing.persistence import ApplicationRecorder, StoredEvent

from lifecycle.domain.names import Name
from lifecycle.recording.rows import EventRow
from lifecycle.recording.seals import SealTables
from lifecycle.seal.merkle import Frontier


@dataclass(frozen=True, slots=True)
class Head:
    """How far a ledger goes: its number of events, and the 32-byte root of the tree over them."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Tail:
    """The end of a ledger while nobody else can write.

    ``recorded_at`` is that of the last event, in microseconds since 1970, or ``None`` when
    there is none.
    """

    tree: Frontier
    recorded_at: int | None

    @property
    def size(self) -> int:
        """The position of the next event."""
        return self.tree.size


class LedgerRecorder(ApplicationRecorder):
    """An application recorder of eventsourcing with what a ledger needs besides.

    All reading methods see one state inside ``reading()``, and inside ``writing()`` also what
    was written there so far. Failures of the storage are ``LedgerUnavailable`` or
    ``IntegrityFailure``; an event that takes a taken place is eventsourcing's ``IntegrityError``.
    """

    @abstractmethod
    def writing(self) -> AbstractContextManager[Tail]:
        """Hold the write lock; what is written inside is kept as a whole at its end, or not at all.

        The thread that holds it must not hold it twice.
        """

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """Keep every read inside at one state of the ledger."""

    @abstractmethod
    def tail(self) -> Tail:
        """Return the end of the ledger as it can be read now."""

    @abstractmethod
    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        names: Iterable[Name] = (),
        tail: Tail | None = None,
        **kwargs: object,
    ) -> Sequence[int] | None:
        """Append events, their leaves and the spellings they bring; return their positions plus 1.

        Rows (``EventRow``) must continue the ledger without a gap and with rising
        ``recorded_at``; bare stored events are given their place here. ``tail`` is what
        ``writing`` gave, where nothing was written since.
        """

    @abstractmethod
    def select_rows(
        self,
        start: int,
        stop: int,
        *,
        stream: str | None = None,
        until: int | None = None,
        limit: int,
    ) -> Sequence[EventRow]:
        """Return at most ``limit`` rows from position ``start`` to before ``stop``, in order.

        Of one ``stream`` or of all; recorded not after ``until``, microseconds since 1970.
        """

    @abstractmethod
    def find_ids(self, ids: Sequence[str]) -> Mapping[str, EventRow]:
        """Return the rows that carry these own ids."""

    @abstractmethod
    def find_version(self, stream: str, version: int) -> EventRow | None:
        """Return the row at that place of a stream."""

    @abstractmethod
    def find_mentions(self, name: str) -> Sequence[EventRow]:
        """Return the rows whose body holds that text in quotation marks."""

    @abstractmethod
    def select_streams(self, prefix: str, until: int | None = None) -> Sequence[str]:
        """Return the streams with this prefix that begin not after ``until``, in order."""

    @abstractmethod
    def spelled(self, name: Name) -> str | None:
        """Return how a key that differs from this one at most in case was last remembered."""

    @abstractmethod
    def names(self) -> Mapping[tuple[str, str], str]:
        """Return every spelling that is remembered, by its space and what others share with it."""

    @abstractmethod
    def replace_names(self, names: Mapping[tuple[str, str], str]) -> None:
        """Remember these spellings and no others; to be called while writing."""

    @abstractmethod
    def person(self, name: str) -> str:
        """Return the random id under which a person or service records, made on first use.

        To be called while writing.
        """

    @abstractmethod
    def seals(self, *, write: bool) -> AbstractContextManager[SealTables]:
        """Give access to keys, checkpoints and leaves in one transaction, joining an open one."""

    @abstractmethod
    def head(self) -> Head:
        """Return how far the ledger goes."""
