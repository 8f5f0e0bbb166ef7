"""A callback of transformers' ``Trainer`` that tells a recorder how far a training has come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from lifecycle.pipelines.recorder import Recorder
from lifecycle.pipelines.training import Run


class LedgerCallback(TrainerCallback):
    """Records the start and the end of a training and, once a day, how far it has come.

    Give it ``base_model`` where another model is being modified: the event is ``fine_tuned``.
    Otherwise it is ``trained`` with the ``stage`` that you name; see ``training.Run`` for what
    ``earlier_flop`` says. Only the first process of all records, and no search for
    hyperparameters does. What fails is met as ``record`` meets errors.
    """

    def __init__(
        self,
        record: Recorder,
        *,
        model: str,
        run_id: str,
        stage: Literal["pre_training", "post_training"] | None = None,
        base_model: str | None = None,
        actor: str | None = None,
        earlier_flop: Decimal | int | str | None = None,
    ) -> None:
        self._record = record
        self._run = Run(model, run_id, stage, base_model, actor, earlier_flop)
        self._saved_on: date | None = None
        self._pushed = False

    def on_train_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Record the start, unless the training goes on from a checkpoint."""
        with self._record.guarding():
            if _speaks(state) and state.global_step == 0:
                self._tell(self._run.started())

    def on_save(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Record the running total at the first checkpoint of a day."""
        with self._record.guarding():
            today = self._record.today()
            if _speaks(state) and today != self._saved_on:
                self._saved_on = today
                self._tell(self._run.saved(state))

    def on_train_end(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Record what the training came to."""
        with self._record.guarding():
            if _speaks(state):
                self._tell(self._run.ended(state))

    def on_push_begin(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        **kwargs: object,
    ) -> None:
        """Note the first push to a hub; it is no release as long as nobody may see it there."""
        with self._record.guarding():
            if _speaks(state) and not self._pushed:
                self._pushed = True
                self._tell(self._run.pushed(args.hub_model_id))

    def _tell(self, told: dict[str, object] | None) -> None:
        if told is not None:
            self._record.tell(told)


def _speaks(state: TrainerState) -> bool:
    return state.is_world_process_zero and not state.is_hyper_param_search
