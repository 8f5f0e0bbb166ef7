"""What was known at an instant is the same for ever, whatever is recorded later."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.given import ScriptedClock, Story

from lifecycle import Ledger, LifecycleError
from lifecycle.domain.vocabulary import as_event
from lifecycle.intake import ImportSource
from lifecycle.view import LedgerView

START = datetime(2025, 6, 1, 12, tzinfo=UTC)
ATLAS = {"type": "registered", "model": "atlas", "occurred_on": "2025-01-01"}


def test_events_keys_and_streams_are_as_they_were_then() -> None:
    story = Story(today="2025-03-01")
    story.then("registered")
    first = story.ledger.now()
    story.clock.stand_on("2025-04-01")
    story.then("released")
    story.then("registered", model="bora")
    story.then("organisation_declared", organisation="acme")
    early = first + timedelta(days=1)
    assert [e.ref for e in story.ledger.events(known_at=early)] == ["atlas#1"]
    assert [e.ref for e in story.ledger.events(model="atlas", known_at=first)] == ["atlas#1"]
    assert list(story.ledger.events(known_at=first - timedelta(microseconds=1))) == []
    assert story.ledger.models(known_at=early) == ["atlas"]
    assert story.ledger.organisations(known_at=early) == []
    assert len(list(story.ledger.events(known_at=story.ledger.now()))) == 4


def everything_at(view: LedgerView, known_at: datetime) -> list[object]:
    return [
        [
            (e.ref, e.position, e.recorded_at, e.event.body())
            for e in view.events(known_at=known_at)
        ],
        [e.ref for e in view.events(model="atlas", known_at=known_at)],
        view.models(known_at=known_at),
        view.organisations(known_at=known_at),
    ]


facts = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["registered", "released", "noted", "corrected", "retracted"]),
        "key": st.sampled_from(["atlas", "Atlas", "bora"]),
        "number": st.integers(1, 6),
        "actor": st.sampled_from([None, "acme", "ACME"]),
        "id": st.sampled_from([None, None, "a", "b"]),
    }
)
steps = st.tuples(
    st.integers(-400, 400),  # seconds that the clock moves, backwards too
    st.sampled_from(["record", "import", "trial", "retract the import"]),
    st.booleans(),  # by which of two writers
    st.lists(facts, min_size=1, max_size=3),
)


def told(fact: dict[str, object]) -> dict[str, object]:
    event = {
        "type": fact["type"],
        "model": fact["key"],
        "occurred_on": "2025-02-01",
        "actor": fact["actor"],
        "id": fact["id"],
    }
    target = {"target": f"{fact['key']}#{fact['number']}", "reason": "x"}
    if fact["type"] == "corrected":
        return {**event, **target, "changes": {"note": "corrected"}}
    if fact["type"] == "retracted":
        return {**event, **target}
    return {**event, "text": "x"} if fact["type"] == "noted" else event


def act(ledger: Ledger, way: str, events: list[dict[str, object]], number: int) -> None:
    if way == "record":
        ledger.record(events[0])
    elif way == "trial":
        ledger.trial(events)
    elif way == "import":
        source = ImportSource(id=f"import/{number}", name="f", sha256="0" * 64)
        ledger.import_events(events, source=source)
    else:
        ledger.record(
            {"type": "retracted", "occurred_on": "2025-02-01", "target": "ledger#1", "reason": "x"}
        )


@settings(max_examples=25)
@given(st.lists(steps, min_size=1, max_size=8))
def test_a_later_recording_never_changes_what_was_known(
    story: list[tuple[int, str, bool, list[dict[str, object]]]],
) -> None:
    clock = ScriptedClock(START)
    with (
        TemporaryDirectory() as folder,
        Ledger.open(Path(folder) / "l.db", clock=clock, who="one") as one,
        Ledger.open(Path(folder) / "l.db", clock=clock, who="other") as other,
    ):
        one.record(ATLAS)
        known = {one.settled(): everything_at(one, one.settled())}
        for number, (seconds, way, second, drafts) in enumerate(story):
            clock.instant += timedelta(seconds=seconds)
            with suppress(LifecycleError):
                act(other if second else one, way, [told(fact) for fact in drafts], number)
            for instant, answer in known.items():
                assert everything_at(one, instant) == answer
                assert everything_at(other, instant) == answer
            known[one.settled()] = everything_at(one, one.settled())
        positions = [recorded.position for recorded in one.events()]
        assert positions == list(range(one.head.size))


def test_what_is_settled_stays_so_while_another_write_is_under_way(tmp_path: Path) -> None:
    clock = ScriptedClock(START)
    with (
        Ledger.open(tmp_path / "l.db", clock=clock) as writer,
        Ledger.open(tmp_path / "l.db", clock=clock) as reader,
    ):
        writer.record(ATLAS)
        with writer._application.writing(clock, "one") as decisions:
            decisions.take(as_event({**ATLAS, "model": "bora"}))
            clock.instant += timedelta(minutes=1)
            now, settled = reader.now(), reader.settled()
            asked = [everything_at(reader, instant) for instant in (now, settled)]
        again = [everything_at(reader, instant) for instant in (now, settled)]
        assert again[1] == asked[1]
        assert again[0] != asked[0], "as known now is not yet settled"
