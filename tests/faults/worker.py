"""A process that writes to a ledger, says what was acknowledged, and may be killed at any moment.

    python -m tests.faults.worker LEDGER NAME COUNT [BATCH]

Records COUNT batches of BATCH events with ids NAME-0-0, NAME-0-1, …; after each batch it writes a
line with the batch's number. With COUNT 0 it goes on until it is killed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.faults.damage import registered

from lifecycle.ledger import Ledger

BATCH = 3


def batches(name: str, number_of: int, size: int = BATCH) -> Iterator[list[dict[str, object]]]:
    """Yield batches of events, each with an id of its own."""
    for number in range(number_of) if number_of else count():
        yield [
            {
                "type": "released",
                "model": "atlas",
                "occurred_on": "2026-01-06",
                "id": f"{name}-{number}-{place}",
                "channel": "api",
            }
            for place in range(size)
        ]


def append(
    path: Path, name: str, number_of: int, size: int, *, to: int, early: bool = False
) -> None:
    """Record batches and write the number of each to a descriptor, once it is acknowledged.

    ``early`` acknowledges before recording, which is the mistake that the tests must find.
    """
    with Ledger.open(path) as ledger:
        registered(ledger)
        for number, batch in enumerate(batches(name, number_of, size)):
            if early:
                os.write(to, f"{number}\n".encode())
            ledger.import_events(batch)
            if not early:
                os.write(to, f"{number}\n".encode())


if __name__ == "__main__":
    ledger_path, own_name, wanted, *batch_size = sys.argv[1:]
    size = int(batch_size[0]) if batch_size else BATCH
    append(Path(ledger_path), own_name, int(wanted), size, to=1)
