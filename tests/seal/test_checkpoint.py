"""Checkpoints say whose ledger, how many events, which root; a signer never says two things."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.seal.keys import ORIGIN, key

from lifecycle.errors import InconsistentCheckpoint, SealError
from lifecycle.seal.checkpoint import MAX_SIZE, Checkpoint, Signer
from lifecycle.seal.merkle import EMPTY_ROOT, Frontier, leaf_hash
from lifecycle.seal.note import Note
from lifecycle.seal.proofs import consistency_proof

LEAVES = [leaf_hash(b"%d" % number) for number in range(50)]
ROOT_LINE = base64.b64encode(EMPTY_ROOT).decode()


def tree(size: int) -> Frontier:
    return Frontier().extend(LEAVES[:size])


def proof(old: int, new: int) -> tuple[bytes, ...]:
    return consistency_proof(tree(old), LEAVES[old:new], new)


@given(st.integers(0, MAX_SIZE), st.binary(min_size=32, max_size=32), st.booleans())
def test_a_checkpoint_is_read_back_as_it_was_written(
    size: int, root: bytes, hands_over: bool
) -> None:
    successor = key(2).verifier if hands_over else None
    checkpoint = Checkpoint(ORIGIN, size, root, successor)
    assert Checkpoint.parse(checkpoint.text) == checkpoint


def test_a_checkpoint_is_three_lines() -> None:
    checkpoint = Checkpoint(ORIGIN, 0, EMPTY_ROOT)
    assert checkpoint.text == f"{ORIGIN}\n0\n{ROOT_LINE}\n"


def test_lines_that_another_program_added_are_passed_over() -> None:
    text = f"{ORIGIN}\n7\n{ROOT_LINE}\nsomething else\n"
    assert Checkpoint.parse(text) == Checkpoint(ORIGIN, 7, EMPTY_ROOT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param(f"{ORIGIN}\n7\n", id="no root"),
        pytest.param(f"\n7\n{ROOT_LINE}\n", id="no name"),
        pytest.param(f"{ORIGIN}\n07\n{ROOT_LINE}\n", id="a leading zero"),
        pytest.param(f"{ORIGIN}\n-7\n{ROOT_LINE}\n", id="a negative size"),
        pytest.param(f"{ORIGIN}\n\u0667\n{ROOT_LINE}\n", id="another script's digit"),
        pytest.param(f"{ORIGIN}\n{MAX_SIZE + 1}\n{ROOT_LINE}\n", id="a size beyond 63 bits"),
        pytest.param(f"{ORIGIN}\n{'9' * 5000}\n{ROOT_LINE}\n", id="an absurd size"),
        pytest.param(f"{ORIGIN}\n7\n{ROOT_LINE[:-1]}\n", id="broken Base 64"),
        pytest.param(f"{ORIGIN}\n7\nAAAA\n", id="a short root"),
        pytest.param(f"{ORIGIN}\n7\n{ROOT_LINE}\n\nx\n", id="an empty line"),
        pytest.param(f"{ORIGIN}\n7\n{ROOT_LINE}\nsuccessor nobody\n", id="a broken successor"),
        pytest.param(
            f"{ORIGIN}\n7\n{ROOT_LINE}\n" + f"successor {key(2).verifier}\n" * 2,
            id="two successors",
        ),
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(SealError):
        Checkpoint.parse(text)


def test_a_ledger_needs_a_name_of_one_line() -> None:
    for origin in ("", "two\nlines"):
        with pytest.raises(SealError, match="one line"):
            Checkpoint(origin, 0, EMPTY_ROOT)


def test_a_signer_signs_each_tree_that_extends_the_last() -> None:
    signer = Signer([key(1)], ORIGIN, last=None)
    last = 0
    for size in (0, 1, 1, 3, 8, 50):
        note = signer.sign(size, tree(size).root(), proof(last, size))
        assert Note.parse(note.to_bytes()).verified_by([key(1).verifier])
        assert signer.last == Checkpoint.parse(note.text)
        assert signer.last == Checkpoint(ORIGIN, size, tree(size).root())
        last = size


def test_a_signer_refuses_a_ledger_that_lost_its_tail() -> None:
    signer = Signer([key(1)], ORIGIN, last=Checkpoint(ORIGIN, 20, tree(20).root()))
    with pytest.raises(InconsistentCheckpoint, match=r"of 20 events was .* ledger has 19"):
        signer.sign(19, tree(19).root())
    assert signer.last == Checkpoint(ORIGIN, 20, tree(20).root())


def test_a_signer_refuses_a_ledger_whose_past_changed() -> None:
    signer = Signer([key(1)], ORIGIN, last=Checkpoint(ORIGIN, 20, tree(20).root()))
    changed = [EMPTY_ROOT, *LEAVES[1:]]
    forged = Frontier().extend(changed[:25])
    from_the_changed_past = consistency_proof(Frontier().extend(changed[:20]), changed[20:], 25)
    for attempt in (from_the_changed_past, proof(20, 25), ()):
        with pytest.raises(InconsistentCheckpoint, match="does not extend the signed checkpoint"):
            signer.sign(25, forged.root(), attempt)


def test_a_signer_refuses_another_tree_of_the_same_size() -> None:
    signer = Signer([key(1)], ORIGIN, last=Checkpoint(ORIGIN, 20, tree(20).root()))
    with pytest.raises(InconsistentCheckpoint):
        signer.sign(20, tree(21).root())


def test_a_signer_refuses_another_ledger_s_last_checkpoint() -> None:
    with pytest.raises(InconsistentCheckpoint, match="Each ledger has its own key"):
        Signer([key(1)], ORIGIN, last=Checkpoint("example.org/other", 3, tree(3).root()))
