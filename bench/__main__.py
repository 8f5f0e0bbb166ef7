"""Measure the speed as ratios, both sides taken alternately in one run; `make bench` runs it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 21
LIFECYCLE = str(Path(sys.executable).with_name("lifecycle"))
# What is measured, what it is measured against, and the ratio to stay below.
COLD_STARTS: list[tuple[str, Sequence[str], Sequence[str], float]] = [
    (
        "lifecycle --help / python -c 'import click'",
        (LIFECYCLE, "--help"),
        (sys.executable, "-c", "import click"),
        1.3,
    ),
]


def main() -> None:
    """Print each ratio of medians beside the one to reach."""
    for name, command, floor, reach in COLD_STARTS:
        ours, theirs = alternately(command, floor)
        print(
            f"{name}: {ours / theirs:.2f} (reach {reach}); {1e3 * ours:.0f} / {1e3 * theirs:.0f} ms"
        )


def alternately(first: Sequence[str], second: Sequence[str]) -> tuple[float, float]:
    """Return the median seconds of both commands; neither has the quieter half of the run."""
    pairs = [(seconds(first), seconds(second)) for _ in range(ROUNDS)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def seconds(command: Sequence[str]) -> float:
    """Return the seconds that a command takes from its start to its end."""
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start


if __name__ == "__main__":
    main()
