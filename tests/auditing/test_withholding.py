"""A bundle in which the content of some events is left out, and everything else still verifies."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.auditing.operator import SIZE, Desk, events_told

from lifecycle.auditing import standalone
from lifecycle.auditing.audit import audit
from lifecycle.auditing.audit_report import AuditReport
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out
from lifecycle.auditing.gaps import BundleLedger
from lifecycle.auditing.heads import head_at
from lifecycle.auditing.loading import load_bundle
from lifecycle.auditing.withholding import Withheld, read_manifest
from lifecycle.errors import InputError, LifecycleError, NotFound, SealError
from lifecycle.intake import ImportSource
from lifecycle.view import LedgerView
from lifecycle_projections.history import History

HIDDEN = "m7#5"
WHY = "order of the Regional Court, 12 O 3/26"


def answers(view: LedgerView) -> bytes:
    """Return every fact that stands, so that any event that counts shows."""
    acts = History.of(view).acts
    return json.dumps(
        {stream: [act.event for act in each] for stream, each in acts.items()}
    ).encode()


def rederived(view: LedgerView, given: bytes) -> bytes:
    assert given
    return answers(view)


def redacted(desk: Desk, *names: str, folder: str = "redacted") -> Path:
    where = desk.path.parent / folder
    with desk.open() as ledger:
        hand_out(ledger, desk.key)
        export_bundle(ledger, where, answers=answers, withhold=names, reason=WHY)
    return where


def audited(desk: Desk, where: Path) -> AuditReport:
    return audit(where, desk.keys(), clock=desk.clock, rederive=rederived)


def position_of(desk: Desk, name: str) -> int:
    with desk.open() as ledger:
        return ledger.find(name).position


def test_the_leaf_stands_in_the_place_of_the_content(desk: Desk) -> None:
    with desk.open() as ledger:
        ledger.record(
            {"type": "noted", "model": "m7", "occurred_on": "2026-01-09", "text": "a trade secret"}
        )
    where = redacted(desk, "m7#13")
    line = (where / "events.jsonl").read_text().splitlines()[SIZE]
    assert json.loads(line).keys() == {"position", "leaf"}
    for file in where.rglob("*"):
        assert file.is_dir() or b"a trade secret" not in file.read_bytes()
    report = audited(desk, where)
    assert (report.ok, report.covered, report.withheld) == (True, SIZE + 1, (SIZE,))
    assert report.because == (Withheld(SIZE, "m7#13", WHY),)
    assert report.answers == "same"
    told = standalone.verify(where, str(desk.keys().current), [])
    assert told.startswith("OK: 121 events")
    assert told.endswith("Withheld are the events at positions [120].\n")


def test_nothing_is_withheld_where_nothing_was_asked_for(desk: Desk) -> None:
    where = redacted(desk)
    assert not (where / "withheld.json").exists()
    report = audited(desk, where)
    assert (report.ok, report.withheld, report.because) == (True, (), ())
    assert "Withheld" not in standalone.verify(where, str(desk.keys().current), [])


def test_the_answers_are_those_without_it(desk: Desk) -> None:
    where = redacted(desk, HIDDEN)
    told = json.loads((where / "answers.json").read_text())
    assert HIDDEN not in told["model:m7"]
    with desk.open() as ledger, load_bundle(where, desk.clock) as shown:
        whole = json.loads(answers(ledger))
        whole["model:m7"].remove(HIDDEN)
        assert told == whole == json.loads(answers(shown))


@pytest.mark.parametrize(
    "names",
    [
        (HIDDEN,),
        ("m0#1",),
        ("m0#1", "m1#1", "m2#1"),
        ("m9#12",),
        ("m8#12", "m9#12"),
        ("m3#2", "m4#2"),
    ],
    ids="+".join,
)
def test_a_bundle_with_gaps_is_loaded_with_the_head_of_the_whole(
    desk: Desk, names: tuple[str, ...]
) -> None:
    where = redacted(desk, *names)
    with desk.open() as ledger, load_bundle(where, desk.clock) as shown:
        assert shown.names == names
        assert shown.head == ledger.head
        assert shown.models() == ledger.models()
        whole, there = list(ledger.events()), list(shown.events())
        assert [each.ref for each in there] == [each.ref for each in whole]
        assert [each for each in there if each.ref not in names] == [
            each for each in whole if each.ref not in names
        ]
        times = [each.recorded_at for each in there]
        assert times == sorted(set(times))
        for each in whole[5:SIZE:37]:
            assert head_at(shown, each.recorded_at) == head_at(ledger, each.recorded_at)
        assert {shown.find(name).recorded_by for name in names} == {"withheld"}
    assert audited(desk, where).ok


def test_every_event_may_be_withheld(desk: Desk) -> None:
    with desk.open() as ledger:
        names = tuple(each.ref for each in ledger.events())
    where = redacted(desk, *names)
    report = audited(desk, where)
    assert (report.ok, len(report.withheld), report.answers) == (True, SIZE, "same")


def test_an_import_and_an_organisation_s_event_may_be_withheld(desk: Desk) -> None:
    acme = {"type": "organisation_declared", "organisation": "acme", "occurred_on": "2026-01-05"}
    with desk.open() as ledger:
        source = ImportSource(id="import:1", name="jane-doe.csv", sha256="ab" * 32)
        ledger.import_events([acme], source=source)
    where = redacted(desk, "ledger#1", "organisation:acme#1")
    assert "jane-doe" not in (where / "events.jsonl").read_text()
    assert audited(desk, where).answers == "same"


def test_a_correction_of_it_is_withheld_as_well(desk: Desk) -> None:
    correction = {
        "type": "corrected",
        "model": "m7",
        "occurred_on": "2026-01-08",
        "target": HIDDEN,
        "changes": {"channel": "download"},
        "reason": "it was weights",
    }
    with desk.open() as ledger:
        ref = ledger.record(correction).ref
        again = {**correction, "target": ref, "changes": {"changes": {"channel": "library"}}}
        second = ledger.record(again).ref
    with pytest.raises(InputError, match=f"{ref} corrects an event .* --withhold {ref}"):
        redacted(desk, HIDDEN)
    with pytest.raises(InputError, match=f"--withhold {second}"):
        redacted(desk, HIDDEN, ref)
    assert not (desk.path.parent / "redacted").exists()
    where = redacted(desk, second, HIDDEN, ref)
    assert audited(desk, where).answers == "same"
    assert "library" not in (where / "events.jsonl").read_text()


def test_a_retraction_of_it_may_stay(desk: Desk) -> None:
    with desk.open() as ledger:
        ledger.record(
            {
                "type": "retracted",
                "model": "m7",
                "occurred_on": "2026-01-08",
                "target": HIDDEN,
                "reason": "by order",
            }
        )
    assert audited(desk, redacted(desk, HIDDEN)).answers == "same"


def test_what_is_not_there_or_has_no_reason_is_not_withheld(desk: Desk) -> None:
    with pytest.raises(NotFound):
        redacted(desk, "m7#99")
    for reason in ("", " "):
        with desk.open() as ledger, pytest.raises(InputError, match="why something is withheld"):
            export_bundle(ledger, desk.path.parent / "redacted", withhold=[HIDDEN], reason=reason)
    assert list(desk.path.parent.glob("*redacted*")) == []


def test_an_event_named_twice_is_withheld_once(desk: Desk) -> None:
    assert len(audited(desk, redacted(desk, HIDDEN, HIDDEN)).because) == 1


def test_what_is_withheld_is_not_exported_as_if_it_were_a_note(desk: Desk) -> None:
    with (
        load_bundle(redacted(desk, HIDDEN), desk.clock) as shown,
        pytest.raises(SealError, match="cannot be exported"),
    ):
        shown.export()
    with desk.open() as ledger, load_bundle(redacted(desk, folder="whole"), desk.clock) as shown:
        assert list(shown.export()) == list(ledger.export())
        assert isinstance(shown, BundleLedger)


def change(name: str) -> Callable[[Path], None]:
    """Return an edit of withheld.json."""

    def edit(where: Path) -> None:
        path = where / "withheld.json"
        told = json.loads(path.read_text())
        (entry,) = told["withheld"]
        if name == "another version":
            entry["event"] = "m7#6"
        elif name == "another stream":
            entry["event"] = "m8#5"
        elif name == "no name":
            entry["event"] = "x"
        elif name == "another position":
            entry["position"] += 1
        path.write_text(json.dumps(told))

    return edit


@pytest.mark.parametrize(
    "name", ["another version", "another stream", "no name", "another position"]
)
def test_a_bundle_that_names_another_event_is_found_by_its_answers(desk: Desk, name: str) -> None:
    where = redacted(desk, HIDDEN)
    change(name)(where)
    report = audited(desk, where)
    assert [problem.cause[:36] for problem in report.problems] == [
        "the answers cannot be derived again:"
    ]
    with pytest.raises(SealError):
        load_bundle(where, desk.clock)


def test_without_the_file_the_seal_verifies_and_nothing_is_answered(desk: Desk) -> None:
    where = redacted(desk, HIDDEN)
    (where / "withheld.json").unlink()
    (where / "answers.json").unlink()
    report = audited(desk, where)
    assert (report.ok, report.withheld) == (True, (position_of(desk, HIDDEN),))
    assert report.because == ()
    with pytest.raises(SealError, match="does not say which one"):
        load_bundle(where, desk.clock)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"schema": "x", "withheld": [{"position": 1, "event": "a#1", "reason": "r"}]}',
        b'{"schema": "lifecycle/withheld/1", "withheld": [{"position": 1.5, "event": "a#1"}]}',
        b'{"schema": "lifecycle/withheld/1", "withheld": [{"position": 1, "event": 1}]}',
        b'{"schema": "lifecycle/withheld/1", "withheld": 1}',
        b'{"schema": "lifecycle/withheld/1", "withheld": [1]}',
        b"\xff",
    ],
)
def test_a_file_that_says_nothing_of_it_is_refused(desk: Desk, content: bytes) -> None:
    with pytest.raises(SealError, match=r"withheld\.json"):
        read_manifest(content)
    where = redacted(desk, HIDDEN)
    (where / "withheld.json").write_bytes(content)
    assert not audited(desk, where).ok


def test_other_answers_than_those_without_it_are_found(desk: Desk) -> None:
    where = redacted(desk, HIDDEN)
    with desk.open() as ledger:
        (where / "answers.json").write_bytes(answers(ledger))
    assert audited(desk, where).answers == "differ"


def test_a_leaf_of_another_event_is_found(desk: Desk) -> None:
    where = redacted(desk, HIDDEN)
    lines = (where / "events.jsonl").read_text().splitlines(keepends=True)
    place = position_of(desk, HIDDEN)
    lines[place] = json.dumps({"position": place, "leaf": "00" * 32}) + "\n"
    (where / "events.jsonl").write_text("".join(lines))
    assert not audited(desk, where).ok


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"version":5', '"version":6'),
        ('"recorded_at":', '"recorded_at":9'),
        ('"recorded_at":', '"recorded_at":-'),
        ('"position":47', '"position":46'),
    ],
)
def test_a_bundle_whose_events_do_not_follow_one_another_is_not_asked(
    desk: Desk, old: str, new: str
) -> None:
    """It may never have been audited: whatever it holds is refused in words."""
    where = redacted(desk)
    lines = (where / "events.jsonl").read_text().splitlines(keepends=True)
    assert old in lines[47]
    lines[47] = lines[47].replace(old, new)
    (where / "events.jsonl").write_text("".join(lines))
    with pytest.raises(LifecycleError):
        load_bundle(where, desk.clock)


def test_the_next_bundle_may_show_what_this_one_withholds(desk: Desk) -> None:
    state, keys = desk.path.parent / "auditor.json", desk.keys()
    where = redacted(desk, HIDDEN)
    assert audit(where, keys, clock=desk.clock, state=state).ok
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
    later = redacted(desk, folder="whole")
    report = audit(later, keys, clock=desk.clock, state=state)
    assert (report.ok, report.accepted, report.withheld) == (True, SIZE, ())
