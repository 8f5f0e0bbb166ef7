"""Cold starts: a new process for each question."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.ratio import Ratio, alternately
from bench.story import story
from lifecycle import Ledger

ROUNDS = 15
LIFECYCLE = str(Path(sys.executable).with_name("lifecycle"))
CLICK = (sys.executable, "-c", "import click")


def ratios() -> Iterator[Ratio]:
    """Yield the ratios of cold starts to that of importing click."""
    help_ = alternately(_run((LIFECYCLE, "--help")), _run(CLICK), rounds=ROUNDS)
    yield Ratio("lifecycle --help / import click", *help_, reach="at most 1.3")
    with TemporaryDirectory() as folder:
        where = str(Path(folder) / "bench.db")
        with Ledger.open(where) as ledger:
            ledger.import_events(story(models=100))
        status = (LIFECYCLE, "--ledger", where, "status", "m-0", "--on", "2026-01-15")
        found = alternately(_run(status), _run(CLICK), rounds=ROUNDS)
        yield Ratio(
            "status of one model over 1,000 events / import click", *found, reach="measured"
        )


def _run(command: Sequence[str]) -> Callable[[], object]:
    return lambda: subprocess.run(command, check=True, capture_output=True)
