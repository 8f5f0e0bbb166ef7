"""Writes to, reads and verifies a ledger as a user without rights; prints what came of it.

python -m tests.faults.nobody LEDGER
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.faults.damage import registered
from tests.faults.worker import batches

from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify

NOBODY = 65_534


def load_everything() -> None:
    """Let modules be loaded that may lie where a user without rights cannot read."""
    with Ledger.open(":memory:") as ledger:
        registered(ledger)
        ledger.import_events(next(batches("new", 1)))
        assert list(ledger.events())


def main(path: Path) -> str:
    """Return what was refused, how many events were read, and whether they verify."""
    load_everything()
    if os.geteuid() == 0:  # nothing is refused to root
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    try:
        with Ledger.open(path) as ledger:
            ledger.import_events(next(batches("new", 1)))
        refused = "nothing"
    except LifecycleError as refusal:
        refused = refusal.code
    with Ledger.open(path, read_only=True) as ledger:
        read = len(list(ledger.events()))
    return f"refused {refused}, read {read}, {'verified' if verify(path).ok else 'damaged'}"


if __name__ == "__main__":
    sys.stdout.write(main(Path(sys.argv[1])) + "\n")
