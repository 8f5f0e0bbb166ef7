"""Imports: all or nothing, recorded themselves, and retracted as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from tests.given import Story

from lifecycle import Conflict, InputError, ManyInputErrors
from lifecycle.domain.vocabulary import as_event
from lifecycle.intake import ImportSource

SOURCE = ImportSource(
    id="import/9f2c", name="inventory.csv", sha256="9f" * 32, mapping="officer", assumptions={}
)


def rows(*models: str) -> Iterator[Mapping[str, object]]:
    for model in models:
        yield {
            "type": "registered",
            "model": model,
            "occurred_on": "2025-01-01",
            "id": f"csv/{model}/1",
        }
        yield {
            "type": "released",
            "model": model,
            "occurred_on": "2025-09-01",
            "actor": "acme",
            "id": f"csv/{model}/2",
        }


def standing(story: Story) -> list[str]:
    """Return the names of what stands, except retractions."""
    histories = story.ledger._application._own_history
    return [
        recorded.ref
        for recorded in story.ledger.events()
        if histories(recorded.stream).retraction_of(recorded.version) is None
        and recorded.event.type != "retracted"
    ]


def test_each_event_has_a_receipt_in_its_order() -> None:
    story = Story(today="2025-10-01")
    receipts = story.ledger.import_events(rows("atlas", "bora"))
    assert [receipt.ref for receipt in receipts] == ["atlas#1", "atlas#2", "bora#1", "bora#2"]
    assert [receipt.position for receipt in receipts] == [0, 1, 2, 3]
    first, *_, last = receipts
    assert last.recorded_at - first.recorded_at == timedelta(microseconds=3)


def test_the_same_again_adds_nothing() -> None:
    story = Story()
    first = story.ledger.import_events(rows("atlas"))
    head = story.ledger.head
    again = story.ledger.import_events(rows("atlas"))
    assert all(receipt.already for receipt in again)
    assert [receipt.recorded for receipt in again] == [receipt.recorded for receipt in first]
    assert story.ledger.head == head


def test_the_same_event_twice_in_one_input_is_recorded_once() -> None:
    story = Story()
    receipts = story.ledger.import_events([*rows("atlas"), *rows("atlas")])
    assert [receipt.already for receipt in receipts] == [False, False, True, True]
    assert story.ledger.head.size == 2


def test_every_bad_row_is_listed_and_nothing_is_written() -> None:
    story = Story(today="2025-10-01")
    story.then("registered", id="mine")
    head = story.ledger.head
    good = list(rows("bora"))
    bad: list[Mapping[str, object]] = [
        good[0],
        {"type": "pigeon"},
        {"type": "released", "model": "nobody", "occurred_on": "2025-01-01"},
        good[1],
        {"type": "registered", "model": "BORA", "occurred_on": "2025-01-01"},
        {"type": "registered", "model": "cara", "occurred_on": "2025-10-02"},
        {"type": "registered", "model": "dora", "occurred_on": "2025-01-01", "id": "mine"},
        {**good[1], "channel": "api"},
    ]
    with pytest.raises(ManyInputErrors) as refusal:
        story.ledger.import_events(bad)
    assert [(error.line, error.code) for error in refusal.value.errors] == [
        (2, "LC110"),
        (3, "LC122"),
        (5, "LC123"),
        (6, "LC121"),
        (7, "LC130"),
        (8, "LC130"),
    ]
    assert "6 lines cannot be taken; nothing was written." in refusal.value.diagnostics()
    assert story.ledger.head == head
    assert story.then("released").ref == "atlas#2"
    story.ledger.import_events(good)


def test_a_registration_that_is_refused_does_not_accuse_the_rest_of_its_model() -> None:
    story = Story(today="2025-10-01")
    registered, released = rows("atlas")
    unread, later = {**registered, "pigeons": 3}, {**registered, "occurred_on": "2025-10-02"}
    for refused in (unread, later):
        with pytest.raises(ManyInputErrors) as refusal:
            story.ledger.import_events([refused, released, released])
        assert [error.line for error in refusal.value.errors] == [1]
    with pytest.raises(ManyInputErrors) as refusal:
        story.ledger.import_events([released, released])
    assert [error.line for error in refusal.value.errors] == [1], "said once"


def test_the_importer_says_where_a_row_stood() -> None:
    with pytest.raises(ManyInputErrors) as refusal:
        Story().ledger.import_events(
            [{"type": "pigeon"}], placed=lambda error, number: error.at_row(13 + number)
        )
    assert refusal.value.errors[0].row == 14


def test_a_refused_import_leaves_no_trace_in_what_is_recorded_next() -> None:
    story = Story()
    story.then("registered")
    with pytest.raises(ManyInputErrors):
        story.ledger.import_events([*rows("bora"), {"type": "released"}])
    assert story.refused("released", model="bora").code == "LC122"
    story.then("registered", model="Bora")


def test_an_empty_import_is_nothing() -> None:
    story = Story()
    assert story.ledger.import_events([]) == []
    assert story.ledger.import_events([], source=SOURCE) == []
    assert story.ledger.head.size == 0


class TestSource:
    """An import is itself recorded, after what it brought."""

    def test_it_says_what_came_from_where(self) -> None:
        story = Story(today="2025-10-01")
        *_, last = story.ledger.import_events(rows("atlas"), source=SOURCE)
        assert (last.ref, last.position, last.event_id) == ("ledger#1", 2, "import/9f2c")
        assert last.recorded.event.as_mapping() == {
            "type": "imported",
            "occurred_on": "2025-10-01",
            "id": "import/9f2c",
            "source": "inventory.csv",
            "sha256": "9f" * 32,
            "mapping": "officer",
            "events": "2",
        }

    def test_only_what_was_new_counts(self) -> None:
        story = Story()
        story.ledger.import_events(rows("atlas"))
        source = ImportSource(
            id="i", name="f", sha256="0" * 64, assumptions={"released.market": "union"}
        )
        first, *others = rows("bora")
        told = [first, *rows("atlas"), *others]
        *_, last = story.ledger.import_events(told, source=source)
        facts = last.recorded.event.facts()
        assert facts["events"] == 2
        assert facts["assumptions"] == {"released.market": "union"}
        assert "mapping" not in facts
        retracted = story.then("retracted", target="ledger#1", reason="wrong file")
        assert retracted.further == 2
        assert standing(story) == ["atlas#1", "atlas#2"]

    def test_the_same_source_again_adds_nothing(self) -> None:
        story = Story(today="2025-10-01")
        *_, first = story.ledger.import_events(rows("atlas"), source=SOURCE)
        story.clock.instant += timedelta(days=9)
        without_ids = [{**row, "id": None} for row in rows("atlas")]
        (again,) = story.ledger.import_events(without_ids, source=SOURCE)
        assert again.already
        assert again.recorded == first.recorded
        assert story.ledger.head.size == 3

    def test_a_file_of_known_events_brings_nothing(self) -> None:
        story = Story()
        story.ledger.import_events(rows("atlas"))
        receipts = story.ledger.import_events(rows("atlas"), source=SOURCE)
        assert [receipt.ref for receipt in receipts] == ["atlas#1", "atlas#2"]

    def test_an_import_has_an_id_of_its_own(self) -> None:
        story = Story()
        story.then("registered", id=SOURCE.id)
        with pytest.raises(Conflict, match="give it another id"):
            story.ledger.import_events(rows("bora"), source=SOURCE)
        assert story.ledger.head.size == 1

    def test_nobody_claims_events_for_an_import_that_did_not_bring_them(self) -> None:
        story = Story()
        known: dict[str, object] = {
            "type": "registered",
            "model": "atlas",
            "occurred_on": "2025-01-01",
            "id": "a",
        }
        new = {**known, "id": None}
        claim = {**known, "type": "imported", "source": "f", "sha256": "0" * 64, "id": None}
        del claim["model"]
        story.ledger.record(known)
        with pytest.raises(InputError, match="brought 1 events"):
            story.ledger.record({**claim, "events": 1})
        for claims in ([2], [1, 1]):
            told = [{**claim, "events": number} for number in claims]
            with pytest.raises(ManyInputErrors) as refusal:
                story.ledger.import_events([new, known, new, *told])
            assert [error.code for error in refusal.value.errors] == ["LC126"]
        story.ledger.import_events([new, known, new, {**claim, "events": 1}])


class TestRetraction:
    """Retracting an import retracts, in each stream, what came with it."""

    @pytest.fixture
    def story(self) -> Story:
        story = Story(today="2025-10-01")
        story.then("registered", model="cara")
        story.ledger.import_events(rows("atlas", "bora"), source=SOURCE)
        return story

    def retract(self, story: Story, target: str = "ledger#1") -> int:
        return story.then("retracted", "2025-10-01", target=target, reason="wrong file").further

    def test_all_of_it_falls_and_every_stream_says_why(self, story: Story) -> None:
        assert self.retract(story) == 4
        assert standing(story) == ["cara#1"]
        last = story.ledger.find("atlas#4")
        assert last.event.as_mapping() == {
            "type": "retracted",
            "model": "atlas",
            "occurred_on": "2025-10-01",
            "note": "with ledger#1",
            "target": "atlas#1",
            "reason": "wrong file",
        }

    def test_what_was_already_retracted_is_let_be(self, story: Story) -> None:
        story.then("retracted", target="atlas#2", reason="never happened")
        assert self.retract(story) == 3

    def test_it_is_undone_as_a_whole_without_what_was_retracted_by_hand(self, story: Story) -> None:
        story.then("retracted", target="atlas#2", reason="never happened")
        self.retract(story)
        assert self.retract(story, "ledger#2") == 3
        assert standing(story) == ["cara#1", "atlas#1", "bora#1", "bora#2", "ledger#1"]
        assert self.retract(story) == 3
        assert standing(story) == ["cara#1"]

    def test_an_undone_retraction_is_not_revived_but_made_again(self, story: Story) -> None:
        self.retract(story)
        self.retract(story, "ledger#2")
        refusal = story.refused("retracted", "2025-10-01", target="ledger#3", reason="x")
        assert refusal.code == "LC126"

    def test_it_is_not_retracted_twice(self, story: Story) -> None:
        self.retract(story)
        assert story.refused("retracted", target="ledger#1", reason="x").code == "LC124"

    def test_events_recorded_since_on_its_models_come_first(self, story: Story) -> None:
        story.then("noted", text="by hand")
        refusal = story.refused("retracted", target="ledger#1", reason="x")
        assert refusal.code == "LC125"
        assert "atlas#3 rest on it" in refusal.cause
        story.then("registered")
        assert self.retract(story) == 4
        assert standing(story) == ["cara#1", "atlas#3", "atlas#4"]

    def test_the_actor_of_the_retraction_is_the_actor_of_all(self, story: Story) -> None:
        story.then("retracted", target="ledger#1", reason="x", actor="acme")
        assert {e.event.actor for e in story.ledger.events() if e.event.type == "retracted"} == {
            "acme"
        }

    def test_a_second_import_of_the_retracted_file_says_so(self, story: Story) -> None:
        self.retract(story)
        (receipt,) = story.ledger.import_events(rows("atlas", "bora"), source=SOURCE)
        assert receipt.warnings == ("ledger#1 was retracted by ledger#2, and stays so.",)

    def test_what_an_import_says_of_itself_is_corrected(self, story: Story) -> None:
        story.then("corrected", target="ledger#1", changes={"source": "old.csv"}, reason="renamed")
        assert story.then("retracted", target="ledger#2", reason="it was right").further == 0
        assert self.retract(story) == 4


def test_an_export_is_imported_again_event_by_event() -> None:
    story = Story(today="2025-10-01")
    story.then("registered", model="cara")
    story.ledger.import_events(rows("atlas", "bora"), source=SOURCE)
    story.then("corrected", target="atlas#2", changes={"channel": "api"}, reason="typo")
    story.then("retracted", target="ledger#1", reason="wrong file")
    story.then("retracted", target="ledger#2", reason="it was the right one")
    story.then("organisation_declared", organisation="acme")
    lines = list(story.ledger.export())
    copy = Story(today="2025-10-02")
    copy.ledger.import_events(as_event(event.event) for event in story.ledger.events())
    assert list(copy.ledger.export()) == lines
    assert standing(copy) == standing(story)
    assert all(line.endswith(b"}\n") for line in lines)
