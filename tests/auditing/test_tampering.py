"""What an operator may try on a ledger, and what verification says, with and without a checkpoint.

Each attack is tried three times: on the rows alone; with every leaf and the tree computed again;
and with every checkpoint signed again too. The last passes every check of the file against itself,
which is why a checkpoint kept elsewhere is asked for: that finds it.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from tests.auditing.operator import ANCHORED, SIZE, START, Desk, Edit, Ticking, events_told

from lifecycle.auditing.audit import audit
from lifecycle.auditing.audit_report import AuditReport
from lifecycle.auditing.brackets import Anchor
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out, sign_checkpoint, unanchored
from lifecycle.auditing.keys import memory_path
from lifecycle.errors import (
    InconsistentCheckpoint,
    IntegrityFailure,
    LedgerUnavailable,
    SealError,
)
from lifecycle.recording.verify import Report, verify
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.note import Note


def change_a_body(connection: sqlite3.Connection) -> None:
    connection.execute(
        "UPDATE events SET body = CAST(replace(body, 'api', 'app') AS BLOB) WHERE position = 50"
    )


def change_a_day(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE events SET occurred_on = '2026-01-31' WHERE position = 50")


def change_who_recorded(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE events SET recorded_by = 'somebody' WHERE position = 50")


def change_when_it_was_recorded(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE events SET recorded_at = recorded_at + 7 WHERE position >= 50")


def give_an_id(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE events SET event_id = 'late' WHERE position = 50")


def cut_below_the_checkpoint(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM events WHERE position >= 90")


def delete_in_the_middle(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM events WHERE position = 40")


def swap_two(connection: sqlite3.Connection) -> None:
    for old, new in ((30, -1), (31, 30), (-1, 31)):
        connection.execute("UPDATE events SET position = ? WHERE position = ?", (new, old))


def insert_in_the_past(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE events SET position = -position WHERE position >= 20")
    connection.execute("UPDATE events SET position = 1 - position WHERE position <= -20")
    connection.execute(
        "INSERT INTO events SELECT 20, stream, 99, topic, occurred_on, recorded_at - 1,"
        " recorded_by, 'slipped in', body, leaf FROM events WHERE position = 21"
    )


ATTACKS: dict[str, Edit] = {
    attack.__name__: attack
    for attack in (
        *(change_a_body, change_a_day, change_who_recorded, change_when_it_was_recorded),
        *(give_an_id, cut_below_the_checkpoint, delete_in_the_middle, swap_two),
        insert_in_the_past,
    )
}


def causes(report: Report) -> str:
    return "\n".join(problem.cause for problem in report.problems)


def with_checkpoint(desk: Desk) -> Report:
    """Verify against the checkpoint kept elsewhere, with the key that was given out."""
    return verify(desk.path, checkpoint=desk.kept.read_bytes(), keys=desk.keys())


def test_a_report_says_all_of_it_as_json(untouched: Desk) -> None:
    report = with_checkpoint(untouched)
    told = report.to_dict()
    assert json.loads(json.dumps(told)) == told
    assert told["schema"] == "lifecycle/verification/1"
    assert (told["ok"], told["events"], told["unanchored"]) == (True, SIZE, SIZE - ANCHORED)
    assert told["covered_by_given_checkpoint"] == ANCHORED
    assert told["key"] == str(untouched.keys().current)


def test_a_ledger_that_lost_its_key_is_verified_with_the_key_that_was_given_out(
    desk: Desk,
) -> None:
    keys, kept = desk.keys(), desk.kept.read_bytes()
    desk.edit(lambda connection: connection.execute("DELETE FROM first_key"))
    assert verify(desk.path, checkpoint=kept, keys=keys).covered == ANCHORED
    assert "no key of the ledger" in causes(verify(desk.path))
    with pytest.raises(SealError, match="names no key"):
        verify(desk.path, checkpoint=kept)


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE first_key SET key = 'no key'", "is not a verifier key"),
        ("UPDATE checkpoints SET note = x'00'", "not a signed note"),
        ("UPDATE checkpoints SET size = 99", "a checkpoint of 100 events is kept as one of 99"),
        ("UPDATE checkpoints SET nodes = x''", "the tree kept beside the checkpoint"),
        ("UPDATE checkpoints SET hands_over = 1, note = x'00'", "not a signed note"),
        ("UPDATE frontier SET nodes = x'00'", "cannot be read"),
        ("UPDATE frontier SET size = 119", "cannot be read"),
        ("DELETE FROM frontier", "cannot be read"),
    ],
)
def test_what_is_kept_beside_the_events_is_verified_too(
    desk: Desk, statement: str, found: str
) -> None:
    desk.edit(lambda connection: connection.execute(statement))
    assert found in causes(verify(desk.path))


def test_an_untouched_ledger_passes_and_the_report_says_what_that_covers(untouched: Desk) -> None:
    report = with_checkpoint(untouched)
    assert report.ok, report.problems
    assert (report.size, report.covered, report.signed) == (SIZE, ANCHORED, SIZE)
    assert (report.handed_out, report.unanchored) == (ANCHORED, SIZE - ANCHORED)
    alone = verify(untouched.path)
    assert alone.ok
    assert alone.covered == 0
    assert alone.root == report.root
    assert alone.unanchored_since is not None
    assert alone.unanchored_since > START


@pytest.mark.parametrize("attack", ATTACKS)
def test_edited_rows_are_found_by_the_ledger_s_own_seal(desk: Desk, attack: str) -> None:
    desk.edit(ATTACKS[attack])
    assert not verify(desk.path).ok


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_seal_computed_again_is_found_by_the_checkpoints_in_the_ledger(
    desk: Desk, attack: str
) -> None:
    desk.edit(ATTACKS[attack])
    desk.seal_again()
    assert "a checkpoint kept in the ledger" in causes(verify(desk.path))


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_ledger_signed_again_passes_alone_and_fails_against_a_checkpoint_kept_elsewhere(
    desk: Desk, attack: str
) -> None:
    desk.edit(ATTACKS[attack])
    desk.seal_again()
    desk.sign_again()
    assert verify(desk.path).ok, "nothing in a file can prove it against whoever writes it"
    report = with_checkpoint(desk)
    assert "the checkpoint that was given" in causes(report)
    assert report.covered == 0


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_auditor_who_remembers_finds_it_in_the_bundle(desk: Desk, attack: str) -> None:
    first, second = desk.path.parent / "first", desk.path.parent / "second"
    state = desk.path.parent / "auditor.json"
    keys = desk.keys()
    with desk.open() as ledger:
        export_bundle(ledger, first)
    assert audit(first, keys, clock=desk.clock, state=state).ok
    before = state.read_bytes()

    desk.edit(ATTACKS[attack])
    desk.seal_again()
    desk.sign_again()
    with desk.open() as ledger:
        export_bundle(ledger, second)
    assert audit(second, keys, clock=desk.clock).ok, "without a memory it is a good ledger"
    report = audit(second, keys, clock=desk.clock, state=state)
    assert "the checkpoint accepted before" in "\n".join(p.cause for p in report.problems)
    assert state.read_bytes() == before


def test_the_position_of_a_changed_event_is_named(desk: Desk) -> None:
    desk.edit(change_a_day)
    assert verify(desk.path).problems[0].position == 50


def test_a_gap_is_named(desk: Desk) -> None:
    desk.edit(delete_in_the_middle)
    assert "the events at positions 40 to 40 are missing" in causes(verify(desk.path))


def test_a_cut_tail_is_counted(desk: Desk) -> None:
    desk.edit(cut_below_the_checkpoint)
    desk.seal_again()
    desk.sign_again()
    assert "says 100 events, and there are 90" in causes(with_checkpoint(desk))


def test_what_follows_the_last_checkpoint_that_left_can_be_cut_without_a_trace(desk: Desk) -> None:
    """A limit that is stated openly: the unanchored tail was 20 events, and is not provable."""
    with desk.open() as ledger:
        assert unanchored(ledger).count == SIZE - ANCHORED
    desk.edit(lambda connection: connection.execute("DELETE FROM events WHERE position >= 110"))
    desk.seal_again()
    desk.sign_again()
    assert with_checkpoint(desk).ok


def test_a_false_event_in_somebody_s_name_is_not_found(desk: Desk) -> None:
    """A limit that is stated openly: who recorded an event is the operator's word."""
    with desk.open() as ledger:
        ledger.storage.insert_events([])
        ledger.record(events_told(SIZE)[-1])
    assert with_checkpoint(desk).ok


def test_another_ledger_under_the_same_name_and_key_is_found(desk: Desk) -> None:
    forged = Desk(desk.path.parent / "forged")
    forged.path.parent.mkdir()
    shutil.copy(desk.path, forged.path)
    shutil.copy(desk.key, forged.key)
    forged.edit(lambda connection: connection.execute("DELETE FROM events"))
    forged.seal_again()
    with forged.open() as ledger:
        ledger.import_events(events_told(SIZE, text="app"))
    forged.sign_again()
    assert verify(forged.path).ok
    report = verify(forged.path, checkpoint=desk.kept.read_bytes(), keys=desk.keys())
    assert "the first 100 events are not those" in causes(report)


def test_another_key_in_the_ledger_does_not_vouch_for_it(desk: Desk) -> None:
    stranger = Desk(desk.path.parent / "stranger")
    stranger.path.parent.mkdir()
    stranger.start()
    with pytest.raises(SealError, match="no key that is known"):
        verify(stranger.path, checkpoint=desk.kept.read_bytes())


def test_two_branches_pass_alone_and_their_checkpoints_prove_the_fork(
    desk: Desk, tmp_path: Path
) -> None:
    keys, other = desk.keys(), desk.copy(tmp_path / "other")
    for branch, text in ((desk, "api"), (other, "app")):
        branch.edit(
            lambda connection: connection.execute("DELETE FROM events WHERE position >= 115")
        )
        branch.seal_again()
        branch.sign_again()
        with branch.open() as ledger:
            ledger.import_events(events_told(SIZE, text=text)[115:])
            hand_out(ledger, branch.key)
            export_bundle(ledger, branch.path.parent / "bundle")
        assert with_checkpoint(branch).ok
    state = tmp_path / "state.json"
    assert audit(desk.path.parent / "bundle", keys, clock=desk.clock, state=state).ok
    report = audit(other.path.parent / "bundle", keys, clock=desk.clock, state=state)
    assert not report.ok
    assert report.contradiction is not None
    one, two = (Checkpoint.parse(Note.parse(note).text) for note in report.contradiction)
    assert one.size == two.size == SIZE
    assert one.root != two.root
    assert all(keys.open(note) for note in report.contradiction), "signed, so it convinces anybody"


def test_the_signer_refuses_a_ledger_that_went_back(desk: Desk) -> None:
    desk.edit(cut_below_the_checkpoint)
    desk.seal_again()
    with desk.open() as ledger, pytest.raises(InconsistentCheckpoint, match="the ledger has 90"):
        sign_checkpoint(ledger, desk.key)


def test_the_signer_remembers_beside_the_key_what_the_ledger_forgot(desk: Desk) -> None:
    desk.edit(change_a_day)
    desk.seal_again()
    desk.edit(lambda connection: connection.execute("DELETE FROM checkpoints"))
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
        with pytest.raises(InconsistentCheckpoint, match="does not extend"):
            sign_checkpoint(ledger, desk.key)
    memory_path(desk.key).unlink()
    with desk.open() as ledger:
        sign_checkpoint(ledger, desk.key)  # without its memory it signs anything


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("body", "CAST(body AS TEXT)", "the column body holds text, not bytes"),
        ("stream", "CAST(stream AS BLOB)", "the column stream holds bytes, not text"),
        ("recorded_at", "'soon'", "the column recorded_at holds text, not a number"),
        ("recorded_at", "0.5", "the column recorded_at holds a float, not a number"),
        ("version", "NULL", "the column version holds nothing, not a number"),
        ("leaf", "NULL", "the column leaf holds nothing, not bytes"),
        ("event_id", "x'00'", "the column event_id holds bytes, not text"),
    ],
)
def test_values_of_another_type_are_tampering(
    desk: Desk, column: str, value: str, found: str
) -> None:
    def loosen_and_set(connection: sqlite3.Connection) -> None:
        loose = "CREATE TABLE events (position INTEGER PRIMARY KEY, stream, version, topic,"
        loose += " occurred_on, recorded_at, recorded_by, event_id UNIQUE, body, leaf,"
        loose += " UNIQUE (stream, version))"
        strict = connection.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'events'"
        ).fetchone()[0]
        for text in (loose, strict):
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = 'events'", (text,))
            connection.execute("PRAGMA writable_schema = RESET")
            if text is loose:
                set_it = f"UPDATE events SET {column} = {value} WHERE position = 50"  # noqa: S608
                connection.execute(set_it)

    desk.edit(loosen_and_set)
    report = verify(desk.path)
    assert found in causes(report)
    assert 50 in [problem.position for problem in report.problems]


def test_text_that_is_not_unicode_is_tampering(desk: Desk) -> None:
    desk.edit(
        lambda connection: connection.execute(
            "UPDATE events SET topic = CAST(x'ff' AS TEXT) WHERE position = 50"
        )
    )
    assert "cannot be read beyond position" in causes(verify(desk.path))


@pytest.mark.parametrize("days", [1, 30, 89])
def test_an_event_dated_back_behind_a_stamped_checkpoint_is_found(desk: Desk, days: int) -> None:
    """The ledger lay idle for ninety days, was stamped, and then somebody set its clock back."""
    stamped = Anchor(SIZE, START + timedelta(days=90), at_once=True)
    desk.clock.instant = stamped.at - timedelta(days=days)
    report = audited_with_one_more(desk, stamped)
    assert [problem.position for problem in report.problems] == [SIZE]
    assert "was not yet in the checkpoint" in report.problems[0].cause


def test_an_event_dated_ahead_of_a_checkpoint_that_holds_it_is_found(desk: Desk) -> None:
    seen = Anchor(SIZE + 1, START + timedelta(days=90), at_once=False)
    desk.clock.instant = seen.at + timedelta(days=365)
    report = audited_with_one_more(desk, seen)
    assert [problem.position for problem in report.problems] == [SIZE]
    assert "after it was in a checkpoint" in report.problems[0].cause


@pytest.mark.parametrize("minutes", [-4, 0, 4])
def test_clocks_that_differ_by_less_than_five_minutes_are_no_offence(
    desk: Desk, minutes: int
) -> None:
    stamped = Anchor(SIZE, START + timedelta(days=90), at_once=True)
    desk.clock.instant = stamped.at + timedelta(minutes=minutes - 2)
    assert audited_with_one_more(desk, stamped).ok


def audited_with_one_more(desk: Desk, anchor: Anchor) -> AuditReport:
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
        sign_checkpoint(ledger, desk.key)
        export_bundle(ledger, desk.path.parent / "bundle")
    return audit(desk.path.parent / "bundle", desk.keys(), clock=desk.clock, anchors=[anchor])


def test_a_clock_that_went_back_is_refused(desk: Desk) -> None:
    desk.clock = Ticking(START - timedelta(hours=1))
    with desk.open() as ledger, pytest.raises(LedgerUnavailable, match="clock right"):
        ledger.record(events_told(SIZE)[-1])


def test_changed_guards_are_refused_before_a_row_is_read(desk: Desk) -> None:
    connection = sqlite3.connect(desk.path)
    connection.execute("DROP TRIGGER events_are_never_changed")
    connection.close()
    with pytest.raises(IntegrityFailure, match="missing: events_are_never_changed"):
        verify(desk.path)
