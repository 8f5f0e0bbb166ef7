"""A recorder in a training run: it records, or it warns; it never stops the run."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.given import ScriptedClock

from lifecycle import Conflict, InputError, Ledger, LedgerUnavailable
from lifecycle.pipelines import Recorder
from lifecycle.pipelines.spool import Spool
from lifecycle.recording import files

CLOCK = ScriptedClock()


@pytest.fixture
def where(tmp_path: Path) -> Path:
    """Return a ledger in which the model is registered."""
    file = tmp_path / "models.db"
    with Ledger.open(file, clock=CLOCK) as ledger:
        ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2026-01-10"})
    return file


@contextmanager
def locked(file: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    """Hold the ledger as another program would, and wait for it no longer than a moment."""
    monkeypatch.setattr(files, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def recorded(where: Path) -> list[str]:
    with Ledger.open(where, read_only=True, clock=CLOCK) as ledger:
        return [f"{each.event.type} {each.event.id}" for each in ledger.events()][1:]


def test_it_records(where: Path, caplog: pytest.LogCaptureFixture) -> None:
    record = Recorder(where, run="run-17", clock=CLOCK)
    receipt = record("trained", model="atlas", step=1000, update_flop="3e24")
    assert receipt is not None
    assert receipt.ref == "atlas#2"
    assert receipt.recorded.event.occurred_on.isoformat() == "2026-11-24"
    assert recorded(where) == ["trained run-17:trained:1000"]
    assert caplog.records == []


def test_the_same_step_again_is_one_event(where: Path) -> None:
    for _ in range(2):
        record = Recorder(where, run="run-17", on_error="raise", clock=CLOCK)
        record("trained", model="atlas", step=1000)
        record("released", model="atlas")
    assert recorded(where) == ["trained run-17:trained:1000", "released run-17:released"]


def test_an_own_id_and_day_are_kept(where: Path) -> None:
    record = Recorder(where, run="run-17", on_error="raise", clock=CLOCK)
    receipt = record("trained", model="atlas", id="mine", occurred_on="2026-02-01")
    assert receipt is not None
    assert (receipt.event_id, str(receipt.recorded.event.occurred_on)) == ("mine", "2026-02-01")


def test_without_a_run_there_is_no_id(where: Path) -> None:
    Recorder(where, on_error="raise", clock=CLOCK)("trained", model="atlas")
    assert recorded(where) == ["trained None"]


BAD = [
    pytest.param("trainde", {"model": "atlas"}, "Did you mean 'trained'?", id="unknown type"),
    pytest.param("trained", {"model": "atlas", "update_flop": 3e24}, "binary float", id="float"),
    pytest.param("trained", {}, "the model is missing", id="no model"),
    pytest.param("trained", {"model": "bora"}, "is not registered", id="unknown to the ledger"),
    pytest.param("trained", {"model": object()}, "is not a key", id="no data"),
]


@pytest.mark.parametrize(("kind", "facts", "said"), BAD)
def test_an_event_that_is_refused_is_a_warning(
    where: Path, kind: str, facts: dict[str, Any], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert Recorder(where, clock=CLOCK)(kind, **facts) is None
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("lifecycle.pipelines", logging.WARNING)
    assert said in record.getMessage()


@pytest.mark.parametrize(("kind", "facts", "said"), BAD)
def test_in_tests_it_raises(where: Path, kind: str, facts: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refusal:
        Recorder(where, on_error="raise", clock=CLOCK)(kind, **facts)
    assert said in str(refusal.value)


def test_a_locked_ledger_is_a_warning(
    where: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with locked(where, monkeypatch):
        assert Recorder(where, clock=CLOCK)("trained", model="atlas") is None
    assert "another program has been writing" in caplog.text
    assert recorded(where) == []


def test_with_a_spool_nothing_is_lost(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    record = Recorder(where, run="run-17", spool=tmp_path / "spool", clock=CLOCK)
    with locked(where, monkeypatch):
        record("trained", model="atlas", step=1)
    record("trained", model="atlas", step=2)
    kept, _ = Spool(tmp_path / "spool").read()
    assert [each.id for each in kept] == ["run-17:trained:1"]
    assert recorded(where) == ["trained run-17:trained:2"]
    assert f"The event run-17:trained:1 was kept in {kept[0].path}." in caplog.text


def test_what_only_the_ledger_refuses_is_kept_for_later(where: Path, tmp_path: Path) -> None:
    Recorder(where, spool=tmp_path / "spool", clock=CLOCK)("trained", model="bora")
    assert len(Spool(tmp_path / "spool").read()[0]) == 1


def test_what_stands_under_the_id_is_not_kept_again(
    where: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = Recorder(where, run="run-17", spool=tmp_path / "spool", clock=CLOCK)
    record("trained", model="atlas", step=1, status="running")
    record("trained", model="atlas", step=1, status="complete")
    assert recorded(where) == ["trained run-17:trained:1"]
    assert not (tmp_path / "spool").exists()
    assert "was already recorded under id run-17:trained:1" in caplog.text


def test_a_ledger_that_is_not_there_is_not_made(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert Recorder(tmp_path / "modles.db", clock=CLOCK)("registered", model="atlas") is None
    assert list(tmp_path.iterdir()) == []
    assert "there is no ledger at" in caplog.text


def test_offline_everything_goes_to_the_spool(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record = Recorder(spool=tmp_path, run="run-17", clock=CLOCK)
    assert record("trained", model="atlas", step=1) is None
    assert [each.id for each in Spool(tmp_path).read()[0]] == ["run-17:trained:1"]
    assert caplog.records == []


def test_a_full_disk_is_a_warning(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tmp_path.joinpath("spool").write_text("a file is in the way")
    with locked(where, monkeypatch):
        record = Recorder(where, spool=tmp_path / "spool", clock=CLOCK)
        assert record("trained", model="atlas") is None
    assert "no event can be kept in" in caplog.text


def test_a_fault_of_its_own_is_a_warning(
    where: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> Ledger:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr(Ledger, "open", broken)
    assert Recorder(where, clock=CLOCK)("trained", model="atlas") is None
    assert "ZeroDivisionError: a fault" in caplog.text


def test_a_log_that_fails_stops_nothing(where: Path) -> None:
    class Failing(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            raise OSError(f"no room for {record.name}")

    handler = Failing()
    logger = logging.getLogger("lifecycle.pipelines")
    logger.addHandler(handler)
    try:
        assert Recorder(where, clock=CLOCK)("trainde") is None
    finally:
        logger.removeHandler(handler)


def test_an_interruption_is_let_through(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Ledger:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Recorder(where, clock=CLOCK)("trained", model="atlas")


def test_in_tests_nothing_goes_to_the_spool(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = Recorder(where, spool=tmp_path / "spool", on_error="raise", clock=CLOCK)
    with locked(where, monkeypatch), pytest.raises(LedgerUnavailable):
        record("trained", model="atlas")
    assert not (tmp_path / "spool").exists()
    record("trained", model="atlas", id="x")
    with pytest.raises(Conflict):
        record("trained", model="atlas", id="x", status="running")


def test_a_recorder_with_nowhere_to_record_to_is_refused() -> None:
    with pytest.raises(InputError, match="nowhere to record to"):
        Recorder()


def test_no_ledger_is_held_open_between_calls(where: Path) -> None:
    Recorder(where, on_error="raise", clock=CLOCK)("trained", model="atlas")
    assert sorted(path.name for path in where.parent.iterdir()) == ["models.db"]
