"""Several processes that write to one ledger at once; prints one line of JSON.

    python -m tests.faults.writers LEDGER WRITERS EVENTS one|many [deferred]

With ``one`` they all record on one model, with ``many`` each on its own. The ledger need not exist:
then they all make it at once. ``deferred`` takes the write lock late, as a plain BEGIN does.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from unittest import mock

from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording.transactions import LedgerDatastore
from lifecycle.recording.verify import verify


def write(path: Path, name: str, model: str, count: int) -> int:
    """Record events one by one and return how many were acknowledged."""
    acknowledged = 0
    try:
        with Ledger.open(path) as ledger:
            ledger.record(
                {"type": "registered", "model": model, "occurred_on": "2026-01-05"} | own(model)
            )
            for number in range(count):
                ledger.record(
                    {"type": "released", "model": model, "occurred_on": "2026-01-06"}
                    | own(f"{name}-{number}")
                )
                acknowledged += 1
    except LifecycleError:
        return acknowledged
    return acknowledged


def own(text: str) -> dict[str, object]:
    """Return the id of an event."""
    return {"id": text}


def main(path: Path, writers: int, count: int, *, alone: bool) -> dict[str, object]:
    """Return what the writers acknowledged and what is there afterwards."""
    start_read, start_write = os.pipe()
    told_read, told_write = os.pipe()
    for number in range(writers):
        if os.fork() == 0:
            os.close(start_write)
            os.read(start_read, 1)  # returns when the parent closes the other end
            model = f"m{number}" if alone else "atlas"
            told = write(path, f"w{number}", model, count)
            os.write(told_write, f"{told}\n".encode())
            os._exit(0)
    os.close(start_read)
    os.close(start_write)
    os.close(told_write)
    for _ in range(writers):
        os.wait()
    with os.fdopen(told_read) as told_by_all:
        acknowledged = [int(line) for line in told_by_all]
    with Ledger.open(path, create=False) as ledger:
        positions = [recorded.position for recorded in ledger.events()]
        ids = {recorded.event.id for recorded in ledger.events()}
    return {
        "acknowledged": sum(acknowledged),
        "refused": sum(told < count for told in acknowledged),
        "stored": sum("-" in str(own_id) for own_id in ids),
        "gapless": positions == list(range(len(positions))),
        "problems": [problem.cause for problem in verify(path).problems],
    }


if __name__ == "__main__":
    where, processes, events, whose, *how = sys.argv[1:]
    if how:
        mock.patch.object(LedgerDatastore, "BEGIN_WRITING", "BEGIN").start()
    counted = main(Path(where), int(processes), int(events), alone=whose == "many")
    sys.stdout.write(json.dumps(counted) + "\n")
