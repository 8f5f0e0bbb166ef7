"""Consequences first: what a draft would start or end is shown before anything is written."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.terminal import done, typed

RELEASE = ("record", "released", "atlas-lab", "--on", "2026-02-02", "--actor", "acme",
           "--channel", "api", "--market", "union", "--commercial", "yes",
           "--own-name", "yes")  # fmt: skip


def test_a_release_starts_obligations_without_evidence(demo: Path) -> None:
    printed = done(*RELEASE, "-n")
    assert demo.joinpath("lifecycle.db").exists()
    assert "starts  53(1)(d) public summary of training" in printed
    assert "from 2026-02-02  MISSING" in printed
    assert "ledger of 72 events" in printed


@pytest.mark.usefixtures("demo")
def test_a_correction_shows_the_past_that_it_changes() -> None:
    printed = done("correct", "atlas-7b#5", "--set", "on=2025-07-30", "--reason", "contract", "-n")
    assert "active -> transitional  53(1)(a)" in printed
    assert "from 2025-09-08" in printed


@pytest.mark.usefixtures("demo")
def test_a_retraction_ends_obligations() -> None:
    assert "ends    53(1)(a)" in done("retract", "atlas-7b#5", "--reason", "never", "-n")


@pytest.mark.usefixtures("demo")
def test_what_changes_nothing_says_so() -> None:
    printed = done("record", "noted", "atlas-7b", "--on", "2026-01-15", "--text", "x", "-n")
    assert "It would change no obligation on any day." in printed


@pytest.mark.usefixtures("demo")
def test_the_preview_as_json_names_its_axes() -> None:
    found = json.loads(done(*RELEASE, "-n", "--json"))
    assert found["schema"] == "lifecycle/consequences/1"
    assert (found["written"], found["rulebook"]) == (False, "guidelines-2025-11")
    assert found["ledger"]["size"] == 72
    assert found["consequences"][0]["changes"] == [
        {"before": "inactive", "after": "active", "since": "2026-02-02", "until": None}
    ]


@pytest.mark.usefixtures("demo")
def test_where_nobody_can_be_asked_nothing_is_asked() -> None:
    printed = typed(*RELEASE, stdin="n\n")
    assert printed.code == 0
    assert "atlas-lab#5 recorded" in printed.out
    assert "[y/N]" not in printed.out


@pytest.mark.parametrize(
    ("answer", "recorded"), [(b"y\n", True), (b"n\n", False), (b"\n", False), (b"\x04", False)]
)
def test_on_a_terminal_it_asks_first(demo: Path, answer: bytes, *, recorded: bool) -> None:
    printed, code = on_terminal(RELEASE, answer)
    assert printed.index("MISSING") < printed.index("Record it? [y/N]")
    assert code == (130 if answer == b"\x04" else 0)
    assert ("atlas-lab#5 recorded" in printed) is recorded
    assert ("atlas-lab#5" in done("events", "atlas-lab")) is recorded
    assert demo.joinpath("lifecycle.db").exists()


@pytest.mark.usefixtures("demo")
def test_yes_asks_nothing_on_a_terminal() -> None:
    printed, code = on_terminal([*RELEASE, "--yes"], b"")
    assert code == 0
    assert "[y/N]" not in printed
    assert "atlas-lab#5 recorded" in printed


@pytest.mark.parametrize(
    ("answer", "said"),
    [(b"n\n", "Nothing was written."), (b"y\n", "Recorded 1 event of one.jsonl")],
)
def test_an_import_asks_on_a_terminal_as_well(demo: Path, answer: bytes, said: str) -> None:
    event = {"type": "registered", "model": "nova", "occurred_on": "2026-01-05"}
    demo.joinpath("one.jsonl").write_text(json.dumps(event))
    printed, code = on_terminal(["import", "one.jsonl"], answer)
    assert printed.index("inactive -> undetermined") < printed.index("Record it? [y/N]")
    assert (code, said in printed) == (0, True)


@pytest.mark.parametrize(
    ("answer", "said"), [(b"n\n", "Nothing was written."), (b"y\n", "Recorded")]
)
def test_a_spool_asks_on_a_terminal_as_well(demo: Path, answer: bytes, said: str) -> None:
    done(*RELEASE, "--id", "r1", "--spool", "spool")
    printed, code = on_terminal(["import", "spool"], answer)
    assert printed.index("MISSING") < printed.index("Record it? [y/N]")
    assert (code, said in printed) == (0, True)
    if answer == b"y\n":
        again, code = on_terminal(["import", "spool"], b"")
        assert (code, "imported already" in again, "[y/N]" in again) == (0, True, False)
    assert demo.joinpath("spool").exists()


def on_terminal(args: tuple[str, ...] | list[str], answer: bytes) -> tuple[str, int]:
    """Return what is seen on a terminal on which a command is typed, and its exit code."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from lifecycle_cli.main import entry; entry()", *args]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "80"},
    ) as process:
        os.close(theirs)
        seen = b""
        answered = not answer
        while True:
            if not select.select([ours], [], [], 60)[0]:
                process.kill()
                raise AssertionError(f"it waits for ever after: {seen.decode()}")
            try:
                some = os.read(ours, 10_000)
            except OSError:  # the other end is closed
                break
            if not some:
                break
            seen += some
            if not answered and b"[y/N]" in seen:
                os.write(ours, answer)
                answered = True
    os.close(ours)
    return seen.decode(), process.returncode


@pytest.mark.usefixtures("demo")
def test_what_changes_alike_is_said_once() -> None:
    printed = done("correct", "atlas-7b#5", "--set", "on=2025-07-30", "--reason", "contract", "-n")
    assert printed.count("53(1)(a)(b)(c)(d)") == 2
    assert "technical documentation" not in printed


@pytest.mark.usefixtures("demo")
def test_ten_models_are_shown_of_many(tmp_path: Path) -> None:
    rows = [f"model-{number:02},2025-03-03,2025-09-08" for number in range(12)]
    (tmp_path / "many.csv").write_text("\n".join(["model,registered_on,released_on", *rows]))
    done("import", "many.csv", "--mapping", "officer")
    printed = done("retract", "ledger#1", "--reason", "another company's", "-n")
    assert printed.count(", about ") == 10
    assert "It would change further models as well; --json has all." in printed
