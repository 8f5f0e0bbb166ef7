"""The callback in transformers' own Trainer: a tiny model is trained, and the ledger knows."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.given import ScriptedClock

from lifecycle import Ledger
from lifecycle.domain import Event
from lifecycle.pipelines import Recorder
from lifecycle.pipelines.huggingface import LedgerCallback
from lifecycle.pipelines.spool import Spool

pytestmark = pytest.mark.filterwarnings("default")

# Of any type: the stubs know what the project uses, the tests use more.
torch: Any = import_module("torch")
transformers: Any = import_module("transformers")

CLOCK = ScriptedClock()
TOKENS, BATCH, STEPS = 8, 2, 4
EXAMPLE = {"input_ids": list(range(TOKENS)), "labels": list(range(TOKENS))}


class Training:
    """A training of a tiny model on the processor, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.where = folder / "models.db"
        with Ledger.open(self.where, clock=CLOCK) as ledger:
            for model in ("atlas", "bora"):
                ledger.record({"type": "registered", "model": model, "occurred_on": "2026-01-10"})

    def trainer(self, callback: LedgerCallback, **settings: object) -> Any:  # noqa: ANN401 -- the library's
        torch.manual_seed(1)
        sizes = {"n_layer": 1, "n_head": 1, "n_embd": 8, "vocab_size": 16, "n_positions": TOKENS}
        told: dict[str, object] = {
            "output_dir": str(self.folder / "run"),
            "max_steps": STEPS,
            "save_steps": 2,
            "per_device_train_batch_size": BATCH,
            "report_to": [],
            "disable_tqdm": True,
            "use_cpu": True,
            **settings,
        }
        return transformers.Trainer(
            model=transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes)),
            args=transformers.TrainingArguments(**told),
            train_dataset=[EXAMPLE] * 64,
            callbacks=[callback],
        )

    def callback(self, **facts: Any) -> LedgerCallback:  # noqa: ANN401 -- of several types
        record = Recorder(self.where, on_error="raise", clock=CLOCK)
        told: dict[str, Any] = {"model": "atlas", "run_id": "run-17", **facts}
        return LedgerCallback(record, **told)

    def recorded(self) -> list[Event]:
        with Ledger.open(self.where, read_only=True, clock=CLOCK) as ledger:
            return [recorded.event for recorded in ledger.events() if recorded.event.id]

    def told(self) -> list[tuple[str, Mapping[str, object]]]:
        return [(f"{event.type} {event.id}", event.facts()) for event in self.recorded()]


@pytest.fixture
def training(tmp_path: Path) -> Training:
    return Training(tmp_path)


def flops(trainer: Any, steps: int = STEPS) -> int:  # noqa: ANN401 -- the library's
    """Return the compute of steps, by the library's own rule."""
    parameters: int = trainer.model.num_parameters(exclude_embeddings=True)
    return 6 * steps * BATCH * TOKENS * parameters


def test_a_pre_training_is_recorded_from_start_to_end(training: Training) -> None:
    trainer = training.trainer(training.callback(stage="pre_training", actor="acme"))
    trainer.train()
    assert [name for name, _ in training.told()] == [
        "pretraining_started run-17:start",
        "trained run-17:saved:2",
        "trained run-17:ended:4",
    ]
    _, (_, saved), (_, ended) = training.told()
    assert (saved["status"], saved["update_flop"]) == ("running", flops(trainer, 2))
    assert (ended["status"], ended["update_flop"]) == ("complete", flops(trainer))
    assert "state.total_flos" in str(ended["methods"])
    assert {event.actor for event in training.recorded()} == {"acme"}


def test_a_checkpoint_is_recorded_once_a_day(training: Training) -> None:
    training.trainer(training.callback(stage="pre_training"), save_steps=1).train()
    names = [name for name, _ in training.told()]
    assert [name for name in names if "saved" in name] == ["trained run-17:saved:1"]


def test_a_training_that_goes_on_continues_its_total(training: Training) -> None:
    training.trainer(training.callback(stage="pre_training"), max_steps=2).train()
    trainer = training.trainer(training.callback(stage="pre_training"))
    trainer.train(resume_from_checkpoint=True)
    told = dict(training.told())
    assert [name for name in told if "start" in name] == ["pretraining_started run-17:start"]
    assert told["trained run-17:ended:4"]["update_flop"] == flops(trainer)


def test_a_training_that_stops_early_is_not_said_to_be_complete(training: Training) -> None:
    trainer = training.trainer(training.callback(stage="pre_training"))

    class Stopping(transformers.TrainerCallback):  # type: ignore[misc]
        def on_step_end(self, *given: Any, **_: object) -> None:  # noqa: ANN401 -- the library's
            _, state, control = given
            control.should_training_stop = state.global_step == 3

    trainer.add_callback(Stopping())
    trainer.train()
    _, ended = training.told()[-1]
    assert "status" not in ended
    assert "Stopped at step 3 of 4." in str(training.recorded()[-1].note)


def test_a_modified_model_is_told_with_its_base(training: Training) -> None:
    trainer = training.trainer(training.callback(base_model="bora"))
    trainer.train()
    assert training.told() == [
        ("fine_tuned run-17:ended:4", {"base_model": "bora", "modification_flop": flops(trainer)})
    ]


def uncounted(*_: object) -> int:
    return 0


def test_compute_that_the_library_does_not_count_stays_unknown(training: Training) -> None:
    callback = training.callback(stage="pre_training")
    trainer = training.trainer(callback)
    trainer.floating_point_ops = uncounted
    trainer.train()
    _, ended = training.told()[-1]
    assert "update_flop" not in ended


TWO_PROCESSES = """
import os
import sys
from pathlib import Path
from tests.integrations.test_trainer import Training
training = Training.__new__(Training)
training.folder, training.where = Path(sys.argv[1]), Path(sys.argv[1], "models.db")
rank = os.environ["RANK"]
callback = training.callback(run_id=f"run-{rank}", stage="pre_training")
training.trainer(callback, ddp_backend="gloo").train()
"""


def test_of_several_processes_only_the_first_records(training: Training) -> None:
    script = training.folder / "train.py"
    script.write_text(TWO_PROCESSES)
    launch = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2")
    done = subprocess.run(
        [sys.executable, *launch, script, training.folder],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [name for name, _ in training.told()] == [
        "pretraining_started run-0:start",
        "trained run-0:saved:2",
        "trained run-0:ended:4",
    ]
    _, ended = training.told()[-1]
    assert ended["update_flop"] == 2 * flops(training.trainer(training.callback()))


def test_a_search_for_hyperparameters_records_nothing(training: Training) -> None:
    trainer = training.trainer(training.callback(stage="pre_training"))
    state = transformers.TrainerState(is_hyper_param_search=True, global_step=4, max_steps=4)
    for event in ("on_train_begin", "on_save", "on_train_end"):
        getattr(trainer.callback_handler, event)(trainer.args, state, trainer.control)
    assert training.told() == []


def test_a_push_is_noted_once(training: Training) -> None:
    callback = training.callback(stage="pre_training")
    trainer = training.trainer(callback, hub_model_id="acme/atlas")
    for _ in range(2):
        trainer.callback_handler.on_push_begin(trainer.args, trainer.state, trainer.control)
    ((name, noted),) = training.told()
    assert name == "noted run-17:pushed"
    assert "acme/atlas" in str(noted["text"])


def test_without_a_ledger_the_training_goes_on_and_nothing_is_lost(
    training: Training, caplog: pytest.LogCaptureFixture
) -> None:
    record = Recorder(training.folder / "gone.db", spool=training.folder / "spool", clock=CLOCK)
    callback = LedgerCallback(record, model="atlas", run_id="run-17", stage="pre_training")
    trainer = training.trainer(callback)
    with caplog.at_level(logging.WARNING, "lifecycle.pipelines"):
        assert trainer.train().global_step == STEPS
    assert "there is no ledger at" in caplog.text
    kept, _ = Spool(training.folder / "spool").read()
    assert [each.id for each in kept] == ["run-17:start", "run-17:saved:2", "run-17:ended:4"]


def test_an_event_that_is_refused_stops_no_training(
    training: Training, caplog: pytest.LogCaptureFixture
) -> None:
    callback = LedgerCallback(
        Recorder(training.where, clock=CLOCK), model="never registered", run_id="run-17"
    )
    assert training.trainer(callback).train().global_step == STEPS
    assert training.told() == []
    assert "is not a key" in caplog.text
