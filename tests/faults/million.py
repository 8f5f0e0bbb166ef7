"""Writes a ledger of many events, or verifies one; prints seconds and memory as one line of JSON.

python -m tests.faults.million write LEDGER COUNT
python -m tests.faults.million verify LEDGER
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path

from lifecycle.ledger import Ledger
from lifecycle.recording.rows import row_of
from lifecycle.recording.verify import verify

PAGE = 10_000
BODY = b'{"type":"released","model":"m%d","occurred_on":"2026-01-06","channel":"api","note":"%s"}'


def write(path: Path, count: int) -> int:
    """Write rows of about 300 bytes, ten events a model, as an import does."""
    with Ledger.open(path) as ledger:
        for start in range(0, count, PAGE):
            ledger.storage.insert_events(
                [
                    row_of(
                        (
                            *(position, f"model:m{position // 10}", position % 10 + 1),
                            *("released/1", "2026-01-06", 1_767_225_600_000_000 + position),
                            *("0123456789abcdef", None, BODY % (position // 10, b"x" * 220)),
                        )
                    )
                    for position in range(start, min(count, start + PAGE))
                ]
            )
    return count


def check(path: Path) -> int:
    """Verify, and return the number of events."""
    report = verify(path)
    assert report.ok, report.problems
    return report.size


def peak() -> int:
    """Return the most memory that this process had, in megabytes.

    Not by getrusage: that counts what the process had it was started by.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


if __name__ == "__main__":
    what, where, *number = sys.argv[1:]
    began = time.perf_counter()
    events = write(Path(where), int(number[0])) if what == "write" else check(Path(where))
    sys.stdout.write(
        json.dumps(
            {
                "events": events,
                "seconds": round(time.perf_counter() - began, 1),
                "megabytes": peak(),
            }
        )
        + "\n"
    )
