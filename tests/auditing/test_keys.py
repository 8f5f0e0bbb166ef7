"""Keys and checkpoints of a ledger: made once, handed over, refused when they do not fit."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from tests.auditing.operator import ANCHORED, SIZE, Desk, Ticking, events_told

from lifecycle.auditing.checkpoints import hand_out, sign_checkpoint, sign_if_possible, unanchored
from lifecycle.auditing.keys import give_key, key_path, keys_of, memory_path, new_origin
from lifecycle.auditing.rotation import rotate_key
from lifecycle.errors import Conflict, KeyLocked, KeyUnavailable, SealError
from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyfile import load_key
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import EMPTY_ROOT
from lifecycle.seal.note import Note

PHRASE, OTHER = "correct horse", "battery staple"


def test_a_key_lies_beside_the_ledger_and_is_its_owner_s_alone(desk: Desk) -> None:
    assert desk.key == desk.path.with_suffix(".key")
    assert stat.S_IMODE(desk.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(desk.path.stat().st_mode) == 0o600


def test_a_ledger_gets_one_key_and_then_only_successors(desk: Desk) -> None:
    with desk.open() as ledger, pytest.raises(Conflict, match="has a key already"):
        give_key(ledger, desk.path.with_suffix(".second"))
    assert not desk.path.with_suffix(".second").exists()


def test_a_ledger_without_a_name_gets_one_that_tells_nothing() -> None:
    assert new_origin() != new_origin()
    assert new_origin().startswith("lifecycle-ledger/")


def test_a_ledger_without_a_key_records_and_says_that_it_cannot_sign(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db", clock=Ticking()) as ledger:
        ledger.import_events(events_told(5))
        assert unanchored(ledger).count == 5
        with pytest.raises(KeyUnavailable, match="has no key"):
            sign_checkpoint(ledger, key_path(tmp_path / "ledger.db"))
    report = verify(tmp_path / "ledger.db")
    assert (report.ok, report.size, report.keys, report.unanchored) == (True, 5, None, 5)


def test_a_locked_key_leaves_the_tail_unanchored_and_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path, clock=Ticking()) as ledger:
        give_key(ledger, key_path(path), passphrase=PHRASE)
        ledger.import_events(events_told(5))
        with pytest.raises(KeyLocked):
            sign_checkpoint(ledger, key_path(path))
        assert sign_if_possible(ledger, key_path(path)) is None
        assert ledger.head.size == 5
        assert unanchored(ledger).count == 5
        signed = sign_if_possible(ledger, key_path(path), PHRASE)
        assert signed is not None
        assert signed.checkpoint.size == 5
        hand_out(ledger, key_path(path), passphrase=PHRASE)
        assert unanchored(ledger).count == 0
        assert unanchored(ledger).since is None


def test_nothing_new_gives_the_last_checkpoint_again(desk: Desk) -> None:
    with desk.open() as ledger:
        first = sign_checkpoint(ledger, desk.key)
        assert sign_checkpoint(ledger, desk.key) == first
        assert first.checkpoint.size == SIZE


def test_signing_a_thousand_times_keeps_only_what_left_and_the_last(desk: Desk) -> None:
    with desk.open() as ledger:
        for event in events_told(SIZE + 5)[SIZE:]:
            ledger.record(event)
            sign_checkpoint(ledger, desk.key)
        with ledger.storage.seals(write=False) as seals:
            assert [kept.size for kept in seals.checkpoints()] == [ANCHORED, SIZE + 5]
    assert verify(desk.path).ok


def test_what_leaves_is_written_to_the_file_and_counts_as_anchored(
    desk: Desk, tmp_path: Path
) -> None:
    with desk.open() as ledger:
        before = unanchored(ledger)
        assert before.count == SIZE - ANCHORED
        assert before.since is not None
        signed = hand_out(ledger, desk.key, tmp_path / "out.checkpoint")
        assert unanchored(ledger).count == 0
    assert (tmp_path / "out.checkpoint").read_bytes() == signed.note
    assert desk.keys().open(signed.note) == signed.checkpoint


def test_another_ledger_s_key_signs_nothing_here(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    with Ledger.open(tmp_path / "other.db") as ledger:
        give_key(ledger, other, origin="example.org/ledger")
    with desk.open() as ledger, pytest.raises(KeyUnavailable, match="is not the one that signs"):
        sign_checkpoint(ledger, other)


def test_the_memory_of_another_ledger_beside_the_key_is_not_taken(desk: Desk) -> None:
    stranger = Note.sign(Checkpoint("example.org/other", 3, EMPTY_ROOT).text, [])
    memory_path(desk.key).write_bytes(stranger.to_bytes())
    with desk.open() as ledger, pytest.raises(SealError):
        sign_checkpoint(ledger, desk.key)


class TestRotation:
    """A key is replaced: both sign, and from then on only the new one."""

    @pytest.fixture
    def new(self, desk: Desk) -> Path:
        return desk.path.with_suffix(".new-key")

    def test_the_new_key_signs_and_whoever_holds_the_old_one_can_follow(
        self, desk: Desk, new: Path
    ) -> None:
        given_out = desk.keys()
        with desk.open() as ledger:
            handed_over = rotate_key(ledger, desk.key, new)
            ledger.record(events_told(SIZE)[-1])
            later = sign_checkpoint(ledger, new)
            assert keys_of(ledger).current == handed_over.checkpoint.successor
        with pytest.raises(SealError, match="no key that is known"):
            given_out.open(later.note)
        assert given_out.follow(handed_over.note).open(later.note).size == SIZE + 1
        report = verify(desk.path, checkpoint=desk.kept.read_bytes(), keys=given_out)
        assert report.covered == ANCHORED
        assert verify(desk.path).ok

    def test_the_old_key_is_refused_for_later_events(self, desk: Desk, new: Path) -> None:
        with desk.open() as ledger:
            rotate_key(ledger, desk.key, new)
            ledger.record(events_told(SIZE)[-1])
            ring = keys_of(ledger)
            with pytest.raises(KeyUnavailable, match="is not the one that signs"):
                sign_checkpoint(ledger, desk.key)
            thief = Desk(desk.path.parent)
            size, root = ledger.head.size, ledger.head.root
        stolen = forged(thief.key, ring, size, root)
        with pytest.raises(SealError, match="signs for 0 to 120 events only"):
            ring.open(stolen)

    def test_an_existing_file_is_not_made_the_new_key(self, desk: Desk, new: Path) -> None:
        new.write_text("something")
        with desk.open() as ledger:
            with pytest.raises(KeyUnavailable, match="never overwritten"):
                rotate_key(ledger, desk.key, new)
            assert sign_checkpoint(ledger, desk.key).checkpoint.size == SIZE

    def test_a_locked_key_hands_over_with_its_passphrase_alone(self, tmp_path: Path) -> None:
        path, new = tmp_path / "ledger.db", tmp_path / "new.key"
        with Ledger.open(path, clock=Ticking()) as ledger:
            give_key(ledger, key_path(path), passphrase=PHRASE)
            ledger.import_events(events_told(3))
            with pytest.raises(KeyLocked):
                rotate_key(ledger, key_path(path), new)
            assert not new.exists()
            rotate_key(ledger, key_path(path), new, passphrase=PHRASE, new_passphrase=OTHER)
            sign_checkpoint(ledger, new, OTHER)


def forged(key: Path, ring: KeyRing, size: int, root: bytes) -> bytes:
    """Return a checkpoint that whoever stole this key may sign."""
    signer = load_key(key, ring.origin)
    return Note.sign(Checkpoint(ring.origin, size, root).text, [signer]).to_bytes()
