"""A key's file is its owner's alone, is never overwritten, and is there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import x25519
from tests.seal.keys import ORIGIN

from lifecycle.errors import KeyLocked, KeyUnavailable
from lifecycle.seal import files
from lifecycle.seal.keyfile import create_key, load_key


def test_a_key_is_read_back_as_it_was_made(tmp_path: Path) -> None:
    made = create_key(tmp_path / "key", ORIGIN)
    assert load_key(tmp_path / "key", ORIGIN).verifier == made.verifier
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_its_owner_alone_may_read_it_whatever_the_mask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        create_key(tmp_path / "key", ORIGIN)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_an_existing_file_is_never_replaced(tmp_path: Path) -> None:
    create_key(tmp_path / "key", ORIGIN)
    before = (tmp_path / "key").read_bytes()
    with pytest.raises(KeyUnavailable, match="never overwritten"):
        create_key(tmp_path / "key", ORIGIN)
    assert (tmp_path / "key").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


def test_a_locked_key_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    made = create_key(tmp_path / "key", ORIGIN, "correct horse")
    assert load_key(tmp_path / "key", ORIGIN, "correct horse").verifier == made.verifier
    with pytest.raises(KeyLocked, match="is locked"):
        load_key(tmp_path / "key", ORIGIN)
    with pytest.raises(KeyLocked, match="does not open"):
        load_key(tmp_path / "key", ORIGIN, "wrong")


def test_a_passphrase_for_a_key_that_has_none_does_no_harm(tmp_path: Path) -> None:
    made = create_key(tmp_path / "key", ORIGIN)
    assert load_key(tmp_path / "key", ORIGIN, "needless").verifier == made.verifier


def test_a_missing_key_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(KeyUnavailable, match="No such file"):
        load_key(tmp_path / "key", ORIGIN)
    with pytest.raises(KeyUnavailable, match="No such file"):
        create_key(tmp_path / "nowhere" / "key", ORIGIN)


def test_a_file_that_holds_no_signing_key_is_refused(tmp_path: Path) -> None:
    other = x25519.X25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for content in (b"", b"not a key", other):
        (tmp_path / "key").write_bytes(content)
        with pytest.raises(KeyUnavailable, match="holds no Ed25519 key"):
            load_key(tmp_path / "key", ORIGIN)


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_failure_while_writing_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(KeyUnavailable, match="No space left"):
        create_key(tmp_path / "key", ORIGIN)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_by_the_whole_new_one_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state"
    files.replace_file(path, b"first")
    files.replace_file(path, b"second")
    assert path.read_bytes() == b"second"

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.replace_file(path, b"third")
    assert path.read_bytes() == b"second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["state"]
