"""Each single call of a writer to the file system fails, or is its last; nothing told is lost."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from tests.faults.damage import aftermath, registered
from tests.faults.tracing import CALLS, LOCKS, counted, traced
from tests.faults.worker import BATCH

from lifecycle.ledger import Ledger

WRITER = ["tests.faults.worker"]
BATCHES = 2


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a ledger that holds one batch, at rest."""
    folder = tmp_path_factory.mktemp("before")
    with Ledger.open(folder / "ledger.db") as ledger:
        registered(ledger)
    return folder


def writer(path: Path) -> list[str]:
    return [*WRITER, str(path), "new", str(BATCHES), str(BATCH)]


def faults(before: Path, folder: Path) -> list[tuple[str, int]]:
    """Return every call that the writer makes on the ledger's files, by kind and number."""
    shutil.copytree(before, folder)
    ran = traced(
        folder / "ledger.db",
        f"--trace={','.join(CALLS + LOCKS)}",
        command=writer(folder / "ledger.db"),
        log=folder / "log",
    )
    assert ran.acknowledged == list(range(BATCHES)), ran.error
    calls = counted(ran.log)
    return [(call, number) for call in CALLS + LOCKS for number in range(1, calls[call] + 1)]


@pytest.mark.soak
@pytest.mark.parametrize("fault", ["signal=KILL", "error=EIO", "error=ENOSPC"])
def test_a_fault_at_every_single_call_loses_nothing(
    before: Path, tmp_path: Path, fault: str
) -> None:
    points = faults(before, tmp_path / "counted")
    wrong: list[str] = []
    acknowledged = kept = refused = 0
    for call, number in points:
        folder = tmp_path / "try"
        shutil.copytree(before, folder)
        path = folder / "ledger.db"
        ran = traced(
            path,
            f"--trace={call}",
            f"--inject={call}:{fault}:when={number}",
            command=writer(path),
            log=folder / "log",
        )
        after = aftermath(path)
        acknowledged += len(ran.acknowledged)
        kept += sum(len(batches) for batches in after.stored.values())
        refused += ran.code != 0
        if after.lost("new", ran.acknowledged) or after.halved(BATCH) or after.problems:
            wrong.append(f"{call} {number}: {ran.acknowledged} of {after}")
        if "Traceback" in ran.error and "lifecycle.errors." not in ran.error:
            wrong.append(f"{call} {number}: {ran.error}")
        shutil.rmtree(folder)
    sys.stdout.write(
        f"{fault}: {len(points)} points, {refused} refused, {acknowledged} batches acknowledged,"
        f" {kept} kept, {len(wrong)} wrong\n"
    )
    assert len(points) > 50
    assert refused > len(points) // 3, "the faults were felt"
    assert not wrong
