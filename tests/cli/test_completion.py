"""A shell is offered commands, types, models, obligations and listed words, and loads no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.terminal import Clock, done

from lifecycle_cli.main import root
from lifecycle_cli.session import Session


def offered(*words: str) -> list[str]:
    """Return what bash is offered for the last of these words."""
    variables = {
        "_LIFECYCLE_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["lifecycle", *words]),
        "COMP_CWORD": str(len(words)),
    }
    with CliRunner().isolation(env=variables) as (out, _, _), pytest.raises(SystemExit):
        root.main([], "lifecycle", obj=Session(Clock()))
    printed = out.getvalue().decode().splitlines()
    return [line.partition(",")[2] for line in printed if line]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("sta",), ["status"]),
        (("re",), ["record", "retract"]),
        (("record", "rele"), ["released"]),
        (("status", "atlas-c"), ["atlas-clerk"]),
        (("why", "cirrus"), ["cirrus-70b", "cirrus-8b"]),
        (("why", "atlas-7b", "53-1"), ["53-1-a", "53-1-b", "53-1-c", "53-1-d"]),
        (("status", "--format", "js"), ["json", "jsonl"]),
        (("record", "released", "--channel", "cl"), ["cloud_service"]),
        (("record", "released", "--commercial", ""), ["yes", "no", "unknown"]),
        (("completion", "z"), ["zsh"]),
    ],
    ids=" ".join,
)
def test_what_is_offered(words: tuple[str, ...], expected: list[str]) -> None:
    assert offered(*words) == expected


def test_without_a_ledger_no_model_is_offered(empty: Path) -> None:
    assert offered("status", "a") == []
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_every_shell_has_its_script(shell: str) -> None:
    assert "_LIFECYCLE_COMPLETE" in done("completion", shell)
