"""A training loop's state gives the facts it supports: an estimate is named, the unknown left out.

That a real loop gives such states is tried with the library itself, in tests/integrations.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lifecycle import InputError
from lifecycle.domain import parse
from lifecycle.pipelines.training import ESTIMATE, METHOD, Run


@dataclass
class State:
    """What a training loop shows of itself."""

    total_flos: float = 3e24
    global_step: int = 100
    max_steps: int = 100


PRE_TRAINING = Run("atlas", "run-17", stage="pre_training", actor="acme")
POST_TRAINING = Run("atlas", "run-18", stage="post_training", earlier_flop="1e24")
MODIFIED = Run("atlas-chat", "run-19", base_model="bora")


def facts(told: dict[str, object] | None) -> dict[str, object]:
    """Return the facts of an event that the vocabulary takes."""
    assert told is not None
    return parse({"occurred_on": "2026-01-10", **told}).facts()


def test_a_pre_training_begins_the_life_of_a_model() -> None:
    assert PRE_TRAINING.started() == {
        "type": "pretraining_started",
        "model": "atlas",
        "actor": "acme",
        "id": "run-17:start",
        "run_id": "run-17",
    }


@pytest.mark.parametrize("run", [POST_TRAINING, MODIFIED, Run("atlas", "run-20")])
def test_no_other_training_does(run: Run) -> None:
    assert run.started() is None


def test_a_checkpoint_tells_the_running_total_as_an_estimate() -> None:
    told = PRE_TRAINING.saved(State(total_flos=2.0**80, global_step=40))
    assert facts(told) == {
        "run_id": "run-17",
        "stage": "pre_training",
        "status": "running",
        "update_flop": 2**80,
        "methods": (METHOD,),
    }
    assert told is not None
    assert (told["id"], told["note"]) == ("run-17:saved:40", ESTIMATE)


def test_the_end_of_all_steps_completes_the_stage() -> None:
    assert facts(PRE_TRAINING.ended(State()))["status"] == "complete"


def test_a_loop_that_stopped_early_completes_nothing() -> None:
    told = PRE_TRAINING.ended(State(global_step=60))
    assert "status" not in told
    assert told["note"] == f"Stopped at step 60 of 100. {ESTIMATE}"


def test_compute_that_was_not_counted_is_unknown_not_nothing() -> None:
    told = PRE_TRAINING.ended(State(total_flos=0))
    assert not {"update_flop", "methods", "note"} & told.keys()


def test_no_estimate_ever_stands_for_the_cumulative_compute() -> None:
    for run in (PRE_TRAINING, POST_TRAINING, MODIFIED):
        assert not any(name.startswith("cumulative") for name in run.ended(State()))


def test_post_training_adds_to_what_was_spent_before() -> None:
    told = POST_TRAINING.ended(State(total_flos=2.0**70))
    assert facts(told)["update_flop"] == 10**24 + 2**70


@pytest.mark.parametrize("stage", [None, "post_training"])
def test_without_what_was_spent_before_the_total_is_unknown(stage: str | None) -> None:
    told = Run("atlas", "run-18", stage=stage).ended(State())
    assert not {"update_flop", "methods"} & told.keys()


def test_only_a_pre_training_is_the_large_run() -> None:
    assert "run_id" not in POST_TRAINING.ended(State())


def test_a_modified_model_is_told_at_its_end_with_the_modification_alone() -> None:
    assert MODIFIED.saved(State(global_step=40)) is None
    told = MODIFIED.ended(State(total_flos=2.0**60))
    assert facts(told) == {"base_model": "bora", "modification_flop": 2**60}
    assert told["note"] == ESTIMATE


def test_a_push_is_noted_and_is_no_release() -> None:
    told = PRE_TRAINING.pushed("acme/atlas")
    assert (told["type"], told["id"]) == ("noted", "run-17:pushed")
    assert "acme/atlas" in str(told["text"])
    assert facts(PRE_TRAINING.pushed(None))


def test_a_run_is_of_one_kind() -> None:
    with pytest.raises(InputError, match="Name either base_model"):
        Run("atlas-chat", "run-19", base_model="bora", stage="post_training")
