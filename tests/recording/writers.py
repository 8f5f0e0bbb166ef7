"""Writers that run as processes of their own: each records events and tells what was taken."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lifecycle import Ledger, LifecycleError
from lifecycle.recording.transactions import LedgerDatastore

if TYPE_CHECKING:
    from collections.abc import Generator
    from multiprocessing.context import ForkServerProcess

# One server that has imported the ledger forks every writer: starting many costs little.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["lifecycle.ledger", "lifecycle.domain.vocabulary", __name__])


Pipe = Any
"""An end of a pipe, whose class differs between systems."""


@dataclass(frozen=True)
class Task:
    """What a writer does: record ``count`` registrations of a model, each under its own id."""

    file: Path
    name: str
    model: str
    count: int
    begin: str = "BEGIN IMMEDIATE"


def write(task: Task, tell: Pipe, together: Barrier) -> None:
    """Do it as soon as all are ready; tell each receipt, and the refusal that ends it."""
    LedgerDatastore.BEGIN_WRITING = task.begin
    with Ledger.open(task.file, who=task.name) as ledger:
        together.wait(60)
        for number in range(task.count):
            event = {
                "type": "registered",
                "model": task.model,
                "occurred_on": "2025-03-01",
                "id": f"{task.name}/{number}",
            }
            try:
                receipt = ledger.record(event)
            except LifecycleError as refusal:
                tell.send(f"refused {refusal.code}")
                break
            tell.send(f"{receipt.ref} {receipt.position}")
    tell.close()


@contextmanager
def writing(tasks: Sequence[Task]) -> Generator[list[Pipe]]:
    """Let these write at the same time; give what tells of each; kill at the end who still runs."""
    together = PROCESSES.Barrier(len(tasks))
    told: list[Pipe] = []
    started: list[ForkServerProcess] = []
    for task in tasks:
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=write, args=(task, theirs, together))
        process.start()
        theirs.close()
        told.append(ours)
        started.append(process)
    try:
        yield told
    finally:
        for process in started:
            assert process.pid is not None
            if process.is_alive():
                os.kill(process.pid, signal.SIGKILL)
            process.join()


def all_told(connection: Pipe) -> list[str]:
    """Return everything that a writer still tells, until it ends or is ended."""
    lines: list[str] = []
    while True:
        try:
            lines.append(connection.recv())
        except EOFError:
            return lines
