"""The tables: append-only, gapless, sealed with every write, guarded at their end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from tests.given import ScriptedClock, Story

from lifecycle import IntegrityFailure, Ledger
from lifecycle.domain.names import Name
from lifecycle.recording.rows import EventRow, leaf_of, row_of
from lifecycle.recording.schema import SEALED_COLUMNS
from lifecycle.seal.leaf import leaf_data
from lifecycle.seal.merkle import Frontier, leaf_hash


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "ledger.db"
    story = Story(path)
    story.then("registered")
    story.then("released", actor="acme", id="ci/991")
    story.then("noted", text="x")
    yield path
    story.ledger.close()


def rows(file: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT * FROM events ORDER BY position").fetchall()


def edit(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


class TestTheSeal:
    def test_a_leaf_covers_every_column_with_its_type(self, file: Path) -> None:
        for *columns, leaf in rows(file):
            assert leaf == leaf_hash(leaf_data(columns))
        with closing(sqlite3.connect(file)) as connection:
            names = [row[1] for row in connection.execute("PRAGMA table_info (events)")]
        assert names == [*SEALED_COLUMNS, "leaf"]

    @pytest.mark.parametrize("column", range(len(SEALED_COLUMNS)))
    def test_no_column_changes_without_its_leaf(self, file: Path, column: int) -> None:
        *columns, leaf = rows(file)[1]
        value = columns[column]
        others = [value + 1] if isinstance(value, int) else [str(value), str(value) + " ", None]
        for other in others:
            if other != value:
                changed = [*columns[:column], other, *columns[column + 1 :]]
                assert leaf_of(changed) != leaf

    def test_the_root_is_that_of_the_leaves(self, file: Path) -> None:
        tree = Frontier().extend(row[-1] for row in rows(file))
        with Ledger.open(file) as ledger:
            assert ledger.head.root == tree.root()
            assert ledger.head.size == 3

    def test_a_large_write_is_handed_over_in_parts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lifecycle.recording.sqlite.CHUNK", 4)
        story = Story(tmp_path / "l.db")
        story.then("registered")
        note = {"type": "noted", "model": "atlas", "occurred_on": "2025-03-01", "text": "x"}
        story.ledger.import_events([note] * 9)
        assert [e.position for e in story.ledger.events()] == list(range(10))
        tree = Frontier().extend(row[-1] for row in rows(tmp_path / "l.db"))
        assert story.ledger.head.root == tree.root()
        story.ledger.close()


class TestAppendOnly:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE events SET occurred_on = '2020-01-01' WHERE position = 1",
            "DELETE FROM events WHERE position = 2",
            "DELETE FROM events",
        ],
    )
    def test_sql_by_accident_changes_nothing(self, file: Path, statement: str) -> None:
        before = rows(file)
        with pytest.raises(sqlite3.IntegrityError):
            edit(file, statement)
        assert rows(file) == before

    def test_types_are_strict(self, file: Path) -> None:
        with pytest.raises(sqlite3.IntegrityError):
            edit(file, "INSERT INTO events VALUES (3, 'a', 1, 't', 'd', 'soon', '', NULL, 0, 0)")

    @pytest.mark.parametrize(
        "statements",
        [
            ("DELETE FROM events WHERE position = 2",),
            ("UPDATE frontier SET size = 2",),
            ("UPDATE frontier SET nodes = x'00'",),
            ("DELETE FROM frontier",),
        ],
    )
    def test_nothing_is_built_on_an_end_that_was_changed(
        self, file: Path, statements: tuple[str, ...]
    ) -> None:
        trigger = "events_are_never_deleted"
        with closing(sqlite3.connect(file)) as connection:
            (text,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (trigger,)
            ).fetchone()
        edit(file, f"DROP TRIGGER {trigger}", *statements, text)
        with Ledger.open(file, clock=ScriptedClock()) as ledger:
            with pytest.raises(IntegrityFailure) as refusal:
                ledger.record(
                    {"type": "noted", "model": "atlas", "occurred_on": "2025-03-01", "text": "y"}
                )
            assert refusal.value.code == "LC413"
            with pytest.raises(IntegrityFailure):
                _ = ledger.head


class TestPlaces:
    """The recorder's own stamps, for events that come without one, and its demands of others'."""

    @pytest.fixture
    def story(self) -> Story:
        return Story(today="2025-03-01")

    def test_a_bare_event_is_stamped_under_the_lock(self, story: Story) -> None:
        story.ledger._storage.insert_events([StoredEvent("model:a", 1, "t", b"{}")])
        (row,) = story.ledger._storage.select_rows(0, 9, limit=9)
        assert isinstance(row, EventRow)
        assert (row.position, row.occurred_on, row.recorded_by) == (0, "2025-03-01", "")
        assert row.id == story.ledger._storage.max_notification_id() == 1

    @pytest.mark.parametrize(
        ("position", "recorded_at", "found"), [(1, 9, "no gap"), (0, -1, "rises")]
    )
    def test_a_gap_or_an_earlier_time_is_a_mistake_of_the_program(
        self, story: Story, position: int, recorded_at: int, found: str
    ) -> None:
        row = row_of((position, "model:a", 1, "t", "2025-03-01", recorded_at, "", None, b"{}"))
        with pytest.raises(AssertionError, match=found):
            story.ledger._storage.insert_events([row])
        assert story.ledger.head.size == 0

    def test_a_taken_place_is_eventsourcing_s_integrity_error(self, story: Story) -> None:
        story.then("registered", id="x")
        event = StoredEvent("model:atlas", 1, "t", b"{}")
        with pytest.raises(IntegrityError):
            story.ledger._storage.insert_events([event])

    def test_a_read_transaction_does_not_write(self, story: Story) -> None:
        storage = story.ledger._storage
        with storage.reading(), pytest.raises(AssertionError):
            storage.insert_events([StoredEvent("model:a", 1, "t", b"{}")])

    def test_many_ids_are_looked_up_at_once(self, story: Story) -> None:
        story.then("registered", id="x700")
        found = story.ledger._storage.find_ids([f"x{number}" for number in range(1_200)])
        assert list(found) == ["x700"]


def test_the_notification_log_follows_the_ledger() -> None:
    story = Story()
    story.then("registered")
    story.then("released")
    log = story.ledger._application.notification_log
    assert [(n.id, n.topic) for n in log.select(start=2, limit=10)] == [(2, "released/1")]
    assert log["1,10"].id == "1,2"


def test_an_erased_name_leaves_no_trace_in_the_file(file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
        assert b"the tester" in file.read_bytes()
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("DELETE FROM person WHERE name = 'the tester'")
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    assert b"the tester" not in file.read_bytes()
    with Ledger.open(file, clock=ScriptedClock(), who="the tester") as ledger:
        before = list(ledger.events())[-1].recorded_by
        ledger.record({"type": "registered", "model": "bora", "occurred_on": "2025-03-01"})
        assert list(ledger.events())[-1].recorded_by != before


def test_names_are_remembered_by_their_last_spelling() -> None:
    story = Story()
    story.then("registered", actor="ACME")
    assert story.ledger._storage.spelled(Name("organisation", "acme")) == "ACME"
    story.then("corrected", target="atlas#1", changes={"actor": "acme"}, reason="typo")
    assert story.ledger._storage.spelled(Name("organisation", "ACME")) == "acme"
