"""Several processes write to one file, on one model too: nothing is lost, no place is empty."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from tests.recording.writers import Task, all_told, writing

from lifecycle import Ledger, LedgerUnavailable
from lifecycle.domain.vocabulary import as_event
from lifecycle.recording.transactions import LedgerDatastore

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    "models",
    [["atlas"] * 2, ["atlas"] * 8, [f"m{number}" for number in range(8)]],
    ids=["2 on one model", "8 on one model", "8 on one file"],
)
def test_nothing_is_lost(tmp_path: Path, models: list[str]) -> None:
    file = tmp_path / "ledger.db"
    tasks = [Task(file, f"writer-{number}", model, 20) for number, model in enumerate(models)]
    with writing(tasks) as told:
        receipts = [line for connection in told for line in all_told(connection)]
    with Ledger.open(file, read_only=True) as ledger:
        events = list(ledger.events())
        assert ledger.head.size == len(events) == 20 * len(models)
    stored = [f"{recorded.ref} {recorded.position}" for recorded in events]
    assert sorted(stored) == sorted(receipts)
    assert [recorded.position for recorded in events] == list(range(len(events)))
    for stream in {recorded.stream for recorded in events}:
        versions = [recorded.version for recorded in events if recorded.stream == stream]
        assert versions == list(range(1, len(versions) + 1))
    assert all(one.recorded_at < next_.recorded_at for one, next_ in pairwise(events))
    assert len({recorded.recorded_by for recorded in events}) == len(models)


def test_a_lock_taken_only_when_writing_would_fail(tmp_path: Path) -> None:
    """The control: the same writers, reading before they hold the lock."""
    file = tmp_path / "ledger.db"
    tasks = [Task(file, f"w{number}", "atlas", 100, "BEGIN DEFERRED") for number in range(4)]
    with writing(tasks) as told:
        lines = [line for connection in told for line in all_told(connection)]
    assert "refused LC302" in lines


def test_a_deferred_lock_loses_to_whoever_writes_in_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LedgerDatastore, "BEGIN_WRITING", "BEGIN DEFERRED")
    event = {"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"}
    with Ledger.open(tmp_path / "l.db") as one, Ledger.open(tmp_path / "l.db") as other:

        def write_around_the_other() -> None:
            with one._application.writing(one._clock, "one") as decisions:
                other.record(event)
                decisions.take(as_event(event))

        with pytest.raises(LedgerUnavailable):
            write_around_the_other()
        assert one.head.size == 1


def test_the_same_id_from_eight_processes_is_one_event(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    with writing([Task(file, "writer", "atlas", 6)] * 8) as told:
        lines = [all_told(connection) for connection in told]
    assert lines == [[f"atlas#{number + 1} {number}" for number in range(6)]] * 8
    with Ledger.open(file, read_only=True) as ledger:
        assert ledger.head.size == 6


def test_a_killed_writer_leaves_what_it_was_told_and_no_half(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    told: list[str] = []
    lives = (1, 2, 5, 9, 14)
    for lines in lives:
        with writing([Task(file, f"killed-after-{lines}", "atlas", 10_000)]) as (connection,):
            told += [connection.recv() for _ in range(lines)]
        told += all_told(connection)
    with Ledger.open(file) as ledger:
        stored = [f"{recorded.ref} {recorded.position}" for recorded in ledger.events()]
        assert set(told) <= set(stored)
        assert len(stored) <= len(told) + len(lives), "one at most was kept without being told"
        assert stored == [f"atlas#{number + 1} {number}" for number in range(len(stored))]
        assert ledger.head.size == len(stored)
        ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"})
