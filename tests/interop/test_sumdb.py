"""Go's checksum database accepts the proofs and checkpoints made here, and its notes pass here."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.seal.keys import ORIGIN, key

from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.merkle import Frontier, leaf_hash
from lifecycle.seal.note import Note, VerifierKey, encode_base64
from lifecycle.seal.proofs import consistency_proof, inclusion_proof

SIZE = 40
LEAVES = [leaf_hash(b"event %d" % number) for number in range(SIZE)]
ROOTS = [Frontier().extend(LEAVES[:size]).root() for size in range(SIZE + 1)]


def proof(old: int, old_hash: bytes, size: int, nodes: tuple[bytes, ...]) -> dict[str, Any]:
    return {
        "Old": old,
        "OldHash": encode_base64(old_hash),
        "Size": size,
        "Root": encode_base64(ROOTS[size]),
        "Nodes": [encode_base64(node) for node in nodes],
    }


def asked_of_go(document: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    go = shutil.which("go")
    assert go is not None, "needs Debian's golang-go and golang-golang-x-mod-dev"
    return subprocess.run(
        [go, "run", str(Path(__file__).with_name("sumdb.go"))],
        input=json.dumps(document),
        env={**os.environ, "GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOFLAGS": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.soak
def test_go_agrees_with_every_proof_up_to_forty_events_and_with_the_checkpoints() -> None:
    signed = [
        Note.sign(Checkpoint(ORIGIN, size, ROOTS[size]).text, [key(1)]).to_bytes().decode()
        for size in range(SIZE + 1)
    ]
    document = {
        "Key": str(key(1).verifier),
        "Notes": signed,
        "BadNotes": [
            note.replace(f"\n{size}\n", f"\n{size + 1}\n") for size, note in enumerate(signed)
        ],
        "Inclusion": [
            proof(index, LEAVES[index], size, inclusion_proof(LEAVES, index, size))
            for size in range(1, SIZE + 1)
            for index in range(size)
        ],
        "Consistency": [
            proof(
                old,
                ROOTS[old],
                new,
                consistency_proof(Frontier().extend(LEAVES[:old]), LEAVES[old:], new),
            )
            for new in range(1, SIZE + 1)
            for old in range(1, new + 1)
        ],
    }
    answered = asked_of_go(document)
    assert answered.returncode == 0, answered.stderr
    answer = json.loads(answered.stdout)
    assert (answer["notes"], answer["inclusion"], answer["consistency"]) == (41, 820, 820)

    theirs = VerifierKey.parse(answer["key"])
    note = Note.parse(answer["note"].encode())
    assert note.verified_by([theirs]) == (theirs,)
    assert note.text == "made elsewhere\n"


@pytest.mark.soak
def test_go_refuses_a_proof_with_a_hash_too_few() -> None:
    short = proof(3, LEAVES[3], 9, inclusion_proof(LEAVES, 3, 9)[1:])
    refused = asked_of_go({"Key": str(key(1).verifier), "Inclusion": [short]})
    assert refused.returncode != 0
    assert "invalid" in refused.stderr
