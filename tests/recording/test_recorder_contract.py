"""The recorder keeps eventsourcing's own contract, as its published test cases state it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import AggregateRecorder, StoredEvent
from eventsourcing.tests.persistence import AggregateRecorderTestCase, ApplicationRecorderTestCase

from lifecycle.recording.files import open_place
from lifecycle.recording.sqlite import SQLiteLedgerRecorder
from lifecycle.recording.transactions import LedgerDatastore
from lifecycle.time import system_clock


def recorder_at(where: str | Path) -> SQLiteLedgerRecorder:
    place = open_place(where, create=True, read_only=False)
    return SQLiteLedgerRecorder(LedgerDatastore(place), system_clock)


class StreamsOnly(AggregateRecorder):
    """The recorder as one that knows streams alone, which is what the aggregate's contract is for:

    it demands that inserting gives no positions, and that what is selected equals bare stored
    events; a ledger gives positions, and rows that know more.
    """

    def __init__(self, recorder: SQLiteLedgerRecorder) -> None:
        self._recorder = recorder

    def insert_events(self, stored_events: Sequence[StoredEvent], **_: object) -> None:
        self._recorder.insert_events(stored_events)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        rows = self._recorder.select_events(originator_id, gt=gt, lte=lte, desc=desc, limit=limit)
        return [
            StoredEvent(row.originator_id, row.originator_version, row.topic, row.state)
            for row in rows
        ]


class KeptInAFolder:
    """Gives every test a ledger on the disk and streams named by text."""

    @pytest.fixture(autouse=True)
    def _folder(self, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
        with TemporaryDirectory() as folder:
            self.opened = recorder_at(Path(folder) / "ledger.db")
            yield
            self.opened.datastore.close()
            capsys.readouterr()  # the test cases print their rates

    def new_originator_id(self) -> str:
        return f"model:{uuid4()}"


class TestApplicationRecorder(KeptInAFolder, ApplicationRecorderTestCase[SQLiteLedgerRecorder]):
    """All of it but `optional_test_insert_subscribe`: nobody can subscribe to a SQLite file."""

    def create_recorder(self) -> SQLiteLedgerRecorder:
        return self.opened


class TestAggregateRecorder(KeptInAFolder, AggregateRecorderTestCase):
    """All of it, through `StreamsOnly`."""

    def create_recorder(self) -> AggregateRecorder:
        return StreamsOnly(self.opened)


del ApplicationRecorderTestCase, AggregateRecorderTestCase  # else they would be collected here
