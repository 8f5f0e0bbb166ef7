"""A ratio of two times, taken alternately so that neither side has the quieter half of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Ratio:
    """Seconds of ours and of theirs for the same work, and what to reach, as people read it."""

    name: str
    ours: float
    theirs: float
    reach: str
    speed: bool = False

    @property
    def value(self) -> float:
        """The ratio of times, or of speeds where that is what is to be reached."""
        return self.theirs / self.ours if self.speed else self.ours / self.theirs


def seconds(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    start = perf_counter()
    work()
    return perf_counter() - start


def alternately(
    ours: Callable[[], object], theirs: Callable[[], object], *, rounds: int
) -> tuple[float, float]:
    """Return the median seconds of both."""
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)
