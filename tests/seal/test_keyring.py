"""Keys follow one another: each signs for its own sizes, and only the old can name the new."""

from __future__ import annotations

import pytest
from tests.seal.keys import ORIGIN, key

from lifecycle.errors import SealError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing, Tenure
from lifecycle.seal.merkle import EMPTY_ROOT
from lifecycle.seal.note import Note, SigningKey

OLD, NEW, STRANGER = key(1), key(2), key(3)


def checkpoint(size: int, *signers: SigningKey, successor: SigningKey | None = None) -> bytes:
    named = None if successor is None else successor.verifier
    return Note.sign(Checkpoint(ORIGIN, size, EMPTY_ROOT, named).text, signers).to_bytes()


@pytest.fixture
def ring() -> KeyRing:
    """The old key until 100 events, the new one from then on."""
    return KeyRing.of(OLD.verifier).follow(checkpoint(100, OLD, NEW, successor=NEW))


def test_one_key_signs_for_every_size() -> None:
    ring = KeyRing.of(OLD.verifier)
    assert ring.origin == ORIGIN
    assert ring.follow(checkpoint(7, OLD)) == ring
    assert ring.open(checkpoint(10**12, OLD)).size == 10**12


def test_a_handing_over_that_was_followed_already_changes_nothing(ring: KeyRing) -> None:
    first, second = checkpoint(100, OLD, NEW, successor=NEW), checkpoint(150, NEW, STRANGER)
    handed_on = checkpoint(150, NEW, STRANGER, successor=STRANGER)
    after = ring.follow(handed_on)
    for note in (first, second, handed_on):
        assert after.follow(note) == after


def test_the_new_key_follows_the_old_one(ring: KeyRing) -> None:
    assert ring.tenures == (Tenure(OLD.verifier, 0, 100), Tenure(NEW.verifier, 100, None))
    assert ring.current == NEW.verifier


@pytest.mark.parametrize("size", [0, 99, 100])
def test_what_the_old_key_signed_in_its_time_stays_good(ring: KeyRing, size: int) -> None:
    assert ring.open(checkpoint(size, OLD)).size == size


def test_the_old_key_is_refused_for_later_sizes(ring: KeyRing) -> None:
    with pytest.raises(SealError, match="signs for 0 to 100 events only"):
        ring.open(checkpoint(101, OLD))


def test_the_new_key_is_refused_for_earlier_sizes(ring: KeyRing) -> None:
    with pytest.raises(SealError, match="signs for 100 to any number of events only"):
        ring.open(checkpoint(99, NEW))
    assert ring.open(checkpoint(101, NEW)).size == 101


def test_a_stolen_old_key_cannot_hand_over_again(ring: KeyRing) -> None:
    with pytest.raises(SealError, match="signs for 0 to 100 events only"):
        ring.follow(checkpoint(120, OLD, STRANGER, successor=STRANGER))
    with pytest.raises(SealError, match="not both keys signed"):
        ring.follow(checkpoint(100, OLD, successor=STRANGER))


@pytest.mark.parametrize(
    ("signers", "refusal"),
    [
        ((OLD,), "not both keys signed"),
        ((NEW,), "no key that is known"),
        ((OLD, STRANGER), "not both keys signed"),
    ],
)
def test_a_handing_over_needs_both_signatures(
    signers: tuple[SigningKey, ...], refusal: str
) -> None:
    with pytest.raises(SealError, match=refusal):
        KeyRing.of(OLD.verifier).follow(checkpoint(100, *signers, successor=NEW))


def test_another_ledger_s_checkpoint_is_refused_whoever_signed_it() -> None:
    ring = KeyRing.of(OLD.verifier, origin="example.org/other")
    with pytest.raises(SealError, match=r"not of 'example.org/other'"):
        ring.open(checkpoint(5, OLD))


def test_a_stranger_s_checkpoint_is_refused(ring: KeyRing) -> None:
    with pytest.raises(SealError, match="no key that is known"):
        ring.open(checkpoint(5, STRANGER))
    assert ring.open(checkpoint(5, STRANGER, OLD)).size == 5
