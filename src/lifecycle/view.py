"""What can be read of a ledger, as it is or as drafts would make it, and what a write answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lifecycle.domain.recorded import Recorded
from lifecycle.errors import InputError
from lifecycle.recording.recorder import Head

__all__ = ["Head", "LedgerView", "Receipt", "Trial", "stream_asked"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded, or was already.

    ``already`` says that the id was known with the same content, and that this is the first
    receipt again; ``retracted_by`` names the retraction by which that event does not stand.
    ``further`` counts the events recorded with it: what follows from the retraction of an import.
    """

    recorded: Recorded
    already: bool = False
    retracted_by: str | None = None
    further: int = 0

    @property
    def ref(self) -> str:
        """The name of the event, such as ``atlas#3``."""
        return self.recorded.ref

    @property
    def position(self) -> int:
        """Its place in the ledger, from 0."""
        return self.recorded.position

    @property
    def recorded_at(self) -> datetime:
        """When it was recorded, in UTC."""
        return self.recorded.recorded_at

    @property
    def event_id(self) -> str | None:
        """Its own id."""
        return self.recorded.event.id

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is worth a second look, each a sentence."""
        doubts = self.recorded.event.warnings()
        if self.retracted_by is None:
            return doubts
        return (*doubts, f"{self.ref} was retracted by {self.retracted_by}, and stays so.")


class LedgerView(Protocol):
    """What the read side takes: a ledger, or a trial of drafted events on one."""

    @property
    def head(self) -> Head:
        """How far what is stored goes: its size, and the 32-byte root of the tree over it."""
        ...

    def now(self) -> datetime:
        """Return the clock's instant, or that of the last event where it is later, in UTC."""
        ...

    def settled(self) -> datetime:
        """Return the instant of the last event: nothing will be recorded before or at it any more.

        What is asked as known then is answered alike for ever. As known now it need not be: an
        import that is being written has its instants already, and a clock may be set back.
        """
        ...

    def events(
        self,
        *,
        model: str | None = None,
        organisation: str | None = None,
        known_at: datetime | None = None,
        start: int = 0,
    ) -> Iterator[Recorded]:
        """Yield events in the ledger's order: of one model, of one organisation, or all.

        ``known_at`` leaves out what was recorded after that instant, ``start`` what stands
        before that position. What is recorded while it yields is not seen.
        """
        ...

    def models(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of models, in alphabetical order, whatever was retracted."""
        ...

    def organisations(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of the organisations that events were recorded of."""
        ...


class Trial:
    """A ledger as it would be after drafted events; nothing of them is kept anywhere.

    ``drafted`` are those that it would have beyond the stored ones.
    """

    def __init__(self, stored: LedgerView, drafted: Sequence[Recorded]) -> None:
        self._stored = stored
        self.drafted = tuple(drafted)
        self._size = self.drafted[0].position if drafted else stored.head.size
        self.head = stored.head

    def now(self) -> datetime:
        """Return the instant at which the last draft would be recorded."""
        return max(self._stored.now(), self.settled())

    def settled(self) -> datetime:
        """Return the instant of the last draft."""
        return self.drafted[-1].recorded_at if self.drafted else self._stored.settled()

    def events(
        self,
        *,
        model: str | None = None,
        organisation: str | None = None,
        known_at: datetime | None = None,
        start: int = 0,
    ) -> Iterator[Recorded]:
        """Yield what is stored, then what was drafted."""
        stored = self._stored.events(
            model=model, organisation=organisation, known_at=known_at, start=start
        )
        for recorded in stored:
            if recorded.position >= self._size:
                break  # recorded by somebody else since
            yield recorded
        stream = stream_asked(model, organisation)
        for recorded in self._known(known_at):
            if recorded.position >= start and stream in (None, recorded.stream):
                yield recorded

    def models(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of models, those that the drafts register included."""
        return self._with_drafted("model", self._stored.models(known_at=known_at), known_at)

    def organisations(self, *, known_at: datetime | None = None) -> list[str]:
        """Return the keys of organisations, those that the drafts speak of included."""
        stored = self._stored.organisations(known_at=known_at)
        return self._with_drafted("organisation", stored, known_at)

    def _with_drafted(self, space: str, stored: list[str], known_at: datetime | None) -> list[str]:
        streams = {recorded.stream.partition(":")[::2] for recorded in self._known(known_at)}
        return sorted({*stored, *(key for each, key in streams if each == space)})

    def _known(self, known_at: datetime | None) -> Iterator[Recorded]:
        for recorded in self.drafted:
            if known_at is None or recorded.recorded_at <= known_at:
                yield recorded


def stream_asked(model: str | None, organisation: str | None) -> str | None:
    """Return the stream of the model or organisation asked for; ``None`` for all of them."""
    if model is not None and organisation is not None:
        raise InputError("a model and an organisation were asked for.", "Ask for one of them.")
    if model is not None:
        return f"model:{model}"
    return None if organisation is None else f"organisation:{organisation}"
