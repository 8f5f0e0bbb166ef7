"""OpenSSL, which knows nothing of this program, reads its keys and verifies its checkpoints."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

from tests.seal.keys import ORIGIN

from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyfile import create_key
from lifecycle.seal.merkle import Frontier, leaf_hash
from lifecycle.seal.note import Note


def openssl(*arguments: str | Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = shutil.which("openssl")
    assert command is not None, "these tests need openssl"
    return subprocess.run(
        [command, *arguments], input=given, capture_output=True, check=False, timeout=60
    )


def test_openssl_opens_a_locked_key_file(tmp_path: Path) -> None:
    made = create_key(tmp_path / "key", ORIGIN, "correct horse")
    arguments = ("-in", tmp_path / "key", "-passin", "pass:correct horse")
    shown = openssl("pkey", *arguments, "-pubout", "-outform", "DER")
    assert shown.stdout[-32:] == made.verifier.public


def test_openssl_verifies_a_checkpoint_and_refuses_an_altered_one(tmp_path: Path) -> None:
    signer = create_key(tmp_path / "key", ORIGIN)
    tree = Frontier().extend(leaf_hash(b"%d" % number) for number in range(9))
    note = Note.sign(Checkpoint(ORIGIN, tree.size, tree.root()).text, [signer]).to_bytes()
    openssl("pkey", "-in", tmp_path / "key", "-pubout", "-out", tmp_path / "public.pem")

    text, _, line = note.decode().rpartition("\n\n")
    signature = base64.b64decode(line.split()[2])[4:]
    (tmp_path / "signature").write_bytes(signature)

    for size, accepted in (("9", True), ("8", False)):
        (tmp_path / "text").write_text(text.replace("\n9\n", f"\n{size}\n") + "\n")
        verified = openssl(
            *("pkeyutl", "-verify", "-pubin", "-inkey", tmp_path / "public.pem", "-rawin"),
            *("-in", tmp_path / "text", "-sigfile", tmp_path / "signature"),
        )
        assert (verified.returncode == 0) is accepted, verified.stderr
