"""Two spellings of one key that differ only in case do not stand side by side."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.given import ScriptedClock, Story

from lifecycle import Conflict, Ledger, ManyInputErrors
from lifecycle.recording.rows import row_of


@pytest.fixture
def story() -> Story:
    story = Story()
    story.then("registered", actor="acme")
    return story


def test_a_model_is_not_registered_in_another_spelling(story: Story) -> None:
    refusal = story.refused("registered", model="Atlas")
    assert refusal.diagnostics() == (
        "LC123: 'Atlas' differs only in case from the model 'atlas' (atlas#1).\n"
        "  Write 'atlas'; if that is the mistake, correct or retract atlas#1 first."
    )


def test_an_organisation_is_not_named_in_another_spelling(story: Story) -> None:
    assert "organisation 'acme' (atlas#1)" in story.refused("released", actor="ACME").cause
    assert story.refused("organisation_declared", organisation="Acme").code == "LC123"
    story.then("organisation_declared", organisation="bolt")
    assert "(organisation:bolt#1)" in story.refused("supplied", to="Bolt").cause
    members = ["acme", "core", "Bolt"]
    assert "'Bolt'" in story.refused("consortium_formed", members=members).cause


def test_a_model_and_an_organisation_may_share_a_key(story: Story) -> None:
    story.then("organisation_declared", organisation="atlas")
    assert story.refused("released", actor="ATLAS").code == "LC123"
    story.then("integrated", system="ACME")


def test_a_base_model_is_a_model_and_a_system_a_system(story: Story) -> None:
    story.then("fine_tuned", base_model="Llama")
    assert "model 'Llama' (atlas#2)" in story.refused("registered", model="llama").cause
    assert "model 'atlas'" in story.refused("fine_tuned", base_model="ATLAS").cause
    story.then("integrated", system="desk")
    assert "system 'desk' (atlas#3)" in story.refused("integrated", system="Desk").cause


def test_a_mistaken_spelling_is_freed_by_correcting_what_holds_it(story: Story) -> None:
    story.then("released", actor="BOLT")
    story.then("demonstrated", actor="BOLT")
    story.then("corrected", target="atlas#3", changes={"actor": None}, reason="typo")
    assert "(atlas#2)" in story.refused("supplied", to="bolt").cause
    story.then("corrected", target="atlas#2", changes={"actor": "bolt"}, reason="typo")
    story.then("supplied", to="bolt")
    assert "(atlas#2)" in story.refused("released", actor="BOLT").cause


def test_a_mistaken_spelling_is_freed_by_retracting_what_holds_it(story: Story) -> None:
    story.then("released", actor="BOLT", id="a")
    story.then("retracted", target="a", reason="typo")
    story.then("released", actor="bolt")


def test_a_correction_may_bring_the_mistake_and_take_it_away(story: Story) -> None:
    story.then("released", actor="bolt")
    story.then("corrected", target="atlas#2", changes={"actor": "core"}, reason="x")
    refusal = story.refused("corrected", target="atlas#2", changes={"actor": "ACME"}, reason="x")
    assert "'ACME'" in refusal.cause
    story.then("corrected", target="atlas#2", changes={"actor": "CORE"}, reason="x")
    assert "(atlas#2)" in story.refused("released", actor="core").cause
    story.then("corrected", target="atlas#4", changes={"changes": {"actor": "bolt"}}, reason="x")
    story.then("released", actor="Core")


def test_the_actor_of_a_correction_holds_a_spelling_too(story: Story) -> None:
    changes = {"note": "x"}
    story.then("corrected", target="atlas#1", changes=changes, reason="x", actor="Bolt")
    assert "(atlas#2)" in story.refused("released", actor="bolt").cause


def test_a_text_that_looks_like_the_key_holds_nothing(story: Story) -> None:
    story.then("released", actor="BOLT")
    story.then("released", label="BOLT")
    story.then("retracted", target="atlas#2", reason="typo")
    story.then("released", actor="bolt")


def test_one_input_keeps_one_spelling(story: Story) -> None:
    def released(actor: str) -> dict[str, object]:
        return {"type": "released", "model": "atlas", "occurred_on": "2025-03-01", "actor": actor}

    with pytest.raises(ManyInputErrors) as refusal:
        story.ledger.import_events([released("bolt"), released("Bolt"), released("bolt")])
    assert [(error.line, error.code) for error in refusal.value.errors] == [(2, "LC123")]


def test_another_process_s_spelling_counts(tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    event = {"type": "registered", "occurred_on": "2025-03-01"}
    with Ledger.open(file) as one, Ledger.open(file) as other:
        one.record({**event, "model": "atlas", "actor": "acme"})
        for key in ({"model": "Atlas"}, {"model": "bora", "actor": "Acme"}):
            with pytest.raises(Exception, match="only in case"):
                other.record({**event, **key})


def test_the_storage_itself_refuses_a_second_spelling_of_a_stream(tmp_path: Path) -> None:
    """Should another program have written past the table of names."""
    with Ledger.open(tmp_path / "ledger.db", clock=ScriptedClock()) as ledger:
        body = b'{"type":"registered","model":"ATLAS","occurred_on":"2025-03-01"}'
        columns = (0, "model:ATLAS", 1, "registered/1", "2025-03-01", 1, "", None, body)
        ledger._storage.insert_events([row_of(columns)])
        with pytest.raises(Conflict, match="place"):
            ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"})
        assert ledger.models() == ["ATLAS"]
