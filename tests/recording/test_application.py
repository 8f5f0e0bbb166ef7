"""The application: kept streams are brought up to date, and dropped with a write that is lost."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import SQLiteConnection
from tests.given import Story

from lifecycle import Ledger, LedgerUnavailable
from lifecycle.domain.recorded import Recorded
from lifecycle.recording.mapper import LedgerMapper

NOTED = {"type": "noted", "model": "atlas", "occurred_on": "2025-03-01", "text": "x"}


def test_many_events_on_one_stream_read_none_of_them_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    real = LedgerMapper.to_domain_event

    def counted(self: LedgerMapper, stored_event: StoredEvent) -> Recorded:
        read.append(stored_event.originator_version)
        return real(self, stored_event)

    story = Story(tmp_path / "l.db")
    story.then("registered")
    monkeypatch.setattr(LedgerMapper, "to_domain_event", counted)
    for _ in range(20):
        story.ledger.record(NOTED)
    assert read == []
    with Ledger.open(tmp_path / "l.db", clock=story.clock) as other:
        other.record(NOTED)
        assert read == list(range(1, 22))
        for _ in range(5):
            story.ledger.record(NOTED)
            other.record(NOTED)
    assert read == list(range(1, 32)), "each by the one that had not written it"
    story.ledger.close()


def test_what_was_not_kept_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path / "l.db")
    story.then("registered")
    with monkeypatch.context() as broken:

        def fail(self: SQLiteConnection) -> None:  # noqa: ARG001
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
            raise error

        broken.setattr(SQLiteConnection, "commit", fail)
        with pytest.raises(LedgerUnavailable) as refusal:
            story.ledger.record(NOTED)
        assert refusal.value.code == "LC308"
    assert story.ledger.record({**NOTED, "text": "y"}).ref == "atlas#2"
    assert story.told() == ["atlas#1 registered", "atlas#2 noted"]
    story.ledger.close()


def test_an_interruption_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story(tmp_path / "l.db")
    story.then("registered")
    with monkeypatch.context() as interrupted:

        def interrupt(self: LedgerMapper, domain_event: Recorded) -> None:  # noqa: ARG001
            raise KeyboardInterrupt

        interrupted.setattr(LedgerMapper, "to_stored_event", interrupt)
        with pytest.raises(KeyboardInterrupt):
            story.ledger.record(NOTED)
    assert story.ledger.record(NOTED).ref == "atlas#2"
    story.ledger.close()


def test_no_environment_variable_configures_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("MAPPER_TOPIC", "CIPHER_TOPIC", "TRANSCODER_TOPIC", "PERSISTENCE_MODULE"):
        monkeypatch.setenv(name, "hostile:X")
    monkeypatch.setenv("IS_SNAPSHOTTING_ENABLED", "y")
    monkeypatch.setenv("SQLITE_DBNAME", str(tmp_path / "elsewhere.db"))
    story = Story(tmp_path / "l.db")
    story.then("registered")
    assert story.ledger._application.snapshots is None
    assert not (tmp_path / "elsewhere.db").exists()
    story.ledger.close()
