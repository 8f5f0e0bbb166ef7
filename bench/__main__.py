"""Measure the speed as ratios, both sides taken alternately in one run; `make bench` runs it."""

from __future__ import annotations

from bench import answers, cold, writing
from bench.ratio import Ratio


def main() -> None:
    """Print each ratio of medians beside the one to reach."""
    for module in (cold, writing, answers):
        for ratio in module.ratios():
            report(ratio)


def report(ratio: Ratio) -> None:
    """Print one line: what against what, the ratio, what to reach, and both times."""
    print(
        f"{ratio.name}: {ratio.value:.2f} (reach {ratio.reach}); "
        f"{ratio.ours * 1e3:.2f} / {ratio.theirs * 1e3:.2f} ms"
    )


if __name__ == "__main__":
    main()
