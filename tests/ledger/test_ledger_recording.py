"""Recording: what is kept, what its receipt says, and what contradicts the ledger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.given import ScriptedClock, Story

from lifecycle import Conflict, InputError, Ledger, LedgerUnavailable, NotFound
from lifecycle.domain.vocabulary import parse
from lifecycle.view import Head


def test_a_receipt_names_the_event_its_place_and_its_time() -> None:
    story = Story(today="2025-03-01")
    first = story.then("registered")
    second = story.then("released", channel="api", id="ci/991")
    assert (first.ref, first.position, first.event_id) == ("atlas#1", 0, None)
    assert (second.ref, second.position, second.event_id) == ("atlas#2", 1, "ci/991")
    assert first.recorded_at == datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert second.recorded_at == first.recorded_at + timedelta(microseconds=1)
    assert not second.already
    assert second.warnings == ()


def test_a_word_outside_the_list_is_kept_with_a_warning() -> None:
    story = Story()
    story.then("registered")
    receipt = story.then("released", channel="pigeon")
    assert "pigeon" in receipt.warnings[0]


def test_what_was_recorded_is_read_again_in_order() -> None:
    story = Story()
    story.then("registered")
    story.then("organisation_declared", organisation="acme", established_in="union")
    story.then("registered", model="bora")
    story.then("trained", cumulative_flop="3.1e25")
    everything = list(story.ledger.events())
    assert [recorded.ref for recorded in everything] == [
        "atlas#1",
        "organisation:acme#1",
        "bora#1",
        "atlas#2",
    ]
    assert [recorded.position for recorded in everything] == [0, 1, 2, 3]
    assert story.told() == ["atlas#1 registered", "atlas#2 trained"]
    assert [e.ref for e in story.ledger.events(organisation="acme")] == ["organisation:acme#1"]
    assert [e.ref for e in story.ledger.events(start=2)] == ["bora#1", "atlas#2"]
    assert list(story.ledger.events(model="nobody")) == []
    assert story.ledger.models() == ["atlas", "bora"]
    assert story.ledger.organisations() == ["acme"]


def test_a_long_ledger_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lifecycle.ledger.PAGE", 2)
    story = Story()
    for number in range(5):
        story.then("registered", model=f"m{number % 2}")
    assert [recorded.position for recorded in story.ledger.events()] == [0, 1, 2, 3, 4]
    assert [recorded.position for recorded in story.ledger.events(model="m0")] == [0, 2, 4]
    assert [recorded.position for recorded in story.ledger.events(start=1, model="m0")] == [2, 4]


def test_a_model_and_an_organisation_are_not_asked_for_at_once() -> None:
    with pytest.raises(InputError, match="Ask for one"):
        Story().ledger.events(model="atlas", organisation="acme")


def test_what_is_recorded_while_reading_is_not_seen() -> None:
    story = Story()
    story.then("registered")
    reading = story.ledger.events()
    for _ in range(3):
        story.then("noted", text="later")
    assert [recorded.ref for recorded in reading] == ["atlas#1"]


def test_an_event_is_found_by_its_name_or_its_id() -> None:
    story = Story()
    story.then("registered", id="ci/1")
    story.then("organisation_declared", organisation="acme")
    assert story.ledger.find("atlas#1").event.type == "registered"
    assert story.ledger.find("ci/1").ref == "atlas#1"
    assert story.ledger.find("organisation:acme#1").position == 1
    for name in ("atlas#2", "ledger#1", "ci/2"):
        with pytest.raises(NotFound, match=name):
            story.ledger.find(name)


def test_an_event_may_be_told_by_an_object_of_the_vocabulary() -> None:
    story = Story()
    event = parse({"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"})
    assert story.ledger.record(event).recorded.event == event


def test_an_unregistered_model_has_no_events() -> None:
    refusal = Story().refused("released", channel="api")
    assert refusal.code == "LC122"
    assert refusal.cure == "Register it first: lifecycle record registered atlas --on DAY"


def test_a_second_registration_adds_to_the_first() -> None:
    story = Story()
    story.then("registered")
    assert story.then("registered", name="Atlas 7B").ref == "atlas#2"


def test_an_organisation_need_not_be_declared() -> None:
    story = Story()
    assert story.then("noted", organisation="acme", text="moved").ref == "organisation:acme#1"


def test_a_breach_is_recorded_like_anything_else() -> None:
    story = Story()
    story.then("registered")
    story.then("trained", cumulative_flop="9e26")
    story.then("released", market="union", channel="download")
    story.then("withdrawn", on="2024-01-01")  # before it was released: the ledger does not judge
    assert len(story.told()) == 4


class TestIds:
    """The recorder's own keys make repeating safe."""

    def test_the_same_again_changes_nothing_and_answers_with_the_first_receipt(self) -> None:
        story = Story()
        story.then("registered")
        first = story.then("released", channel="api", id="ci/991")
        story.clock.instant += timedelta(days=30)
        head = story.ledger.head
        again = story.then("released", channel="api", id="ci/991")
        assert again.already
        assert (again.ref, again.position, again.recorded_at) == (
            first.ref,
            first.position,
            first.recorded_at,
        )
        assert story.ledger.head == head

    def test_a_fact_told_to_be_unknown_is_the_same_as_one_not_told(self) -> None:
        story = Story()
        story.then("registered", id="a")
        assert story.then("registered", id="a", name=None).already

    def test_other_content_is_refused_with_the_difference_and_the_correction(self) -> None:
        story = Story()
        story.then("registered")
        story.then("released", channel="api", id="ci/991")
        refusal = story.refused("released", channel="web interface", id="ci/991")
        assert isinstance(refusal, Conflict)
        assert refusal.diagnostics() == (
            "LC130: atlas#2 was already recorded under id ci/991 with channel=api"
            " (now: web interface).\n"
            "  Correct it: lifecycle correct atlas#2 --set channel='web interface' --reason TEXT"
        )

    def test_facts_left_out_differ_too(self) -> None:
        story = Story()
        story.then("registered")
        story.then("released", channel="api", commercial=True, id="ci/991")
        refusal = story.refused("released", channel="api", id="ci/991")
        assert "commercial=true (now: unknown)" in refusal.cause
        assert "--set commercial=unknown" in refusal.cure

    def test_another_subject_needs_another_id(self) -> None:
        story = Story()
        story.then("registered", id="a")
        refusal = story.refused("registered", model="bora", id="a")
        assert "model=atlas (now: bora)" in refusal.cause
        assert refusal.cure == "If it is another event, give it another id."

    def test_an_id_of_a_retracted_event_is_taken_and_says_so(self) -> None:
        story = Story()
        story.then("registered")
        story.then("released", id="ci/991")
        story.then("retracted", target="atlas#2", reason="never happened")
        again = story.then("released", id="ci/991")
        assert again.already
        assert again.warnings == ("atlas#2 was retracted by atlas#3, and stays so.",)


class TestDays:
    """A fact is recorded when it has happened."""

    def test_tomorrow_is_refused_and_today_is_the_day_in_brussels(self) -> None:
        story = Story()
        story.clock.instant = datetime(2025, 12, 31, 22, 59, tzinfo=UTC)
        refusal = story.refused("registered", "2026-01-01")
        assert refusal.code == "LC121"
        assert "2026-01-01 is after today, 2025-12-31" in refusal.cause
        story.clock.instant = datetime(2025, 12, 31, 23, 0, tzinfo=UTC)  # midnight in Brussels
        story.then("registered", "2026-01-01")

    def test_only_the_day_of_the_fact_is_bound_to_the_past(self) -> None:
        story = Story(today="2025-03-01")
        story.then("registered")
        story.then("commission_decided", kind="designated_52_4", informed_on="2031-01-01")

    def test_a_correction_does_not_move_an_event_into_the_future(self) -> None:
        story = Story(today="2025-03-01")
        story.then("registered")
        story.then("released")
        changes = {"occurred_on": "2025-03-02"}
        refusal = story.refused("corrected", target="atlas#2", changes=changes, reason="typo")
        assert refusal.code == "LC121"
        story.then(
            "corrected", target="atlas#2", changes={"occurred_on": "2025-02-28"}, reason="typo"
        )
        nested = {"changes": changes}
        refusal = story.refused("corrected", target="atlas#3", changes=nested, reason="typo")
        assert refusal.code == "LC121"


class TestClock:
    """``recorded_at`` is the ledger's own and rises with the position."""

    def test_it_rises_when_the_clock_stands_or_goes_back_a_little(self) -> None:
        story = Story(today="2025-03-01")
        noon = story.clock.instant
        story.then("registered")
        story.clock.instant = noon - timedelta(minutes=5)
        story.then("noted", text="the clock was set right")
        times = [recorded.recorded_at for recorded in story.ledger.events()]
        assert times == [noon, noon + timedelta(microseconds=1)]
        assert story.ledger.now() == times[-1]

    def test_a_clock_more_than_five_minutes_behind_is_refused(self) -> None:
        story = Story(today="2025-03-01")
        story.then("registered")
        story.clock.instant -= timedelta(minutes=5, microseconds=1)
        refusal = story.refused("noted", text="x")
        assert isinstance(refusal, LedgerUnavailable)
        assert refusal.code == "LC309"
        assert "2025-03-01T11:54:59.999999Z" in refusal.cause

    def test_now_is_the_clocks_instant(self) -> None:
        story = Story(today="2025-03-01")
        assert story.ledger.now() == story.clock.instant


class TestPersons:
    """Who recorded is a random id in the events, and a name outside them."""

    def test_one_name_has_one_id_which_is_not_the_name(self, tmp_path: Path) -> None:
        file = tmp_path / "ledger.db"
        for who, model in (("jane", "a"), ("john", "b"), ("jane", "c")):
            with Ledger.open(file, clock=ScriptedClock(), who=who) as ledger:
                ledger.record({"type": "registered", "model": model, "occurred_on": "2025-03-01"})
        with Ledger.open(file, clock=ScriptedClock()) as ledger:
            jane, john, again = (recorded.recorded_by for recorded in ledger.events())
        assert jane == again != john
        assert len(jane) == 16
        assert set(jane) <= set("0123456789abcdef")

    def test_the_user_of_the_system_records_by_default(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("getpass.getuser", lambda: "o.fficer")
        with Ledger.open(":memory:") as ledger:
            assert ledger._who == "o.fficer"

        def nobody() -> str:
            raise KeyError("getpwuid(): uid not found: 4711")

        monkeypatch.setattr("getpass.getuser", nobody)
        with Ledger.open(":memory:") as ledger:
            assert ledger._who == "unknown"


def test_the_head_is_the_size_and_the_root() -> None:
    story = Story()
    empty = story.ledger.head
    story.then("registered")
    assert empty.size == 0
    assert story.ledger.head.size == 1
    assert len(story.ledger.head.root) == 32
    assert story.ledger.head != Head(1, empty.root)


def test_a_closed_ledger_says_so() -> None:
    story = Story()
    story.ledger.close()
    story.ledger.close()
    with pytest.raises(LedgerUnavailable, match="closed"):
        story.ledger.now()
