"""From the terminal: the seal computed again, checkpoints, keys, bundles and their audit."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cli.terminal import Clock, done, refused, typed

from lifecycle.auditing.receipts import check_receipt
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import VerifierKey


@pytest.fixture
def ledger(empty: Path) -> Path:
    done("init")
    done("record", "registered", "nova", "--on", "2026-01-01")
    return empty / "lifecycle.db"


def record(number: int) -> None:
    done("record", "noted", "nova", "--on", "2026-01-02", "--text", f"note {number}")


def rewrite(path: Path) -> None:
    """Change an event as whoever can write the file would, without its seal."""
    connection = sqlite3.connect(path)
    trigger = connection.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'events_are_never_changed'"
    ).fetchone()[0]
    connection.execute("DROP TRIGGER events_are_never_changed")
    connection.execute("UPDATE events SET recorded_at = recorded_at + 1 WHERE position = 0")
    connection.execute(trigger)
    connection.commit()
    connection.close()


def test_a_new_ledger_has_a_key_that_only_its_owner_reads(ledger: Path) -> None:
    key = ledger.with_suffix(".key")
    assert key.stat().st_mode & 0o777 == 0o600
    assert ledger.stat().st_mode & 0o777 == 0o600
    assert done("key").startswith("lifecycle-ledger/")


def test_a_ledger_without_a_key_can_be_given_one(empty: Path) -> None:
    done("init", "--no-key")
    assert "lifecycle key --new" in refused("key", code=3)
    assert done("key", "--new") == done("key")
    assert "LC500" in refused("key", "--new", code=5)
    assert empty.exists()


def test_verification_says_what_it_covered(ledger: Path) -> None:
    printed = done("verify")
    assert "1 event computed again  ok" in printed
    assert "nothing is proven against a copy kept elsewhere" in printed
    assert "1 event not anchored elsewhere since 2026-11-24T21:30:07.123456Z" in printed
    done("checkpoint", "-o", "kept")
    record(1)
    printed = done("verify", "--checkpoint", "kept", "--key", done("key").strip())
    assert "1 event proven by the checkpoint you gave" in printed
    assert json.loads(done("verify", "--json"))["events"] == 2
    assert ledger.exists()


def test_a_changed_event_is_found(ledger: Path) -> None:
    rewrite(ledger)
    printed = typed("verify")
    assert printed.code == 4
    assert "WRONG" in printed.out
    assert "position 0" in printed.out
    assert typed("verify", "--json").code == 4


def test_a_ledger_that_was_made_anew_does_not_extend_what_was_kept(ledger: Path) -> None:
    done("checkpoint", "-o", "kept")
    key = done("key").strip()
    for path in (ledger, ledger.with_suffix(".key")):
        path.unlink()
    done("init")
    record_other = done("record", "registered", "other", "--on", "2026-01-01", clock=Clock())
    assert "other#1" in record_other
    assert typed("verify", "--checkpoint", "kept", "--key", key).code == 4


def test_a_checkpoint_goes_to_the_output_or_into_a_file(ledger: Path) -> None:
    note = done("checkpoint")
    assert note.splitlines()[1] == "1"
    printed = typed("checkpoint", "-o", "kept")
    assert (printed.out, printed.err) == ("", "Wrote the checkpoint of 1 event to kept.\n")
    assert ledger.with_name("kept").read_text() == note


def test_a_checkpoint_is_not_handed_out_into_the_memory_of_the_key(ledger: Path) -> None:
    for target in ("lifecycle.checkpoint", "../" + ledger.parent.name + "/lifecycle.checkpoint"):
        assert "the key remembers" in refused("checkpoint", "-o", target)
    assert "nowhere/kept cannot be written" in refused("checkpoint", "-o", "nowhere/kept")
    assert json.loads(done("verify", "--json"))["handed_out"] == 0
    done("checkpoint", "-o", "other.checkpoint")


def test_a_locked_key_stops_no_write(empty: Path) -> None:
    done("init", "--no-key")
    sesame = {"LIFECYCLE_PASSPHRASE": "open sesame"}
    assert typed("key", "--new", "--encrypt", env=sesame).code == 0
    done("record", "registered", "nova", "--on", "2026-01-01")
    assert "LC311" in refused("checkpoint", code=3)
    assert typed("checkpoint", env=sesame).code == 0
    assert b"ENCRYPTED" in (empty / "lifecycle.key").read_bytes()


def test_without_a_terminal_no_passphrase_is_asked_for(empty: Path) -> None:
    done("init", "--no-key")
    assert "nobody can be asked" in refused("key", "--new", "--encrypt")
    assert not (empty / "lifecycle.key").exists()


def test_a_key_hands_over_to_the_next(ledger: Path) -> None:
    done("checkpoint", "-o", "kept")
    old = done("key").strip()
    new = done("key", "--rotate", "next.key").strip()
    assert new != old
    assert done("key").strip() == new
    record(1)
    done("checkpoint", "--key", "next.key", "-o", "newer")
    assert "1 event proven" in done("verify", "--checkpoint", "kept", "--key", old)
    assert ledger.exists()


def test_documents_are_found_again_by_their_hash(ledger: Path) -> None:
    folder = ledger.with_name("documents")
    folder.mkdir()
    (folder / "policy.pdf").write_bytes(b"policy")
    done("attach", "nova", "53-1-c", "documents/policy.pdf", "--on", "2026-01-03")
    done("attach", "nova", "53(1)(a)", "documents/policy.pdf", "--on", "2026-01-03", "--title",
         "Documentation", "--uri", "https://acme.example/d.pdf", "-q")  # fmt: skip
    assert "2 of 2 documents found in documents" in done("verify", "--evidence", "documents")
    (folder / "policy.pdf").write_bytes(b"another policy")
    printed = typed("verify", "--evidence", "documents")
    assert printed.code == 1
    assert "not found  nova#2: policy.pdf" in printed.out
    listed = json.loads(typed("verify", "--evidence", "documents", "--json").out)["evidence"]
    assert listed[1] == {"document": "nova#3: Documentation", "found": False}


def test_a_bundle_is_audited_and_asked(ledger: Path) -> None:
    done("checkpoint", "-o", "kept")
    ledger.with_suffix(".key").rename(ledger.with_name("away"))
    record(1)
    key = done("key").strip()
    assert "1 of them are covered" in done("export", "--bundle", "bundle", "--on", "2026-02-01")
    printed = done("audit", "bundle", "--key", key, "--state", "state.json")
    assert "1 event proven by checkpoints of your key" in printed
    assert "1 event that no checkpoint covers" in printed
    assert "answers    same" in printed
    asked = re.sub(r"head .*", "", done("status", "--ledger", "bundle", "--on", "2026-02-01"))
    assert "nova" in asked
    assert done("events", "nova", "--ledger", "bundle", "--json") == done(
        "events", "nova", "--json"
    )
    assert ledger.exists()


def test_a_bundle_with_other_answers_is_found_out(ledger: Path) -> None:
    done("checkpoint", "-o", "kept")
    key = done("key").strip()
    done("export", "--bundle", "bundle")
    answers = ledger.with_name("bundle") / "answers.json"
    answers.write_text(answers.read_text().replace('"undetermined"', '"no"'))
    printed = typed("audit", "bundle", "--key", key)
    assert printed.code == 4
    assert "answers    differ" in printed.out
    assert json.loads(typed("audit", "bundle", "--key", key, "--json").out)["ok"] is False


def test_a_bundle_that_forgets_is_found_out(ledger: Path) -> None:
    record(1)
    done("checkpoint", "-o", "kept")
    key = done("key").strip()
    done("export", "--bundle", "bundle")
    done("audit", "bundle", "--key", key, "--state", "state.json")
    events = ledger.with_name("bundle") / "events.jsonl"
    events.write_text(events.read_text().splitlines(keepends=True)[0])
    shutil.rmtree(ledger.with_name("bundle") / "checkpoints")
    assert typed("audit", "bundle", "--key", key, "--state", "state.json").code == 4


def test_a_bundle_is_not_written_over_another(ledger: Path) -> None:
    done("export", "--bundle", "bundle")
    assert "LC500" in refused("export", "--bundle", "bundle", code=5)
    assert ledger.exists()


def test_what_is_exported_can_be_imported(ledger: Path) -> None:
    record(1)
    exported = done("export")
    assert typed("export", "-o", "events.jsonl").err == "Wrote 2 events to events.jsonl.\n"
    assert ledger.with_name("events.jsonl").read_text() == exported
    done("init", "--ledger", "copy.db", "--no-key")
    assert "Recorded 2 events of events.jsonl" in done(
        "import", "events.jsonl", "--ledger", "copy.db"
    )
    copied = done("export", "--ledger", "copy.db").splitlines()
    assert copied[:2] == exported.splitlines()


def test_a_receipt_proves_one_event_to_whoever_has_the_key(ledger: Path) -> None:
    for path in (ledger, *ledger.parent.glob("lifecycle.*")):
        path.unlink(missing_ok=True)
    done("init", "--no-key")
    done("record", "registered", "nova", "--on", "2026-01-01")
    done("key", "--new")
    assert "no checkpoint covers nova#1 yet" in refused("checkpoint", "--receipt", "nova#1", code=3)
    done("checkpoint", "-o", "kept")
    printed = done("checkpoint", "--receipt", "nova#1")
    done("checkpoint", "--receipt", "nova#1", "-o", "nova.tlog-proof")
    assert (ledger.parent / "nova.tlog-proof").read_text("utf-8") == printed
    keys = KeyRing.of(VerifierKey.parse(done("key").strip()))
    proven = check_receipt(printed.encode(), keys)
    assert (proven.row.originator_id, proven.checkpoint.size) == ("model:nova", 1)
    assert "there is no event 'nova#9'" in refused("checkpoint", "--receipt", "nova#9", code=2)
