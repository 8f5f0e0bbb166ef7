"""Keeps two spellings of one key, differing only in case, from standing side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lifecycle.domain.envelope import Event
from lifecycle.domain.history import History, Said
from lifecycle.domain.names import Name, names_in
from lifecycle.domain.recorded import Recorded
from lifecycle.errors import InputError
from lifecycle.recording.recorder import LedgerRecorder


class Spellings:
    """The spellings that one write relies on, and those that it brings.

    A spelling holds as long as a stream has it or an event that stands names it: so a typing
    error can be put right, by correcting or retracting the events that hold it.
    """

    def __init__(
        self,
        storage: LedgerRecorder,
        history: Callable[[str], History],
        drafted: Sequence[Recorded],
    ) -> None:
        self._storage = storage
        self._history = history
        self._drafted = drafted
        self._held: dict[tuple[str, str], str] = {}
        self._new: dict[tuple[str, str], Name] = {}

    @property
    def new(self) -> Iterable[Name]:
        """The spellings to be remembered."""
        return self._new.values()

    def claim(self, event: Event, said: Said, history: History) -> None:
        """Take the names an event brings; refuse one that differs from another only in case."""
        names = dict.fromkeys(names_in(event))
        if said.event is not event:
            names |= dict.fromkeys(names_in(said.event))
        _refuse_two_in_one(names_in(said.event))
        for name in names:
            place = (name.space, name.folded)
            held = self._held.get(place)
            if held is None:
                if history.version and name.stream == history.id:
                    continue  # its first event claimed it
                held = self._storage.spelled(name)
            if held not in (None, name.key):
                self._refuse_if_held(Name(name.space, held), name, said, history)
            if held != name.key:
                self._new[place] = name
            self._held[place] = name.key

    def _refuse_if_held(self, held: Name, name: Name, said: Said, history: History) -> None:
        holder = self._holder(held, said, history)
        if holder is not None:
            raise InputError(
                f"'{name.key}' differs only in case from the {held.space} '{held.key}' ({holder}).",
                f"Write '{held.key}'; if that is the mistake, correct or retract {holder} first.",
                code="LC123",
            )

    def _holder(self, held: Name, said: Said, history: History) -> str | None:
        """Return the name of an event by which a spelling still holds."""
        if held.space != "system" and self._history(held.stream).version:
            return self._history(held.stream).recorded[0].ref
        mentions = [
            *(
                (row.stream, row.originator_version)
                for row in self._storage.find_mentions(held.key)
            ),
            *((drafted.stream, drafted.version) for drafted in self._drafted),
        ]
        for stream, version in mentions:
            found = self._history(stream)
            for each in (version, found.root(version)):
                if found.retraction_of(each) is None:
                    about_to_change = found is history and each == said.version
                    reading = said.event if about_to_change else found.reading(each)
                    if held in names_in(reading):
                        return found.recorded[each - 1].ref
        return None


def _refuse_two_in_one(names: Iterable[Name]) -> None:
    """Refuse an event that spells one key in two ways itself."""
    spelled: dict[tuple[str, str], str] = {}
    for name in names:
        other = spelled.setdefault((name.space, name.folded), name.key)
        if other != name.key:
            raise InputError(
                f"the event names the {name.space} '{other}' and the {name.space} '{name.key}',"
                " which differ only in case.",
                "Spell both alike, or give one of them another key.",
                code="LC123",
            )
