"""Signed notes: the published examples to the byte, and nothing believed without a known key."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.seal.keys import ORIGIN, key

from lifecycle.errors import SealError
from lifecycle.seal.note import MAX_NOTE, MAX_SIGNATURES, Note, Signature, SigningKey, VerifierKey

# The example of Go's golang.org/x/mod/sumdb/note, which the specification grew out of.
PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PETER_SEED = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PETER_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
PETER_NOTE = (
    f"{PETER_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZS"
    "NXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
).encode()

# The examples of c2sp.org/signed-note and c2sp.org/tlog-cosignature; their keys are not published.
POEM = (
    "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
    "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQ"
    "U0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
).encode()
WITNESSED = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2"
    "q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2o"
    "yin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
).encode()

TEXT = "one line\n"
SIGNED = Note.sign(TEXT, [key(1)]).to_bytes()


def test_the_published_key_and_note_are_made_and_verified_to_the_byte() -> None:
    seed = base64.b64decode(PETER_SEED)[1:]
    signer = SigningKey("PeterNeumann", Ed25519PrivateKey.from_private_bytes(seed))
    assert str(signer.verifier) == PETER
    assert VerifierKey.parse(PETER) == signer.verifier
    assert Note.sign(PETER_TEXT, [signer]).to_bytes() == PETER_NOTE
    assert Note.parse(PETER_NOTE).verified_by([signer.verifier]) == (signer.verifier,)


def test_the_specifications_examples_are_read_and_written_to_the_byte() -> None:
    poem = Note.parse(POEM)
    assert poem.text.count("\n") == 4
    assert [line.key_id.hex() for line in poem.signatures] == ["367ba04b"]
    assert poem.to_bytes() == POEM
    witnessed = Note.parse(WITNESSED)
    assert [len(line.signature) for line in witnessed.signatures] == [64, 72]
    assert witnessed.to_bytes() == WITNESSED


def test_no_part_of_a_written_key_is_a_key() -> None:
    for start in range(len(PETER)):
        for end in range(start + 1, len(PETER) + 1):
            if end - start < len(PETER):
                with pytest.raises(SealError):
                    VerifierKey.parse(PETER[start:end])


@given(st.integers(0, len(PETER) - 1), st.characters())
def test_a_written_key_with_one_other_character_is_no_key(place: int, char: str) -> None:
    changed = PETER[:place] + char + PETER[place + 1 :]
    if changed != PETER:
        with pytest.raises(SealError):
            VerifierKey.parse(changed)


def test_signatures_of_unknown_keys_are_ignored_even_under_a_known_name_or_id() -> None:
    mine, other = key(1), key(2)
    same_id = replace(other.sign("something else\n"), key_id=mine.verifier.key_id, name="other")
    note = Note(TEXT, (other.sign("another text\n"), same_id, mine.sign(TEXT)))
    assert Note.parse(note.to_bytes()).verified_by([mine.verifier]) == (mine.verifier,)


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(SealError, match="no key that is known"):
        Note.parse(SIGNED).verified_by([key(2).verifier])
    with pytest.raises(SealError, match="no key that is known"):
        Note.parse(SIGNED).verified_by([])


def test_a_wrong_signature_in_a_known_name_spoils_the_note() -> None:
    note = Note(TEXT, (key(1).sign("another text\n"), key(2).sign(TEXT)))
    with pytest.raises(SealError, match="does not fit the text"):
        note.verified_by([key(1).verifier, key(2).verifier])


def test_sixteen_signatures_and_more_are_read_and_a_flood_is_not() -> None:
    keys = [key(number) for number in range(MAX_SIGNATURES)]
    note = Note.sign(TEXT, keys)
    assert Note.parse(note.to_bytes()).verified_by(k.verifier for k in keys) == tuple(
        signer.verifier for signer in keys
    )
    flood = replace(note, signatures=(*note.signatures, key(200).sign(TEXT)))
    with pytest.raises(SealError, match="more than 100 signatures"):
        Note.parse(flood.to_bytes())


def test_a_note_of_one_megabyte_is_read_and_a_larger_one_is_not() -> None:
    overhead = len(Note.sign("\n", [key(1)]).to_bytes())
    largest = Note.sign("x" * (MAX_NOTE - overhead) + "\n", [key(1)]).to_bytes()
    assert len(largest) == MAX_NOTE
    assert Note.parse(largest).verified_by([key(1).verifier])
    with pytest.raises(SealError, match="more than 1,000,000 bytes"):
        Note.parse(b"x" + largest)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\n\n", id="no text"),
        pytest.param(b"text\n", id="no signatures"),
        pytest.param(b"text\n\n", id="an empty line and no signatures"),
        pytest.param(SIGNED[:-1], id="no last newline"),
        pytest.param(SIGNED + b"\n", id="a line more"),
        pytest.param(SIGNED.replace(b"\n", b"\r\n"), id="lines ended by two characters"),
        pytest.param(SIGNED.replace("—".encode(), b"-"), id="a hyphen for the dash"),
        pytest.param(SIGNED.replace(b"one", b"o\x00e"), id="a control character"),
        pytest.param(SIGNED.replace(b"one", b"o\xffe"), id="not UTF-8"),
        pytest.param(SIGNED.replace(b"one", b"\xed\xa0\x80"), id="a surrogate"),
        pytest.param(SIGNED.replace(b"example.org", b"example+org"), id="a plus in the name"),
        pytest.param(SIGNED.replace(b"example.org", b"example org"), id="a space in the name"),
        pytest.param(b"text\n\n\xe2\x80\x94 name AAAA\n", id="a signature of three bytes"),
        pytest.param(b"text\n\n\xe2\x80\x94 name AAAAAAB=\n", id="Base 64 with stray bits"),
        pytest.param(b"text\n\n\xe2\x80\x94  AAAAAAA=\n", id="no name"),
    ],
)
def test_what_is_not_a_note_is_refused(data: bytes) -> None:
    with pytest.raises(SealError):
        Note.parse(data)


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise_anything_else(data: bytes) -> None:
    for candidate in (data, TEXT.encode() + b"\n" + data, SIGNED[:60] + data):
        try:
            Note.parse(candidate)
        except SealError:
            continue


@given(st.data())
def test_one_changed_byte_of_a_note_never_passes_as_signed(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SIGNED) - 1))
    byte = data.draw(st.integers(0, 255))
    changed = SIGNED[:place] + bytes([byte]) + SIGNED[place + 1 :]
    if changed == SIGNED:
        return
    with pytest.raises(SealError):
        Note.parse(changed).verified_by([key(1).verifier])


@pytest.mark.parametrize(
    "name", ["", "two words", "a+b", "a\u00a0b", "a\u202eb", "a\nb", "a\ud800"]
)
def test_what_cannot_stand_in_a_signature_line_names_no_key(name: str) -> None:
    with pytest.raises(SealError, match="cannot name a key"):
        VerifierKey(name, bytes(32))
    with pytest.raises(SealError, match="cannot name a key"):
        key(1, name)


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(SealError, match="32 bytes"):
        VerifierKey(ORIGIN, bytes(31))


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\u202eb\n", "\ud800\n"])
def test_what_cannot_be_read_back_is_not_signed(text: str) -> None:
    with pytest.raises(SealError, match="printable"):
        Note.sign(text, [key(1)])


def test_a_private_key_does_not_show_itself() -> None:
    assert "01010101" not in repr(key(1))


def test_a_signature_of_another_kind_is_not_verified_by_an_ed25519_key() -> None:
    mine = key(1).verifier
    short = Signature(mine.name, mine.key_id, b"short")
    with pytest.raises(SealError, match="does not fit"):
        Note(TEXT, (short,)).verified_by([mine])
