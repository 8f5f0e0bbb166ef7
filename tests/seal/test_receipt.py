"""A receipt proves one event to be in the ledger, alone and offline, and proves nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.seal.keys import ORIGIN, key

from lifecycle.errors import SealError
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import Frontier, leaf_hash
from lifecycle.seal.note import Note
from lifecycle.seal.proofs import inclusion_proof
from lifecycle.seal.receipt import TlogProof

EVENTS = [b"event %d" % number for number in range(21)]
HASHES = [leaf_hash(event) for event in EVENTS]
HEAD = Checkpoint(ORIGIN, len(EVENTS), Frontier().extend(HASHES).root())
NOTE = Note.sign(HEAD.text, [key(1)]).to_bytes()
RING = KeyRing.of(key(1).verifier)


def receipt(index: int, extra: bytes | None = None) -> TlogProof:
    return TlogProof(index, inclusion_proof(HASHES, index, len(HASHES)), NOTE, extra)


RECEIPT = receipt(13, extra=EVENTS[13]).to_bytes()


@pytest.mark.parametrize("index", range(21))
def test_each_event_s_receipt_convinces_and_reads_back(index: int) -> None:
    for extra in (None, b"", EVENTS[index]):
        made = receipt(index, extra)
        assert TlogProof.parse(made.to_bytes()) == made
        assert made.verify(EVENTS[index], RING) == HEAD


def test_a_receipt_is_text_in_the_published_format() -> None:
    lines = RECEIPT.decode().split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra ZXZlbnQgMTM=", "index 13"]
    assert lines[3 + 5] == ""
    assert RECEIPT.endswith(b"\n\n" + NOTE)


def test_a_ledger_of_one_event_needs_no_hashes() -> None:
    head = Checkpoint(ORIGIN, 1, HASHES[0])
    alone = TlogProof(0, (), Note.sign(head.text, [key(1)]).to_bytes())
    assert TlogProof.parse(alone.to_bytes()).verify(EVENTS[0], RING) == head


def test_a_receipt_proves_no_other_event() -> None:
    with pytest.raises(SealError, match="does not prove this event to be number 13"):
        TlogProof.parse(RECEIPT).verify(EVENTS[12], RING)


def test_a_receipt_under_a_stranger_s_checkpoint_is_refused() -> None:
    stranger = Note.sign(HEAD.text, [key(2)]).to_bytes()
    with pytest.raises(SealError, match="no key that is known"):
        TlogProof(13, receipt(13).nodes, stranger).verify(EVENTS[13], RING)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(NOTE, id="a checkpoint alone"),
        pytest.param(RECEIPT.replace(b"@v1", b"@v2"), id="another version"),
        pytest.param(RECEIPT.replace(b"index 13", b"index 013"), id="a leading zero"),
        pytest.param(RECEIPT.replace(b"index 13\n", b""), id="no index"),
        pytest.param(RECEIPT.replace(b"extra Z", b"extra *"), id="broken Base 64"),
        pytest.param(RECEIPT.replace(b"index 13\n", b"index 13\nAAAA\n"), id="a short hash"),
        pytest.param(b"\xff" + RECEIPT, id="not UTF-8"),
        pytest.param(RECEIPT + b"x" * 2_000_000, id="a flood"),
        pytest.param(
            RECEIPT.replace(b"index 13\n", b"index 13\n" + b"A" * 43 + b"=\n" * 64),
            id="too many hashes",
        ),
    ],
)
def test_what_is_not_a_receipt_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        TlogProof.parse(data)


@given(st.data())
def test_one_changed_byte_of_a_receipt_never_passes(data: st.DataObject) -> None:
    made = receipt(13).to_bytes()
    place = data.draw(st.integers(0, len(made) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = made[:place] + bytes([byte]) + made[place + 1 :]
    if changed == made:
        return
    with pytest.raises(SealError):
        TlogProof.parse(changed).verify(EVENTS[13], RING)
