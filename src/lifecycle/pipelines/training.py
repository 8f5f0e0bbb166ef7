"""What the state of a training loop supports as facts, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from lifecycle.errors import InputError

METHOD = "Trainer state.total_flos: 6 x tokens x parameters, embeddings left out"
"""How transformers estimates the compute of a run; the tokens include padding."""

ESTIMATE = f"The compute is an estimate ({METHOD})."

PRE_TRAINING = "pre_training"


class State(Protocol):
    """What is read of a ``TrainerState``; ``total_flos`` is 0 where no operations are counted."""

    total_flos: float
    global_step: int
    max_steps: int


@dataclass(frozen=True, slots=True)
class Run:
    """What whoever starts a training knows of it, and its loop does not.

    ``stage`` is that of the model's own training; ``base_model`` instead says that another
    model is being modified. ``earlier_flop`` is the compute spent on parameter updates before
    this run; where neither it nor the stage ``pre_training`` is told, the run's compute is not
    known to be the model's.
    """

    model: str
    run_id: str
    stage: str | None = None
    base_model: str | None = None
    actor: str | None = None
    earlier_flop: Decimal | int | str | None = None

    def __post_init__(self) -> None:
        """Refuse a run of two kinds."""
        if self.base_model is not None and (self.stage, self.earlier_flop) != (None, None):
            raise InputError(
                "a run that modifies a base model is no stage of that model's own training.",
                "Name either base_model, or stage and earlier_flop.",
            )

    def started(self) -> dict[str, object] | None:
        """Return the event of the start: only a pre-training is known to begin a model's life."""
        if self.stage != PRE_TRAINING:
            return None
        return self._told("pretraining_started", "start", run_id=self.run_id)

    def saved(self, state: State) -> dict[str, object] | None:
        """Return the event of a checkpoint: the model's running total so far."""
        if self.base_model is not None:
            return None
        return self._trained(state, f"saved:{state.global_step}", status="running")

    def ended(self, state: State) -> dict[str, object]:
        """Return the event of the loop's end; one that stopped early may yet be taken up again."""
        stopped = state.global_step < state.max_steps
        note = f"Stopped at step {state.global_step} of {state.max_steps}." if stopped else ""
        own = f"ended:{state.global_step}"
        if self.base_model is None:
            return self._trained(state, own, status=None if stopped else "complete", note=note)
        spent = _spent(state)
        return self._told(
            "fine_tuned",
            own,
            base_model=self.base_model,
            modification_flop=spent,
            note=_joined(note, "" if spent is None else ESTIMATE),
        )

    def pushed(self, repository: str | None) -> dict[str, object]:
        """Return the event of a push to a hub; whether anybody can see it there is not known."""
        named = "" if repository is None else f" to {repository}"
        text = f"A push{named} on a hub of models began; the trainer does not tell who may see it."
        return self._told("noted", "pushed", text=text)

    def _trained(
        self, state: State, own: str, *, status: str | None, note: str = ""
    ) -> dict[str, object]:
        total = self._total(state)
        return self._told(
            "trained",
            own,
            run_id=self.run_id if self.stage == PRE_TRAINING else None,
            stage=self.stage,
            status=status,
            update_flop=total,
            methods=None if total is None else [METHOD],
            note=_joined(note, "" if total is None else ESTIMATE),
        )

    def _total(self, state: State) -> Decimal | None:
        """Return the model's update compute up to now, as far as it is known."""
        spent = _spent(state)
        if self.earlier_flop is not None:
            return None if spent is None else spent + Decimal(self.earlier_flop)
        return spent if self.stage == PRE_TRAINING else None

    def _told(self, kind: str, own: str, **facts: object) -> dict[str, object]:
        """Return an event of this run without what is unknown; ``own`` makes its id."""
        told = {
            "type": kind,
            "model": self.model,
            "actor": self.actor,
            "id": f"{self.run_id}:{own}",
            **facts,
        }
        return {name: value for name, value in told.items() if value not in (None, "")}


def _spent(state: State) -> Decimal | None:
    """Return the run's compute in FLOP; a model whose operations are not counted shows 0."""
    return Decimal(int(state.total_flos)) if state.total_flos > 0 else None


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
