"""Putting the record right by corrections and retractions, of one another too."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.given import Story

from lifecycle.domain.history import History


@pytest.fixture
def story() -> Story:
    story = Story()
    story.then("registered")
    story.then("released", "2025-09-01", channel="api", id="ci/991")
    story.then("organisation_declared", organisation="acme")
    return story


def now_of(story: Story, stream: str = "model:atlas") -> History:
    return story.ledger._application._own_history(stream)


def correct(story: Story, target: str, reason: str = "typo", **changes: object) -> str:
    return story.then("corrected", target=target, changes=changes, reason=reason).ref


def retract(story: Story, target: str) -> str:
    return story.then("retracted", target=target, reason="never happened").ref


def test_an_event_reads_as_corrected_in_the_order_recorded(story: Story) -> None:
    correct(story, "atlas#2", channel="download", market="union")
    correct(story, "ci/991", channel="library", occurred_on="2025-08-01")
    reading = now_of(story).reading(2)
    assert reading.facts() == {"channel": "library", "market": "union"}
    assert reading.occurred_on == date(2025, 8, 1)
    assert story.ledger.find("atlas#2").event.facts() == {"channel": "api"}


def test_a_fact_is_taken_back_to_unknown(story: Story) -> None:
    correct(story, "atlas#2", channel=None)
    assert now_of(story).reading(2).facts() == {"channel": None}


def test_a_correction_is_corrected_in_its_own_place(story: Story) -> None:
    first = correct(story, "atlas#2", channel="download")
    correct(story, "atlas#2", market="union")
    correct(story, first, changes={"channel": "library", "market": "outside_union"})
    assert now_of(story).reading(2).facts() == {"channel": "library", "market": "union"}


def test_a_correction_is_retracted(story: Story) -> None:
    first = correct(story, "atlas#2", channel="download")
    correct(story, first, changes={"channel": "library"})
    retract(story, first)
    assert now_of(story).reading(2).facts() == {"channel": "api"}


def test_a_retraction_is_retracted_and_that_again(story: Story) -> None:
    first = retract(story, "atlas#2")
    assert now_of(story).retraction_of(2) == 3
    second = retract(story, first)
    assert now_of(story).retraction_of(2) is None
    third = retract(story, second)
    assert now_of(story).retraction_of(2) == 3
    retract(story, third)
    assert now_of(story).retraction_of(2) is None
    retract(story, "atlas#2")
    assert now_of(story).retraction_of(2) == 7


def test_a_retraction_may_be_given_another_reason_but_not_another_target(story: Story) -> None:
    retraction = retract(story, "atlas#2")
    story.then("corrected", target=retraction, changes={"reason": "twice"}, reason="clearer")
    refusal = story.refused(
        "corrected", target=retraction, changes={"target": "atlas#1"}, reason="typo"
    )
    assert "'target'" in refusal.cause


@pytest.mark.parametrize("field", ["type", "model", "organisation", "id", "recorded_at"])
def test_a_correction_does_not_make_it_another_event(story: Story, field: str) -> None:
    refusal = story.refused("corrected", target="atlas#2", changes={field: "x"}, reason="typo")
    assert f"'{field}'" in refusal.cause


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"pigeons": 3}, "no such field"),
        ({"commercial": "yes"}, "neither true nor false"),
        ({"occurred_on": None}, "cannot be unknown"),
        ({"occurred_on": "2025-02-30"}, "no day"),
    ],
)
def test_what_is_corrected_stays_a_valid_event(
    story: Story, changes: dict[str, object], found: str
) -> None:
    refusal = story.refused("corrected", target="atlas#2", changes=changes, reason="typo")
    assert found in refusal.cause
    nested: dict[str, object] = {"changes": changes}
    correct(story, "atlas#2", channel="download")
    assert found in story.refused("corrected", target="atlas#3", changes=nested, reason="t").cause


@pytest.mark.parametrize("type_", ["corrected", "retracted"])
class TestTargets:
    """A correction or retraction names an event of the same stream that exists and stands."""

    def refusal(self, story: Story, type_: str, target: str, **subject: object) -> str:
        if type_ == "corrected":
            subject["changes"] = {"note": "x"}
        refusal = story.refused(type_, "2025-03-01", target=target, reason="x", **subject)
        assert refusal.code == "LC124"
        return str(refusal)

    def test_one_that_does_not_exist(self, story: Story, type_: str) -> None:
        assert "the stream ends with atlas#2" in self.refusal(story, type_, "atlas#3")
        assert "no event of model:atlas has the id ci/992" in self.refusal(story, type_, "ci/992")

    def test_one_of_another_stream(self, story: Story, type_: str) -> None:
        elsewhere = self.refusal(story, type_, "organisation:acme#1", model="atlas")
        assert '"organisation": "acme"' in elsewhere
        assert '"model": "atlas"' in self.refusal(story, type_, "atlas#1", organisation="acme")
        assert "no event of organisation:acme" in self.refusal(
            story, type_, "ci/991", organisation="acme"
        )

    def test_one_of_the_ledgers_own_stream(self, story: Story, type_: str) -> None:
        said = self.refusal(story, type_, "ledger#1", model="atlas")
        assert "Leave the stream out" in said

    def test_one_that_was_retracted(self, story: Story, type_: str) -> None:
        retract(story, "atlas#2")
        said = self.refusal(story, type_, "ci/991")
        assert "atlas#2 was retracted by atlas#3" in said


class TestRegistration:
    """A model's events rest on its registration."""

    def test_it_is_not_retracted_under_events_that_stand(self, story: Story) -> None:
        refusal = story.refused("retracted", target="atlas#1", reason="x")
        assert refusal.code == "LC125"
        assert "atlas#2 rest on it" in refusal.cause

    def test_many_events_are_counted(self, story: Story) -> None:
        for _ in range(6):
            story.then("noted", text="x")
        refusal = story.refused("retracted", target="atlas#1", reason="x")
        assert "atlas#2, atlas#3, atlas#4, atlas#5, atlas#6 and 2 more" in refusal.cause

    def test_it_is_retracted_last_and_then_nothing_is_recorded(self, story: Story) -> None:
        correct(story, "atlas#2", channel="download")
        retract(story, "atlas#2")
        retract(story, "atlas#1")
        assert story.refused("released").code == "LC122"
        story.then("registered")
        story.then("released")

    def test_another_one_may_carry_the_model(self, story: Story) -> None:
        story.then("registered")
        retract(story, "atlas#1")
        story.then("released")
        assert story.refused("retracted", target="atlas#3", reason="x").code == "LC125"

    def test_it_stands_again_when_its_retraction_is_retracted(self, story: Story) -> None:
        retract(story, "atlas#2")
        gone = retract(story, "atlas#1")
        retract(story, gone)
        story.then("released")


def test_replaying_what_was_never_decided_refuses_nothing(story: Story) -> None:
    """What a ledger holds is read, even where this program would not have recorded it."""
    stray = story.ledger.find(retract(story, "atlas#2"))
    lonely = History("model:atlas")
    lonely.append(replace(stray, version=1))
    assert lonely.retraction_of(1) is None
    assert lonely.root(1) == 1
    corrected = story.ledger.find(correct(story, "atlas#1", name="Atlas"))
    lonely.append(replace(corrected, version=2))
    assert lonely.root(2) == 1
    twice = History("model:atlas")
    for version, recorded in enumerate((corrected, stray, stray, stray), start=1):
        twice.append(replace(recorded, version=version))
    assert [twice.retraction_of(version) for version in (1, 2, 3, 4)] == [None, 3, None, None]
