"""A timestamping authority says when a checkpoint existed; OpenSSL plays the authority."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.auditing.authority import Authority
from tests.auditing.operator import SIZE, START, Desk, events_told

from lifecycle.auditing.audit import audit
from lifecycle.auditing.audit_report import AuditReport
from lifecycle.auditing.brackets import Anchor, Bracket, bracket
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out
from lifecycle.auditing.timestamps import (
    check_authority,
    keep_timestamp,
    stamped_at,
    timestamp_query,
)
from lifecycle.errors import Conflict, InputError, SealError


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


@pytest.fixture
def stamped(desk: Desk, authority: Authority) -> bytes:
    """Return the answer on a checkpoint of all 120 events, kept in the ledger.

    The authority's clock says now; the ledger's was set so that the last event is a minute old.
    """
    desk.clock.instant = datetime.now(UTC) - timedelta(minutes=3)
    with desk.open() as ledger:
        note = hand_out(ledger, desk.key).note
        answer = authority.answer(timestamp_query(note))
        keep_timestamp(ledger, answer)
    return answer


def audited(desk: Desk, *authorities: Authority) -> AuditReport:
    folder = desk.path.parent / "bundle"
    with desk.open() as ledger:
        export_bundle(ledger, folder)
    certificates = [each.certificate for each in authorities]
    return audit(folder, desk.keys(), clock=desk.clock, authorities=certificates)


def test_a_timestamp_is_verified_with_the_authority_that_the_auditor_trusts(
    desk: Desk, stamped: bytes, authority: Authority, tmp_path: Path
) -> None:
    report = audited(desk, authority)
    assert (report.ok, report.stamped) == (True, SIZE)
    other = Authority(tmp_path / "other")
    folder = desk.path.parent / "bundle"
    distrusted = audit(folder, desk.keys(), clock=desk.clock, authorities=[other.certificate])
    assert "is not one of the authorities'" in distrusted.problems[0].cause
    assert stamped in [file.read_bytes() for file in (folder / "checkpoints").iterdir()]


def test_openssl_verifies_it_as_well(desk: Desk, stamped: bytes, authority: Authority) -> None:
    assert stamped
    audited(desk, authority)
    (answer,) = (desk.path.parent / "bundle" / "checkpoints").glob("*.tsr")
    said = authority.openssl(
        *("ts", "-verify", "-in", str(answer), "-data", str(answer.with_suffix(".checkpoint"))),
        *("-CAfile", "root.pem"),
    )
    assert "Verification: OK" in said


def test_an_event_dated_back_behind_it_is_found(
    desk: Desk, stamped: bytes, authority: Authority
) -> None:
    assert stamped
    desk.clock.instant = datetime.now(UTC) - timedelta(days=30)
    with desk.open() as ledger:
        ledger.record(events_told(SIZE)[-1])
    report = audited(desk, authority)
    assert [problem.position for problem in report.problems] == [SIZE]
    assert "was not yet in the checkpoint" in report.problems[0].cause


def test_a_timestamp_of_something_else_is_not_kept(desk: Desk, authority: Authority) -> None:
    with desk.open() as ledger, pytest.raises(SealError, match="for none of the checkpoints"):
        keep_timestamp(ledger, authority.answer(timestamp_query(b"something else\n")))


def test_a_timestamp_that_came_late_is_not_kept(desk: Desk, authority: Authority) -> None:
    """The events of the time between would seem to be dated back."""
    with desk.open() as ledger:
        note = hand_out(ledger, desk.key).note
        ledger.record(events_told(SIZE)[-1])
        with pytest.raises(SealError, match="came too late"):
            keep_timestamp(ledger, authority.answer(timestamp_query(note)))


def test_a_second_timestamp_does_not_take_the_place_of_the_first(
    desk: Desk, stamped: bytes, authority: Authority
) -> None:
    with desk.open() as ledger:
        assert keep_timestamp(ledger, stamped).size == SIZE, "the same again changes nothing"
        note = hand_out(ledger, desk.key).note
        with pytest.raises(Conflict, match="another timestamp already"):
            keep_timestamp(ledger, authority.answer(timestamp_query(note)))


def test_an_answer_that_nobody_is_trusted_for_is_still_one_on_this_note(
    desk: Desk, stamped: bytes
) -> None:
    with desk.open() as ledger:
        note = hand_out(ledger, desk.key).note
    assert stamped_at(stamped, note, None) > START
    with pytest.raises(SealError, match="another hash"):
        stamped_at(stamped, note + b" ", None)


def test_what_is_no_certificate_is_no_authority(authority: Authority) -> None:
    assert check_authority(authority.certificate, "tsa.pem") == authority.certificate
    for pem in (b"", b"x", authority.certificate[:200]):
        with pytest.raises(InputError, match=r"tsa\.pem holds no certificate"):
            check_authority(pem, "tsa.pem")


@pytest.mark.parametrize("answer", [b"", b"x", b"0\x03\x02\x01\x00", bytes(1_000)])
def test_what_is_no_answer_is_refused(desk: Desk, authority: Authority, answer: bytes) -> None:
    with desk.open() as ledger, pytest.raises(SealError):
        keep_timestamp(ledger, answer)
    with pytest.raises(SealError):
        stamped_at(answer, b"note", [authority.certificate])


def test_no_flipped_bit_moves_the_time(stamped: bytes, authority: Authority, desk: Desk) -> None:
    with desk.open() as ledger:
        note = hand_out(ledger, desk.key).note
    told = stamped_at(stamped, note, [authority.certificate])
    for place in range(0, len(stamped), 7):
        changed = bytearray(stamped)
        changed[place] ^= 1 << place % 8
        try:
            assert stamped_at(bytes(changed), note, [authority.certificate]) == told
        except SealError:
            continue


def test_whatever_bit_is_flipped_keeping_it_is_refused_in_words(stamped: bytes, desk: Desk) -> None:
    with desk.open() as ledger:
        for place in range(0, len(stamped), 7):
            changed = bytearray(stamped)
            changed[place] ^= 1 << place % 8
            with pytest.raises((SealError, Conflict)):
                keep_timestamp(ledger, bytes(changed))


def test_a_bracket_is_as_narrow_as_the_anchors_allow() -> None:
    day = timedelta(days=1)
    stamps = [Anchor(10, START, at_once=True), Anchor(20, START + day, at_once=True)]
    seen = Anchor(15, START + day / 2, at_once=False)
    assert bracket(5, stamps) == Bracket(None, START)
    assert bracket(10, stamps) == Bracket(START, START + day)
    assert bracket(12, [*stamps, seen]) == Bracket(START, seen.at)
    assert bracket(17, [*stamps, seen]) == Bracket(START, START + day)
    assert bracket(20, stamps) == Bracket(START + day, None)
    assert bracket(0, []) == Bracket(None, None)
