"""Runs a writer under strace, which counts its calls to the file system, fails one or logs all."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.faults.damage import ROOT

CALLS = (
    "openat",
    "read",
    "pread64",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
)
LOCKS = ("fcntl",)


@dataclass(frozen=True, slots=True)
class Ran:
    """How a process ended, what it acknowledged, and what strace wrote down."""

    code: int
    acknowledged: list[int]
    error: str
    log: str


def files_of(path: Path) -> list[Path]:
    """Return the files that a ledger consists of while it is open."""
    return [path, *(path.with_name(path.name + beside) for beside in ("-wal", "-shm", "-journal"))]


def traced(path: Path, *options: str, command: list[str], log: Path) -> Ran:
    """Run a command under strace, which looks at the ledger's files alone."""
    strace = shutil.which("strace")
    assert strace is not None, "this test needs Debian's strace"
    looked_at = [part for file in files_of(path) for part in ("-P", str(file))]
    done = subprocess.run(
        [strace, "-f", "-o", str(log), *looked_at, *options, sys.executable, "-m", *command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    said = [int(line) for line in done.stdout.split() if line.isdigit()]
    return Ran(done.returncode, said, done.stderr, log.read_text(errors="replace"))


def counted(log: str) -> Counter[str]:
    """Return how often each call occurs in a log."""
    return Counter(re.findall(r"^\d+ +(\w+)\(", log, flags=re.MULTILINE))
