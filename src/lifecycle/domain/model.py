"""The stream of a model: it begins with a registration, and rests on one as long as it lasts."""

from __future__ import annotations

from lifecycle.domain.envelope import Event
from lifecycle.domain.history import History
from lifecycle.domain.record_events import Corrected, Retracted
from lifecycle.domain.recorded import Recorded, ref_of
from lifecycle.domain.training_events import Registered
from lifecycle.errors import InputError

UNREGISTERED = "LC122"
"""The code of the refusal of an event whose model is not registered."""


class Model(History):
    """What was recorded of one model; whether it is a general-purpose one is not asked here."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._registrations: list[int] = []

    def append(self, recorded: Recorded) -> None:
        """Take the next event, and remember those that register the model."""
        super().append(recorded)
        if isinstance(recorded.event, Registered):
            self._registrations.append(recorded.version)

    def _standing_registrations(self) -> list[int]:
        return [version for version in self._registrations if self.retraction_of(version) is None]

    def _check(self, event: Event) -> None:
        if not isinstance(event, Registered) and not self._standing_registrations():
            raise InputError(
                f"the model '{self.key}' is not registered.",
                f"Register it first: lifecycle record registered {self.key} --on DAY",
                field="model",
                code=UNREGISTERED,
            )

    def _check_retraction(self, target: int) -> None:
        if self._standing_registrations() != [target]:
            return
        resting = [
            recorded.ref
            for recorded in self.recorded
            if recorded.version != target
            and self.retraction_of(recorded.version) is None
            and not isinstance(recorded.event, Corrected | Retracted)
        ]
        if resting:
            shown = ", ".join(resting[:5]) + (
                f" and {len(resting) - 5} more" if resting[5:] else ""
            )
            raise InputError(
                f"{ref_of(self.id, target)} registers the model, and {shown} rest on it.",
                f"Retract these first; or correct {ref_of(self.id, target)}; or register the model"
                " once more before.",
                field="target",
                code="LC125",
            )
