"""A writer that may trust the disk more than this project does, for the simulation of power losses.

    python -m tests.faults.careless FULL|NORMAL|OFF LEDGER NAME COUNT BATCH SAID

The numbers of acknowledged batches go into the file SAID, which is traced with the ledger's.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from pathlib import Path
from unittest import mock

from tests.faults.worker import append

from lifecycle.recording import files


def trust_the_disk(setting: str) -> None:
    """Let every connection of this process flush less than it should: the negative control."""

    def set_less_durable(connection: sqlite3.Connection, _: files.Place) -> None:
        files._use_write_ahead_log(connection)
        connection.execute(f"PRAGMA synchronous = {setting}")

    mock.patch.object(files, "_set_durable", set_less_durable).start()


if __name__ == "__main__":
    synchronous, ledger_path, own_name, count, batch, said = sys.argv[1:]
    if synchronous != "FULL":
        trust_the_disk(synchronous)
    descriptor = os.open(said, os.O_WRONLY | os.O_CREAT)
    append(Path(ledger_path), own_name, int(count), int(batch), to=descriptor)
