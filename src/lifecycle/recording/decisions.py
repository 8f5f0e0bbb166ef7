"""Decides, event by event and under the lock, what is recorded, and with which place and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime

from lifecycle.domain.envelope import Event
from lifecycle.domain.history import History
from lifecycle.domain.names import Name
from lifecycle.domain.record_events import Imported, Retracted
from lifecycle.domain.recorded import Recorded, ref_of
from lifecycle.errors import InputError
from lifecycle.recording.recorder import LedgerRecorder, Tail
from lifecycle.recording.repeats import refuse_other_content
from lifecycle.recording.rows import EventRow
from lifecycle.recording.spellings import Spellings
from lifecycle.time import brussels_day, from_microseconds


class Decisions:
    """What one write is going to record, decided so far.

    ``now`` is the ``recorded_at`` of the first event in microseconds; each further one is a
    microsecond later. ``latest`` is the last day a fact may hold from.
    """

    def __init__(
        self,
        *,
        storage: LedgerRecorder,
        event_of: Callable[[EventRow], Recorded],
        open_history: Callable[[str], History],
        histories: dict[str, History],
        tail: Tail,
        now: int,
        latest: date,
        recorded_by: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._event_of = event_of
        self._open_history = open_history
        self._histories = histories
        self._size = tail.size
        self._now = now
        self._latest = latest
        self._recorded_by = recorded_by
        self._recorder_id: str | None = None
        self._first_of_run = 0
        self.recorded: list[Recorded] = []
        self._by_id: dict[str, Recorded | None] = {}
        self._spellings = Spellings(storage, self.history, self.recorded)

    @property
    def new_names(self) -> Iterable[Name]:
        """The spellings that these events bring."""
        return self._spellings.new

    def history(self, stream: str) -> History:
        """Return a stream with what was decided so far."""
        history = self._histories.get(stream)
        if history is None:
            history = self._histories[stream] = self._open_history(stream)
        return history

    @property
    def today(self) -> date:
        """The day, in Brussels, on which this is recorded."""
        return brussels_day(from_microseconds(self._now))

    def retraction_of(self, recorded: Recorded) -> str | None:
        """Return the name of the retraction by which a recorded event does not stand."""
        by = self.history(recorded.stream).retraction_of(recorded.version)
        return None if by is None else ref_of(recorded.stream, by)

    def look_up(self, ids: Iterable[str]) -> None:
        """Learn at once which of these ids are taken."""
        unknown = [each for each in dict.fromkeys(ids) if each not in self._by_id]
        found = self._storage.find_ids(unknown)
        for each in unknown:
            self._by_id[each] = self._event_of(found[each]) if each in found else None

    def taken(self, event_id: str) -> Recorded | None:
        """Return the event that has this id, here or in the ledger."""
        if event_id not in self._by_id:
            self.look_up((event_id,))
        return self._by_id[event_id]

    def take(self, event: Event) -> tuple[Recorded, bool]:
        """Return the event as it will be recorded, or as it already was, and whether it was.

        Raises ``InputError`` for what contradicts the ledger and ``Conflict`` for an id that
        another event has. What retracts an import retracts what came with it.
        """
        earlier = self._earlier(event)
        if earlier is not None:
            self._first_of_run = len(self.recorded)
            return earlier, True
        if isinstance(event, Imported) and event.events > len(self.recorded) - self._first_of_run:
            raise InputError(
                f"it says that it brought {event.events} events, but not as many were recorded just"
                " before it.",
                "Import the file with its events, or leave this line out.",
                field="events",
                code="LC126",
            )
        recorded = self._append(event)
        if isinstance(event, Imported):
            self._first_of_run = len(self.recorded)
        for follower in self._followers(event):
            self._append(follower)
        return recorded, False

    def conclude(self, imported: Imported) -> Recorded:
        """Return the event that says of all that was decided here by which import it came."""
        earlier = self._earlier(imported)
        assert earlier is None, "it would have been told before anything was decided"
        return self._append(imported)

    def _earlier(self, event: Event) -> Recorded | None:
        """Return the event that this one repeats."""
        if event.id is not None:
            earlier = self.taken(event.id)
            if earlier is not None:
                refuse_other_content(event, earlier)
            return earlier
        if isinstance(event, Retracted):
            # An export also tells what follows here by itself from the retraction of an import.
            history = self.history(event.stream)
            by = history.retraction_of(history.find(event.target) or 0)
            drafted = history.recorded[by - 1] if by is not None else None
            if drafted is not None and drafted.position >= self._size and drafted.event == event:
                return drafted
        return None

    def _append(self, event: Event) -> Recorded:
        history = self.history(event.stream)
        said = history.accept(event, self._latest)
        self._spellings.claim(event, said, history)
        if self._recorder_id is None:
            self._recorder_id = self._recorded_by()
        recorded = Recorded(
            event=event,
            stream=event.stream,
            version=history.version + 1,
            position=self._size + len(self.recorded),
            recorded_at=self._instant(),
            recorded_by=self._recorder_id,
        )
        history.append(recorded)
        self.recorded.append(recorded)
        if event.id is not None:
            self._by_id[event.id] = recorded
        return recorded

    def _instant(self) -> datetime:
        return from_microseconds(self._now + len(self.recorded))

    def _followers(self, event: Event) -> Sequence[Retracted]:
        """Return what retracting an import, or that retraction, retracts in the streams themselves.

        So every stream tells by itself what stands in it, at any time known.
        """
        if not isinstance(event, Retracted) or event.stream != "ledger":
            return ()
        target = self._target(event)
        if isinstance(target.event, Imported):
            members = [
                each
                for each in reversed(self._brought_by(target, target.event))
                if self.history(each.stream).retraction_of(each.version) is None
            ]
        elif isinstance(target.event, Retracted):
            members = self._retracted_with(target.event)
        else:
            members = []  # a correction of what an import said of itself
        return [_follower(event, each) for each in members]

    def _target(self, event: Retracted) -> Recorded:
        own = self.history("ledger")
        version = own.find(event.target)
        assert version is not None, "it was accepted"
        return own.recorded[version - 1]

    def _brought_by(self, target: Recorded, imported: Imported) -> Sequence[Recorded]:
        """Return the events that were recorded in one write just before the import's own event."""
        start = target.position - int(imported.events)
        stored = min(target.position, self._size)
        rows = self._storage.select_rows(start, stored, limit=max(stored - start, 0))
        drafted = self.recorded[max(start - self._size, 0) : max(target.position - self._size, 0)]
        return [*map(self._event_of, rows), *drafted]

    def _retracted_with(self, retraction: Retracted) -> list[Recorded]:
        """Return what followed from the retraction of an import, in the order to undo it."""
        imported = self._target(retraction)
        if not isinstance(imported.event, Imported):
            raise InputError(
                f"{retraction.target} undid a retraction.",
                "Retract the import itself once more.",
                field="target",
                code="LC126",
            )
        found: list[Recorded] = []
        for each in self._brought_by(imported, imported.event):
            history = self.history(each.stream)
            by = history.retraction_of(each.version)
            if by is not None and history.recorded[by - 1].event == _follower(retraction, each):
                found.append(history.recorded[by - 1])
        return found


def _follower(event: Retracted, member: Recorded) -> Retracted:
    space, _, key = member.stream.partition(":")
    told = {
        space: key,
        "occurred_on": event.occurred_on,
        "target": member.ref,
        "reason": event.reason,
        "note": f"with {event.target}",
    }
    return Retracted.told(told if event.actor is None else {**told, "actor": event.actor})
