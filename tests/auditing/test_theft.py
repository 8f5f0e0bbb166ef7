"""What a thief can do with a key, or with the whole machine."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.auditing.operator import SIZE, Desk, events_told

from lifecycle.auditing.audit import audit
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out
from lifecycle.auditing.keys import keys_of
from lifecycle.auditing.rotation import rotate_key
from lifecycle.errors import KeyUnavailable
from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify
from lifecycle.seal.checkpoint import Checkpoint
from lifecycle.seal.keyfile import create_key, load_key
from lifecycle.seal.note import Note, SigningKey

NAME = "Ada Example-Lovelace"


@pytest.fixture
def stolen(desk: Desk) -> SigningKey:
    """Return the key that was stolen; it was replaced, and the ledger went on with another."""
    with desk.open() as ledger:
        name = keys_of(ledger).origin
        key = load_key(desk.key, name)
        new = desk.path.parent / "new.key"
        rotate_key(ledger, desk.key, new)
        ledger.import_events(events_told(SIZE)[-10:])
        hand_out(ledger, new, desk.kept)
    return key


def forged(desk: Desk, key: SigningKey, size: int) -> bytes:
    """Return a checkpoint of the ledger as it is, signed by the thief."""
    root = verify(desk.path).root
    return Note.sign(Checkpoint(desk.keys().origin, size, root).text, (key,)).to_bytes()


def ledger_s_keys(desk: Desk) -> set[str]:
    with desk.open() as ledger:
        return {str(tenure.key) for tenure in keys_of(ledger).tenures}


def test_a_replaced_key_signs_nothing_beyond_its_range(desk: Desk, stolen: SigningKey) -> None:
    assert len(ledger_s_keys(desk)) == 2
    note = forged(desk, stolen, SIZE + 10)
    desk.edit(lambda ledger: ledger.execute("UPDATE checkpoints SET note = ? WHERE number = "
              "(SELECT max(number) FROM checkpoints)", (note,)))  # fmt: skip
    found = [problem.cause for problem in verify(desk.path).problems]
    assert any(f"signs for 0 to {SIZE} events only" in cause for cause in found)


def test_the_auditor_refuses_it_as_well(desk: Desk, stolen: SigningKey) -> None:
    bundle, keys = desk.path.parent / "bundle", desk.keys()
    with desk.open() as ledger:
        export_bundle(ledger, bundle)
    assert audit(bundle, keys, clock=desk.clock).ok, "the negative control"
    newest = max((bundle / "checkpoints").iterdir())
    newest.write_bytes(forged(desk, stolen, SIZE + 10))
    report = audit(bundle, keys, clock=desk.clock)
    assert any(f"signs for 0 to {SIZE} events only" in each.cause for each in report.problems)


def test_a_key_under_a_passphrase_is_of_no_use_without_it(tmp_path: Path) -> None:
    key = create_key(tmp_path / "locked.key", "example.org/ledger", "correct horse")
    shutil.copy(tmp_path / "locked.key", tmp_path / "copied.key")
    stored = (tmp_path / "copied.key").read_bytes()
    assert b"ENCRYPTED PRIVATE KEY" in stored
    for passphrase in (None, "", "battery staple"):
        with pytest.raises(KeyUnavailable):
            load_key(tmp_path / "copied.key", "example.org/ledger", passphrase)
    again = load_key(tmp_path / "copied.key", "example.org/ledger", "correct horse")
    assert again.verifier == key.verifier


def test_no_event_holds_the_name_of_who_recorded_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path, who=NAME) as ledger:
        for told in events_told(20):
            ledger.record(told)
    with closing(sqlite3.connect(path)) as connection:
        held = connection.execute("SELECT name FROM person").fetchall()
        rows = connection.execute("SELECT * FROM events").fetchall()
        others = [
            connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
            for table in ("names", "frontier", "checkpoints", "first_key")
        ]
    assert held == [(NAME,)], "the negative control: the one place where it may stand"
    told_of = "".join(map(repr, [*rows, *others]))
    assert not [part for part in (NAME, *NAME.split()) if part in told_of]
