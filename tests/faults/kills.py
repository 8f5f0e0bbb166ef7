"""Kills a writer again and again and counts what is missing afterwards; prints one line of JSON.

    python -m tests.faults.kills FOLDER TRIES [early]

A process of its own, with one thread, so that it may fork: the writers start at once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from tests.faults.damage import aftermath
from tests.faults.worker import BATCH, append


def killed_writer(path: Path, name: str, after: float, *, early: bool) -> list[int]:
    """Let a writer run until it is killed, ``after`` seconds after its first line."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            append(path, name, 0, BATCH, to=writing, early=early)
        finally:
            os._exit(1)
    os.close(writing)
    said = os.read(reading, 100_000)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reading, 100_000):
        said += more
    os.close(reading)
    return [int(line) for line in said.split(b"\n")[:-1]]


def main(folder: Path, tries: int, *, early: bool) -> dict[str, int]:
    """Return how many batches were acknowledged, lost, halved, and kept without a word."""
    path = folder / "ledger.db"
    chance = random.Random(1)  # noqa: S311 -- the same moments in every run
    told: dict[str, list[int]] = {}
    for number in range(tries):
        name = f"try{number}"
        told[name] = killed_writer(path, name, chance.uniform(0, 0.03), early=early)
    after = aftermath(path)
    stored = sum(len(batches) for batches in after.stored.values())
    acknowledged = sum(map(len, told.values()))
    lost = sum(len(after.lost(name, batches)) for name, batches in told.items())
    return {
        "tries": tries,
        "acknowledged": acknowledged,
        "lost": lost,
        "halved": len(after.halved(BATCH)),
        "kept unacknowledged": stored - (acknowledged - lost),
        "problems": len(after.problems),
    }


if __name__ == "__main__":
    where, count, *how = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(where), int(count), early=how == ["early"])) + "\n")
