"""What is stored is read by a closed table, runs no code, and is validated."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from tests.given import Story

from lifecycle import IntegrityFailure
from lifecycle.domain.training_events import Trained
from lifecycle.domain.vocabulary import TOPICS
from lifecycle.recording.mapper import LedgerMapper
from lifecycle.recording.rows import EventRow, row_of

TRAINED = (
    b'{"type":"trained","model":"atlas","occurred_on":"2025-03-01","cumulative_flop":"3.1e+25"}'
)


def row(body: bytes = TRAINED, topic: str = "trained/1") -> EventRow:
    return row_of((4, "model:atlas", 2, topic, "2025-03-01", 1_000_000, "ab12", None, body))


def refusal_of(stored: EventRow) -> str:
    with pytest.raises(IntegrityFailure) as refusal:
        LedgerMapper().to_domain_event(stored)
    assert refusal.value.code == "LC412"
    assert "'atlas#2' at position 4" in refusal.value.cause
    return refusal.value.cause


def test_a_row_becomes_the_event_and_the_event_that_row() -> None:
    mapper = LedgerMapper()
    recorded = mapper.to_domain_event(row())
    assert (recorded.ref, recorded.position, recorded.recorded_by) == ("atlas#2", 4, "ab12")
    assert recorded.recorded_at.isoformat() == "1970-01-01T00:00:01+00:00"
    assert mapper.to_stored_event(recorded) == row()


def test_every_topic_of_the_vocabulary_names_its_class_and_version() -> None:
    assert all(topic == f"{cls.type}/{cls.version}" for topic, cls in TOPICS.items())


def test_a_hostile_topic_is_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hostile.py").write_text("ran = True\n")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert "knows no topic 'hostile:X'" in refusal_of(row(topic="hostile:X"))
    assert "hostile" not in sys.modules
    # The control: eventsourcing's own mapper imports it.
    with pytest.raises(Exception, match="hostile"):
        Mapper[str](JSONTranscoder()).to_domain_event(StoredEvent("a", 1, "hostile:X", b"{}"))
    assert sys.modules.pop("hostile").ran


def test_lots_is_not_an_amount_of_compute() -> None:
    lots = TRAINED.replace(b"3.1e+25", b"lots")
    assert "'cumulative_flop'" in refusal_of(row(lots))

    # The control: an event built around its validation comes back as if it were one.
    assert Trained.model_construct(cumulative_flop="lots").facts() == {"cumulative_flop": "lots"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        TRAINED.replace(b"trained", b"released"),
        TRAINED.replace(b'"model":"atlas",', b""),
        TRAINED.replace(b"cumulative_flop", b"pigeons"),
        TRAINED.replace(b"2025-03-01", b"2025-02-30"),
        b"[" * 200_000,
    ],
)
def test_a_body_that_is_none_is_told_from_an_event(body: bytes) -> None:
    refusal_of(row(body))


def test_columns_that_contradict_the_body_are_found() -> None:
    for changed in (
        row(TRAINED.replace(b"atlas", b"bora")),
        replace(row(), occurred_on="2025-03-02"),
        replace(row(), event_id="ci/991"),
    ):
        assert "columns contradict" in refusal_of(changed)


def test_a_body_stored_as_text_is_found() -> None:
    assert "not stored as bytes" in refusal_of(replace(row(), state=TRAINED.decode()))  # type: ignore[arg-type]


def test_an_unreadable_event_is_named_when_it_is_read() -> None:
    story = Story()
    story.then("registered")
    body = TRAINED.replace(b"trained", b"foretold")
    columns = (1, "model:atlas", 2, "foretold/1", "2025-03-01", 2**60, "ab12", None, body)
    story.ledger._storage.insert_events([row_of(columns)])
    with pytest.raises(IntegrityFailure, match="'foretold/1'"):
        list(story.ledger.events())
