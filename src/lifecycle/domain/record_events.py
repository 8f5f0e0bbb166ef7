"""Events about the record itself: notes, corrections, retractions and imports."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from lifecycle.domain.envelope import Event
from lifecycle.domain.fact import (
    Assumptions,
    Key,
    MaybeModel,
    Refused,
    Text,
    TheChanges,
    TheHash,
    TheLongProse,
    TheNumber,
    TheReason,
    TheTarget,
    TheText,
    fact,
    required,
)
from lifecycle.domain.recorded import stream_of_ref
from lifecycle.errors import InputError


class EitherEvent(Event):
    """Something said of a model or of an organisation, named in one of two fields."""

    model: MaybeModel = fact("the key of the model")
    organisation: Key = fact("the key of the organisation, where it is about one")

    @property
    def stream(self) -> str:
        """The stream of the model or organisation; without either the ledger's own."""
        if self.model is not None:
            return f"model:{self.model}"
        return "ledger" if self.organisation is None else f"organisation:{self.organisation}"

    @model_validator(mode="after")
    def _one_stream(self) -> Self:
        if self.model is not None and self.organisation is not None:
            raise Refused(
                InputError(
                    "it names a model and an organisation.",
                    "Name the one whose stream it belongs to.",
                )
            )
        if self.stream == "ledger":
            self._refuse_ledger_stream()
        return self

    def _refuse_ledger_stream(self) -> None:
        raise Refused(
            InputError(
                "it names neither model nor organisation.", 'Name one, such as "model": "atlas-7b".'
            )
        )


class Noted(EitherEvent, kind="noted"):
    """Something worth keeping that no other type says."""

    text: TheLongProse = required("the note")


class _AboutEvent(EitherEvent):
    """Speaks of an earlier event, in the ledger's own stream where it names no other."""

    target: TheTarget = required("the event, as 'atlas#3' or by its id")
    reason: TheReason = required("why")

    def _refuse_ledger_stream(self) -> None:
        stream = stream_of_ref(self.target)
        if stream is not None and stream != "ledger":
            field, _, key = stream.partition(":")
            raise Refused(
                InputError(
                    f"it names neither model nor organisation, but '{self.target}' belongs to one.",
                    f'Add "{field}": "{key}".',
                )
            )


class Corrected(_AboutEvent, kind="corrected"):
    """An earlier event should have said something else, from its own day on."""

    changes: TheChanges = required("fields of the earlier event with what they should have been")


class Retracted(_AboutEvent, kind="retracted"):
    """An earlier event never happened."""


class Imported(Event, kind="imported"):
    """A file was imported; retracting this event retracts all that came with it."""

    source: TheText = required("the name of the file")
    sha256: TheHash = required("the SHA-256 of its bytes")
    mapping: Text = fact("the mapping by which its columns became events")
    assumptions: Assumptions = fact("what was assumed where the file says nothing")
    events: TheNumber = required("how many events came in with it, right before it", unit="events")
