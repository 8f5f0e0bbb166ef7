"""A receipt shows anybody who has the key one event of the ledger, and no other."""

from __future__ import annotations

import pytest
from tests.auditing.operator import SIZE, Desk, events_told
from tests.seal.keys import key

from lifecycle.auditing.checkpoints import sign_checkpoint
from lifecycle.auditing.receipts import check_receipt, receipt_for
from lifecycle.errors import KeyUnavailable, NotFound, SealError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.leaf import leaf_data
from lifecycle.seal.merkle import leaf_hash
from lifecycle.seal.note import Note
from lifecycle.seal.receipt import TlogProof


@pytest.mark.parametrize("ref", ["m0#1", "m3#5", "m9#12"])
def test_a_receipt_shows_the_event_and_the_checkpoint_that_covers_it(
    untouched: Desk, ref: str
) -> None:
    keys = untouched.keys()
    with untouched.open() as ledger:
        proven = check_receipt(receipt_for(ledger, ref), keys)
        recorded = ledger.find(ref)
    assert proven.row.state == recorded.event.body()
    assert proven.row.position == recorded.position
    assert proven.checkpoint.size == SIZE


def test_an_event_that_no_checkpoint_covers_yet_has_no_receipt(desk: Desk) -> None:
    with desk.open() as ledger:
        ref = ledger.record(events_told(SIZE)[-1]).ref
        with pytest.raises(KeyUnavailable, match="no checkpoint covers"):
            receipt_for(ledger, ref)
        sign_checkpoint(ledger, desk.key)
        assert check_receipt(receipt_for(ledger, ref), desk.keys()).row.position == SIZE


def test_there_is_no_receipt_for_what_was_not_recorded(untouched: Desk) -> None:
    with untouched.open() as ledger, pytest.raises(NotFound):
        receipt_for(ledger, "m0#99")


def test_a_receipt_is_refused_by_whoever_has_another_key(untouched: Desk) -> None:
    with untouched.open() as ledger:
        receipt = receipt_for(ledger, "m0#1")
    with pytest.raises(SealError, match="no key that is known"):
        check_receipt(receipt, KeyRing.of(key(1).verifier))


@pytest.mark.parametrize("leaf", [b"no leaf", leaf_data([1, 2]), leaf_data([1, *"abcdefgh"])])
def test_a_receipt_for_what_is_no_event_is_refused(leaf: bytes) -> None:
    signer = key(1)
    head = Checkpoint(signer.name, 1, leaf_hash(leaf))
    note = Note.sign(head.text, [signer]).to_bytes()
    receipt = TlogProof(0, (), note, leaf)
    assert receipt.verify(leaf, KeyRing.of(signer.verifier)) == head
    with pytest.raises(SealError, match="no event of a ledger"):
        check_receipt(receipt.to_bytes(), KeyRing.of(signer.verifier))


def test_a_receipt_without_its_event_or_with_another_is_refused(untouched: Desk) -> None:
    with untouched.open() as ledger:
        one, other = (TlogProof.parse(receipt_for(ledger, ref)) for ref in ("m0#1", "m1#1"))
    keys = untouched.keys()
    for extra in (None, other.extra, b"", b"something else"):
        swapped = TlogProof(one.index, one.nodes, one.checkpoint, extra)
        with pytest.raises(SealError):
            check_receipt(swapped.to_bytes(), keys)
