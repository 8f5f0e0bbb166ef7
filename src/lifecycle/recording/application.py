"""The event-sourced application: replays streams, decides under the lock, saves as one."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import Any, cast

from eventsourcing.application import AggregateNotFoundError, Application, Repository
from eventsourcing.persistence import InfrastructureFactory, IntegrityError, Mapper
from eventsourcing.utils import Environment, EnvType

from lifecycle.domain.history import History
from lifecycle.domain.model import Model
from lifecycle.domain.organisation import Organisation
from lifecycle.domain.recorded import Recorded
from lifecycle.errors import Conflict, LedgerUnavailable
from lifecycle.recording.decisions import Decisions
from lifecycle.recording.derived import differences, spellings
from lifecycle.recording.mapper import LedgerMapper
from lifecycle.recording.recorder import LedgerRecorder, Tail
from lifecycle.recording.rows import EventRow
from lifecycle.time import Clock, brussels_day, from_microseconds, show_instant, to_microseconds

CACHED_STREAMS = 1_000
"""Streams kept replayed: recording on one again reads only what others have recorded since."""


BACKWARDS = 5 * 60 * 1_000_000
"""Microseconds by which a clock may be behind the last event, as clocks are set right."""

_PAGE = 1_000
"""Events read at once."""

DRAFTED = "draft"
"""Who recorded what was only tried."""


def opened(stream: str) -> History:
    """Return the history of a stream before its first event."""
    if stream.startswith("model:"):
        return Model(stream)
    return Organisation(stream) if stream.startswith("organisation:") else History(stream)


def replay(history: History | None, events: Iterable[Recorded]) -> History | None:
    """Return the history with these events appended; the projector of every stream."""
    for recorded in events:
        if history is None:
            history = opened(recorded.stream)
        history.append(recorded)
    return history


class LedgerApplication(Application[str]):
    """Joins the ledger's mapper, recorder and histories by eventsourcing's means.

    Nothing is configured by environment variables: some of eventsourcing's name modules to
    import, others would turn on snapshots, which lie outside the seal.
    """

    log_section_size = 1_000

    def __init__(self, factory: InfrastructureFactory[Any]) -> None:
        self._given_factory = factory
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Return an empty environment."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:  # noqa: ARG002
        """Return the factory of the storage that was opened."""
        return self._given_factory

    def construct_mapper(self) -> Mapper[str]:
        """Return the mapper with the closed table."""
        return LedgerMapper()

    def construct_repository(self) -> Repository[str]:
        """Return a repository that keeps replayed streams, uncopied: replay alone changes them."""
        return Repository(self.events, cache_maxsize=CACHED_STREAMS, deepcopy_from_cache=False)

    @property
    def storage(self) -> LedgerRecorder:
        """The recorder, with what a ledger asks of it."""
        return cast("LedgerRecorder", self.recorder)

    @contextmanager
    def writing(self, clock: Clock, who: str) -> Generator[Decisions]:
        """Hold the write lock, decide what is taken inside, and save it as a whole at the end.

        The cached streams are changed as events are decided on. They are right if all of it is
        kept, and are forgotten otherwise.
        """
        cache = self.repository.cache
        assert cache is not None
        touched: dict[str, History] = {}
        try:
            with self.storage.writing() as tail:
                now = instant_of(clock, tail)
                decisions = Decisions(
                    storage=self.storage,
                    event_of=self.event_of,
                    open_history=self._cached_history,
                    histories=touched,
                    tail=tail,
                    now=now,
                    latest=brussels_day(from_microseconds(now)),
                    recorded_by=lambda: self.storage.person(who),
                )
                yield decisions
                # Not by `save`, which asks of every event by reflection what kind of thing it is
                # and returns each one in two further forms.
                rows = list(map(self.mapper.to_stored_event, decisions.recorded))
                self.storage.insert_events(rows, names=decisions.new_names, tail=tail)
        except BaseException as error:
            for stream in touched:
                with suppress(KeyError):
                    cache.get(stream, evict=True)
            if isinstance(error, IntegrityError):
                raise Conflict(
                    f"an event cannot take its place in the ledger: {error}.",
                    "Another program wrote to the file past this one: lifecycle verify",
                ) from error
            raise
        for stream, history in touched.items():
            cache.put(stream, history)

    @contextmanager
    def trying(self, clock: Clock) -> Generator[Decisions]:
        """Decide on drafts as ``writing`` would, on days to come as well; nothing is kept."""
        with self.storage.reading():
            head = self.storage.tail()
            yield Decisions(
                storage=self.storage,
                event_of=self.event_of,
                open_history=self._own_history,
                histories={},
                tail=head,
                now=instant_of(clock, head),
                latest=date.max,
                recorded_by=lambda: DRAFTED,
            )

    def rebuild(self) -> list[str]:
        """Derive again what is kept beside the events, write it anew where it differs; say where.

        Raises ``IntegrityFailure`` for events that this program cannot read.
        """
        with self.storage.writing() as tail:
            rows = (
                row
                for start in range(0, tail.size, _PAGE)
                for row in self.storage.select_rows(start, start + _PAGE, limit=_PAGE)
            )
            derived = spellings(map(self.event_of, rows))
            found = list(differences(self.storage.names(), derived))
            if found:
                self.storage.replace_names(derived)
            return found

    def event_of(self, row: EventRow) -> Recorded:
        """Return the recorded event of a row, validated."""
        return cast("Recorded", self.mapper.to_domain_event(row))

    def _cached_history(self, stream: str) -> History:
        try:
            return self.repository.get(stream, projector_func=replay)
        except AggregateNotFoundError:
            return opened(stream)

    def _own_history(self, stream: str) -> History:
        events = cast("Iterator[Recorded]", self.events.get(stream))
        return replay(opened(stream), events) or opened(stream)


def instant_of(clock: Clock, tail: Tail) -> int:
    """Return the ``recorded_at`` of the next event: the clock's, or just after the last event's.

    Raises ``LedgerUnavailable`` for a clock more than five minutes behind the last event.
    """
    moment = clock()
    assert moment.utcoffset() is not None, "a clock gives aware instants"
    now = to_microseconds(moment)
    if tail.recorded_at is None:
        return now
    if now < tail.recorded_at - BACKWARDS:
        raise LedgerUnavailable(
            f"the clock says {show_instant(moment)}, but the last event was recorded at"
            f" {show_instant(from_microseconds(tail.recorded_at))}.",
            "Set this machine's clock right, then record it again.",
            code="LC309",
        )
    return max(now, tail.recorded_at + 1)
