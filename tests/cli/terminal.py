"""Types a command in this process, and keeps what must not change by itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from click.testing import CliRunner

from lifecycle_cli.main import main

NOW = datetime(2026, 11, 24, 21, 30, 7, 123456, tzinfo=UTC)
SNAPSHOTS = Path(__file__).parent / "snapshots"
RENEW = "RENEW_SNAPSHOTS"
"""With this variable set to 1 the snapshots are written anew; look at what git says of them."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, instant: datetime = NOW) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        return self.instant


@dataclass(frozen=True)
class Printed:
    """What a command printed on both streams, and its exit code."""

    code: int
    out: str
    err: str


def typed(
    *args: str,
    stdin: str | bytes = b"",
    env: dict[str, str] | None = None,
    clock: Clock | None = None,
) -> Printed:
    """Run ``lifecycle ARGS`` 80 columns wide, on no terminal."""
    surroundings: dict[str, str | None] = dict.fromkeys(
        ("NO_COLOR", "FORCE_COLOR", "LIFECYCLE_LEDGER", "LIFECYCLE_PASSPHRASE")
    )
    surroundings |= {"COLUMNS": "80", **(env or {})}
    with CliRunner().isolation(stdin, surroundings) as (out, err, _):
        code = main(list(args), clock=clock or Clock())
        return Printed(code, out.getvalue().decode(), err.getvalue().decode())


def done(*args: str, stdin: str | bytes = b"", clock: Clock | None = None) -> str:
    """Return what a command prints that must succeed."""
    printed = typed(*args, stdin=stdin, clock=clock)
    assert printed.code == 0, printed.err
    return printed.out


def refused(*args: str, stdin: str | bytes = b"", code: int = 2) -> str:
    """Return the refusal of a command that must fail, and prints no result."""
    printed = typed(*args, stdin=stdin)
    assert (printed.code, printed.out) == (code, "")
    assert "Traceback" not in printed.err
    return printed.err


def kept(path: Path, text: str) -> None:
    """Assert that a text is as it was kept, or keep it where snapshots are to be renewed."""
    if os.environ.get(RENEW) == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path.name} is new: run the tests with {RENEW}=1 and look at it"
    assert text == path.read_text(encoding="utf-8"), f"renew with {RENEW}=1, if it is meant"


def sections(named: Sequence[tuple[str, str]]) -> str:
    """Return several texts in one file, each under the command that printed it."""
    return "\n".join(f"$ {name}\n{text}" for name, text in named)
