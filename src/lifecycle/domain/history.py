"""One stream as its events left it: what stands, how it reads, and what may still be recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, cast

from lifecycle.domain.envelope import Event
from lifecycle.domain.record_events import Corrected, Retracted
from lifecycle.domain.recorded import Recorded, parse_ref, ref_of
from lifecycle.errors import InputError

_ABOUT_EVENTS = (Corrected, Retracted)


class Said(NamedTuple):
    """What a stream says: the version of the event that told it, and how that reads now."""

    version: int
    event: Event


class History:
    """The state of one stream, made by replay alone: ``append`` is its only change.

    Nothing here is refused because it is illegal, only because it contradicts the stream.
    """

    def __init__(self, stream: str) -> None:
        self.id = stream
        self._recorded: list[Recorded] = []
        self._versions: dict[str, int] = {}
        self._corrections: dict[int, list[int]] = {}
        self._retraction: dict[int, int] = {}

    @property
    def version(self) -> int:
        """The version of the last event, 0 before the first."""
        return len(self._recorded)

    @property
    def recorded(self) -> Sequence[Recorded]:
        """Every event of the stream, in order."""
        return self._recorded

    @property
    def key(self) -> str:
        """The key of the model or organisation."""
        return self.id.partition(":")[2]

    def append(self, recorded: Recorded) -> None:
        """Take the next event as recorded; what the ledger holds is never refused here."""
        self._recorded.append(recorded)
        event, version = recorded.event, recorded.version
        if event.id is not None:
            self._versions[event.id] = version
        if isinstance(event, _ABOUT_EVENTS):
            target = self.find(event.target)
            if target is None or target >= version:
                return
            if isinstance(event, Corrected):
                self._corrections.setdefault(target, []).append(version)
            else:
                self._retract(target, version)

    def _retract(self, target: int, by: int) -> None:
        """Let an event fall; what it had retracted itself stands again, and so on."""
        falling = True
        while True:
            if falling:
                self._retraction.setdefault(target, by)
            elif self._retraction.get(target) == by:
                del self._retraction[target]
            else:
                return
            event = self._recorded[target - 1].event
            next_target = self.find(event.target) if isinstance(event, Retracted) else None
            if next_target is None:
                return
            target, by, falling = next_target, target, not falling

    def find(self, target: str) -> int | None:
        """Return the version that a name of an event, or its id, means in this stream."""
        version = self._versions.get(target)
        if version is None:
            ref = parse_ref(target)
            if ref is not None and ref[0] == self.id and ref[1] <= self.version:
                version = ref[1]
        return version

    def retraction_of(self, version: int) -> int | None:
        """Return the version of the retraction by which an event never happened."""
        return self._retraction.get(version)

    def changes_of(self, version: int) -> tuple[int, ...]:
        """Return the versions of what stands and makes an event read or fall as it does."""
        corrections = (c for c in self._corrections.get(version, ()) if c not in self._retraction)
        by = self._retraction.get(version)
        return (*corrections, *(() if by is None else (by,)))

    def root(self, version: int) -> int:
        """Return the version of the event that a correction speaks of in the end."""
        event = self._recorded[version - 1].event
        while isinstance(event, Corrected):
            target = self.find(event.target)
            if target is None or target >= version:
                return version
            version, event = target, self._recorded[target - 1].event
        return version

    def reading(self, version: int, draft: tuple[int, Mapping[str, object]] | None = None) -> Event:
        """Return an event with the corrections of it that stand, in the order recorded.

        ``draft`` is one correction more: the version it targets and its changes. Each field is
        valid by itself, so what stands of several corrections is valid as well. Raises
        ``InputError`` only for a draft.
        """
        wanted = [version]
        for each in wanted:  # grows by the corrections of corrections
            wanted += self._corrections.get(each, ())
        read: dict[int, Event] = {}
        for each in sorted(wanted, reverse=True):
            event = self._recorded[each - 1].event
            for correction in self._corrections.get(each, ()):
                if correction not in self._retraction:
                    event = event.replaced(cast("Corrected", read[correction]).changes)
            if draft is not None and draft[0] == each:
                event = event.replaced(draft[1])
            read[each] = event
        return read[version]

    def accept(self, event: Event, latest: date) -> Said:
        """Return what the event would make the stream say, or refuse it with an ``InputError``.

        ``latest`` is the last day a fact may hold from.
        """
        refuse_later(event.occurred_on, latest)
        if isinstance(event, Corrected):
            target = self._standing(event)
            root = self.root(target)
            said = self.reading(root, (target, event.changes))
            refuse_later(said.occurred_on, latest)
            return Said(root, said)
        if isinstance(event, Retracted):
            self._check_retraction(self._standing(event))
        else:
            self._check(event)
        return Said(self.version + 1, event)

    def _check(self, event: Event) -> None:
        """Refuse a fact that this stream cannot hold yet."""

    def _check_retraction(self, target: int) -> None:
        """Refuse a retraction that would leave other events without what they rest on."""

    def _standing(self, event: Corrected | Retracted) -> int:
        version = self.find(event.target)
        if version is None:
            raise self._no_target(event.target)
        by = self._retraction.get(version)
        if by is not None:
            raise InputError(
                f"{ref_of(self.id, version)} was retracted by {ref_of(self.id, by)}.",
                f"If it happened after all, retract {ref_of(self.id, by)}.",
                field="target",
                code="LC124",
            )
        return version

    def _no_target(self, target: str) -> InputError:
        ref = parse_ref(target)
        if ref is not None and ref[0] != self.id:
            stream, key = ref[0].partition(":")[::2]
            cause = f"{target} is no event of {self.id}."
            cure = f'Name its own stream: "{stream}": "{key}".' if key else "Leave the stream out."
        elif ref is not None:
            cause = (
                f"there is no event {target}: the stream ends with {ref_of(self.id, self.version)}."
            )
            cure = f"See: lifecycle events {self.key}".rstrip()
        else:
            cause = f"no event of {self.id} has the id {target}."
            cure = "Name the event by its stream and number, such as atlas#3, or by its own id."
        return InputError(cause, cure, field="target", code="LC124")


def refuse_later(day: date, latest: date) -> None:
    """Refuse a day on which nothing can have happened yet."""
    if day > latest:
        raise InputError(
            f"{day} is after today, {latest}. A fact is recorded when it has happened;",
            "to see what it would change, use: lifecycle gate … or lifecycle record … -n",
            field="occurred_on",
            code="LC121",
        )
