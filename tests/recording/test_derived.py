"""What is kept beside the events: an edit of it is found, and mended from the events."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.given import Story

from lifecycle import IntegrityFailure, Ledger
from lifecycle.domain.names import Name
from lifecycle.errors import InputError
from lifecycle.recording.derived import differences, spellings
from lifecycle.recording.rows import row_of
from lifecycle.recording.verify import verify
from lifecycle.time import system_clock


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a ledger with a model, what it was made from, a system, and a spelling put right."""
    story = Story(tmp_path / "ledger.db")
    story.then("registered", model="Atlas", actor="Acme")
    story.then("registered", model="base", actor="acme-gpt", variant_of="Atlas")
    story.then("integrated", model="Atlas", actor="Globx", system="Desk")
    story.then("corrected", model="Atlas", target="Atlas#2", changes={"actor": "globX"}, reason="x")
    story.ledger.close()
    return tmp_path / "ledger.db"


def edited(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def rebuilt(path: Path) -> Sequence[str]:
    with Ledger.open(path, create=False) as ledger:
        return ledger.rebuild()


def names(path: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM names ORDER BY space, folded").fetchall()


def test_an_untouched_ledger_has_nothing_to_mend(path: Path) -> None:
    before = names(path)
    assert ("organisation", "globx", "globX") in before
    assert rebuilt(path) == []
    assert names(path) == before


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE names SET name = 'ATLAS' WHERE folded = 'atlas'",
            "the spelling kept of the model 'atlas' was 'ATLAS', and the events say 'Atlas'",
        ),
        (
            "UPDATE names SET name = 'Globx' WHERE folded = 'globx'",
            "the spelling kept of the organisation 'globx' was 'Globx', and the events say 'globX'",
        ),
        (
            "DELETE FROM names WHERE folded = 'desk'",
            "the spelling kept of the system 'desk' was missing, and the events say 'Desk'",
        ),
        (
            "INSERT INTO names VALUES ('model', 'nova', 'Nova')",
            "the spelling kept of the model 'nova' was 'Nova', and no event names it",
        ),
    ],
)
def test_an_edited_spelling_is_named_and_mended(path: Path, statement: str, found: str) -> None:
    before = names(path)
    edited(path, statement)
    assert verify(path).ok, "it is in no seal"
    assert rebuilt(path) == [found]
    assert names(path) == before
    assert rebuilt(path) == []


def test_a_deleted_spelling_lets_two_stand_side_by_side_until_it_is_mended(path: Path) -> None:
    """What the edit is good for: the reason why it must be found."""
    told = {"type": "noted", "model": "Atlas", "occurred_on": "2025-03-01", "text": "x"}
    edited(path, "DELETE FROM names WHERE folded = 'acme-gpt'")
    with Ledger.open(path) as ledger:
        ledger.record({**told, "actor": "ACME-GPT"})
    edited(path, "DELETE FROM names WHERE folded = 'acme'")
    assert len(rebuilt(path)) == 1
    with Ledger.open(path) as ledger, pytest.raises(InputError, match="differs only in case"):
        ledger.record({**told, "actor": "ACME"})


def test_events_that_cannot_be_read_are_left_with_what_is_kept(path: Path) -> None:
    with Ledger.open(path) as ledger:
        tail = ledger.storage.tail()
        assert tail.recorded_at is not None
        columns = (tail.size, "fleet:x", 1, "fleet_formed/7", "2031-01-02", tail.recorded_at + 1)
        ledger.storage.insert_events([row_of((*columns, "somebody", None, b"{}"))])
    edited(path, "DELETE FROM names")
    with pytest.raises(IntegrityFailure, match="knows no topic"):
        rebuilt(path)
    assert names(path) == []


KEY = st.sampled_from(["ab", "aB", "AB", "cd", "CD"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["registered", "noted", "corrected", "retracted"]), KEY, KEY, KEY),
    max_size=12,
)


@settings(max_examples=60)
@given(STEPS, st.booleans())
def test_the_spellings_derived_are_those_that_recording_kept(
    steps: list[tuple[str, str, str, str]],
    together: bool,
) -> None:
    told: list[dict[str, object]] = []
    for kind, model, other, actor in steps:
        event: dict[str, object] = {"type": kind, "model": model, "occurred_on": "2025-03-01"}
        if kind == "registered":
            event |= {"actor": actor, "variant_of": other}
        elif kind == "noted":
            event |= {"actor": actor, "text": "x"}
        elif kind == "corrected":
            event |= {"target": f"{model}#1", "changes": {"actor": actor}, "reason": "x"}
        else:
            event |= {"target": f"{model}#2", "reason": "x"}
        told.append(event)
    with Ledger.open(":memory:", clock=system_clock) as ledger:
        kept: list[dict[str, object]] = []
        for event in told:
            try:
                ledger.record(event)
            except InputError:
                continue
            kept.append(event)
        assert ledger.rebuild() == []
    if together:
        with Ledger.open(":memory:", clock=system_clock) as ledger:
            ledger.import_events(kept)
            assert ledger.rebuild() == []


def test_negative_control_deriving_without_corrections_would_be_noticed(path: Path) -> None:
    with Ledger.open(path) as ledger:
        events = list(ledger.events())
        kept = ledger.storage.names()
    assert list(differences(kept, spellings(events))) == []
    without = spellings(each for each in events if each.event.type != "corrected")
    assert len(list(differences(kept, without))) == 1


def test_differences_are_told_of_both_sides() -> None:
    place = (Name("model", "A").space, Name("model", "A").folded)
    assert list(differences({}, {place: "A"})) != list(differences({place: "A"}, {}))
    assert list(differences({place: "A"}, {place: "A"})) == []


def test_an_event_that_spells_one_key_in_two_ways_is_refused(path: Path) -> None:
    told = {"type": "registered", "model": "nova", "occurred_on": "2025-03-01"}
    with Ledger.open(path) as ledger:
        for variant in ("Nova", "NOVA"):
            with pytest.raises(InputError, match="'nova' and the model") as refusal:
                ledger.record({**told, "variant_of": variant})
            assert refusal.value.code == "LC123"
        assert ledger.record({**told, "variant_of": "Atlas"}).ref == "nova#1"
