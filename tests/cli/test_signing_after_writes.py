"""Every command that writes signs what it wrote, once, where its key can be used unasked."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests.cli.terminal import done, typed

from lifecycle import Ledger
from lifecycle.auditing import checkpoints
from lifecycle.auditing.keys import memory_path
from lifecycle.errors import LedgerUnavailable
from lifecycle.recording.seals import SealTables
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.note import SigningKey

NOVA = ("record", "registered", "nova", "--on", "2026-01-01")
NOTED = ("record", "noted", "nova", "--on", "2026-01-02", "--text", "note")
SESAME = {"LIFECYCLE_PASSPHRASE": "open sesame"}

WRITES: dict[str, tuple[str, ...]] = {
    "record": NOTED,
    "correct": ("correct", "nova#1", "--set", "name=Nova", "--reason", "misspelt"),
    "retract": ("retract", "nova#2", "--reason", "never seen"),
    "attach": ("attach", "nova", "53-1-c", "policy.pdf", "--on", "2026-01-03"),
    "import": ("import", "events.jsonl"),
    "a sheet": ("import", "sheet.csv", "--mapping", "officer"),
    "a spool": ("import", "spool"),
}


@pytest.fixture
def ledger(empty: Path) -> Path:
    done("init")
    done(*NOVA)
    done(*NOTED)
    return empty / "lifecycle.db"


@pytest.fixture
def signatures(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of the checkpoints that are signed from now on."""
    sizes: list[int] = []
    sign = checkpoints.sign

    @functools.wraps(sign)
    def counted(
        ledger: Ledger,
        seals: SealTables,
        ring: KeyRing,
        signing: Sequence[SigningKey],
        keys: Sequence[Path],
    ) -> checkpoints.Signed:
        sizes.append(ledger.head.size)
        return sign(ledger, seals, ring, signing, keys)

    monkeypatch.setattr(checkpoints, "sign", counted)
    return sizes


def verified(where: str = "lifecycle.db") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done("verify", "--json", "--ledger", where))
    return found


def prepare(folder: Path) -> None:
    (folder / "policy.pdf").write_bytes(b"policy")
    event = '{"type": "leaked", "model": "nova", "occurred_on": "2026-01-04"}\n'
    (folder / "events.jsonl").write_text(event + event.replace("-04", "-05"))
    header, *_ = done("kinds", "--template", "csv").splitlines()
    row = {"model": "nova-2", "registered_on": "2026-01-10"}
    cells = ",".join(row.get(column, "") for column in header.split(","))
    (folder / "sheet.csv").write_text(f"{header}\n{cells}\n")
    done(*NOTED, "--spool", "spool")


@pytest.mark.parametrize("command", WRITES.values(), ids=WRITES)
def test_a_write_is_signed_once_and_that_anchors_nothing(
    ledger: Path, signatures: list[int], command: tuple[str, ...]
) -> None:
    prepare(ledger.parent)
    assert typed(*command).code == 0
    report = verified()
    assert signatures == [report["events"]]
    assert (report["signed"], report["handed_out"]) == (report["events"], 0)
    assert report["unanchored"] == report["events"], "a signature on this machine is no anchor"
    assert memory_path(ledger.with_suffix(".key")).read_text().splitlines()[1] == str(
        report["events"]
    )


def test_a_new_ledger_and_the_invented_one_are_signed(empty: Path) -> None:
    done("init", "--ledger", "new.db")
    assert (empty / "new.checkpoint").read_text().splitlines()[1] == "0"
    done("demo")
    assert verified()["signed"] == verified()["events"]


def test_what_writes_nothing_signs_nothing(ledger: Path, signatures: list[int]) -> None:
    prepare(ledger.parent)
    for command in WRITES.values():
        assert typed(*command, "-n").code == 0
    done(*NOVA, "--id", "one")
    assert signatures == [3]
    done(*NOVA, "--id", "one")
    assert typed("record", "released", "nova", "--on", "2026-01-02", "--channel", "").code == 2
    done("status")
    assert signatures == [3]


def test_one_checkpoint_is_kept_of_many_that_never_left(ledger: Path) -> None:
    done("checkpoint", "-o", "kept")
    for _ in range(3):
        done(*NOTED)
    done("export", "--bundle", "bundle")
    sizes = [path.name[:12] for path in sorted((ledger.parent / "bundle/checkpoints").iterdir())]
    assert [int(size) for size in sizes] == [2, 5]


class TestWithoutAKey:
    """The write is silent about it: the events are there, only nothing new is signed."""

    def silent(self, env: dict[str, str] | None = None) -> None:
        printed = typed(*NOTED, env=env)
        assert (printed.code, printed.err) == (0, "")
        assert printed.out.startswith("nova#")

    def test_a_locked_key_signs_with_the_passphrase_of_the_environment_alone(
        self, empty: Path
    ) -> None:
        done("init", "--no-key")
        assert typed("key", "--new", "--encrypt", env=SESAME).code == 0
        done(*NOVA)
        self.silent()
        self.silent({"LIFECYCLE_PASSPHRASE": "another"})
        assert verified()["signed"] == 0
        self.silent(SESAME)
        assert (verified()["events"], verified()["signed"]) == (4, 4)
        assert empty.exists()

    def test_a_ledger_without_one(self, empty: Path) -> None:
        done("init", "--no-key")
        done(*NOVA)
        self.silent()
        assert verified()["signed"] == 0
        assert not (empty / "lifecycle.checkpoint").exists()

    def test_a_key_that_is_elsewhere(self, ledger: Path) -> None:
        ledger.with_suffix(".key").rename(ledger.with_name("elsewhere"))
        self.silent()
        assert (verified()["events"], verified()["signed"]) == (3, 2)

    def test_the_key_of_another_ledger(self, ledger: Path) -> None:
        done("init", "--ledger", "other.db")
        shutil.copy("other.key", ledger.with_suffix(".key"))
        self.silent()
        assert (verified()["events"], verified()["signed"]) == (3, 2)


class TestARefusal:
    """Where the signer refuses, the write stands and its author is told in one line."""

    def told(self, *, size: int) -> str:
        printed = typed(*NOTED)
        assert (printed.code, verified()["events"]) == (0, size)
        assert printed.out.startswith("nova#")
        (line,) = printed.err.splitlines()
        assert line.startswith("Warning: what was written stands, but is not signed: ")
        return line

    def test_an_old_copy_of_the_ledger_is_not_signed(self, ledger: Path) -> None:
        shutil.copy(ledger, ledger.with_name("old.db"))
        done(*NOTED)
        done(*NOTED)
        shutil.copy(ledger.with_name("old.db"), ledger)
        assert "a checkpoint of 4 events was signed, and the ledger has 3" in self.told(size=3)
        assert verified()["signed"] == 2

    def test_another_history_of_the_same_length_is_not_signed(self, ledger: Path) -> None:
        shutil.copy(ledger, ledger.with_name("old.db"))
        done(*NOTED[:-1], "another note")
        shutil.copy(ledger.with_name("old.db"), ledger)
        for size in (3, 4):
            told = self.told(size=size)
            assert "does not extend the signed checkpoint of 3 events" in told
        assert verified()["signed"] == 2

    def test_the_memory_of_another_ledger_is_not_overwritten(self, ledger: Path) -> None:
        done("init", "--ledger", "other.db")
        memory = ledger.with_suffix(".checkpoint")
        shutil.copy("other.checkpoint", memory)
        assert "Move it away" in self.told(size=3)
        assert memory.read_bytes() == ledger.with_name("other.checkpoint").read_bytes()

    def test_a_memory_that_cannot_be_read(self, ledger: Path) -> None:
        memory = ledger.with_suffix(".checkpoint")
        memory.unlink()
        memory.mkdir()
        assert "cannot be read from lifecycle.checkpoint: Is a directory" in self.told(size=3)

    def test_a_memory_that_cannot_be_written(
        self, ledger: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(checkpoints, "replace_file", full)
        assert "cannot be kept in lifecycle.checkpoint: No space" in self.told(size=3)
        assert verified()["signed"] == 2, "nothing is signed that would be forgotten"
        assert ledger.exists()

    def test_a_ledger_that_somebody_else_holds(
        self, ledger: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def held(*_: object) -> None:
            raise LedgerUnavailable("the ledger is in use.", "Try again.")

        monkeypatch.setattr(checkpoints, "sign_checkpoint", held)
        assert "the ledger is in use. Try again." in self.told(size=3)
        assert ledger.exists()
