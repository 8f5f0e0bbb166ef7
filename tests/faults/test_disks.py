"""A disk that is full or closed, a file that somebody holds: a clear refusal, nothing lost."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from tests.faults.damage import ROOT, aftermath, registered
from tests.faults.worker import BATCH, batches

from lifecycle.errors import LedgerUnavailable, LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording import faults
from lifecycle.recording.verify import verify


@pytest.fixture
def open_folder() -> Generator[Path]:
    """Return a folder that any user may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def record_until_refused(path: Path) -> tuple[list[int], LifecycleError | None]:
    """Record batches, at most 2,000; return those acknowledged, and the refusal that ended it."""
    told: list[int] = []
    try:
        with Ledger.open(path) as ledger:
            registered(ledger)
            for number, batch in enumerate(batches("new", 2_000)):
                ledger.import_events(batch)
                told.append(number)
    except LifecycleError as refusal:
        return told, refusal
    return told, None


def check(path: Path, told: list[int]) -> None:
    after = aftermath(path)
    assert after.lost("new", told) == []
    assert after.halved(BATCH) == []
    assert after.problems == ()


@pytest.mark.parametrize("kilobytes", [40, 70, 150, 400])
def test_a_limit_on_the_size_of_files_refuses_the_write_and_keeps_the_rest(
    tmp_path: Path, kilobytes: int
) -> None:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        registered(ledger)
    told = in_another_process(path, lambda: limit_files(kilobytes * 1_024))
    assert told, "something was recorded before"
    check(path, told)


@pytest.mark.soak
def test_a_full_disk_refuses_the_write_and_keeps_the_rest(open_folder: Path) -> None:
    assert os.geteuid() == 0, "a file system of a given size is made by root"
    disk = open_folder / "disk"
    disk.mkdir()
    subprocess.run(["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(disk)], check=True)
    try:
        told, refusal = record_until_refused(disk / "ledger.db")
        assert refusal is not None
        assert refusal.exit_code == 3
        assert "full" in refusal.cause
        check(disk / "ledger.db", told)
        sys.stdout.write(f"full disk: {len(told)} batches acknowledged, all kept\n")
    finally:
        subprocess.run(["/bin/umount", str(disk)], check=True)


def limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def in_another_process(path: Path, hindrance: Callable[[], None]) -> list[int]:
    """Let a writer record 2,000 batches under a hindrance; it must be refused with a cause."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.worker", str(path), "new", "2000"],
        cwd=ROOT,
        preexec_fn=hindrance,
        env=unmeasured(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode != 0
    assert "\nlifecycle.errors.LedgerUnavailable: " in done.stderr, done.stderr
    return [int(line) for line in done.stdout.split()]


def unmeasured() -> dict[str, str]:
    """Return an environment in which nothing else writes files that the limit would hit."""
    environment = {name: v for name, v in os.environ.items() if not name.startswith("COVERAGE")}
    return {**environment, "PYTHONDONTWRITEBYTECODE": "1"}


def test_a_folder_that_cannot_be_written_can_be_verified_and_read(open_folder: Path) -> None:
    path = open_folder / "ledger.db"
    with Ledger.open(path) as ledger:
        registered(ledger)
    open_folder.chmod(0o555)
    path.chmod(0o444)

    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.nobody", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout == "refused LC305, read 1, verified\n", done.stderr


def test_a_ledger_that_another_program_holds_is_refused_after_the_wait_and_read_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifecycle.recording.files.BUSY_SECONDS", 0.2)
    monkeypatch.setattr(faults, "BUSY_SECONDS", 0.2)
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        registered(ledger)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable, match="another program has been writing") as refused:
            ledger.import_events(next(batches("new", 1)))
        assert refused.value.exit_code == 3
        assert len(list(ledger.events())) == 1
        assert verify(path).ok
        holder.execute("ROLLBACK")
        ledger.import_events(next(batches("new", 1)))
        holder.close()
    check(path, [0])
