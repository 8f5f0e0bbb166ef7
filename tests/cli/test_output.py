"""What reaches a terminal or a spreadsheet is safe and fits, with colours where they are wanted."""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.terminal import done, typed

from lifecycle_cli.lines import Toned, render, table, text_of, typed_lines, visible
from lifecycle_cli.output import cell_text, csv_lines, json_text

ESCAPE = "\x1b["


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("option", "variables", "coloured"),
    [
        ((), {}, False),
        ((), {"FORCE_COLOR": "1"}, True),
        ((), {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ((), {"NO_COLOR": "1"}, False),
        (("--color", "always"), {}, True),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {"FORCE_COLOR": "1"}, False),
        (("--color", "auto"), {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours_where_they_are_wanted(
    option: tuple[str, ...], variables: dict[str, str], *, coloured: bool
) -> None:
    for args in (("status", *option), (*option, "status")):
        printed = typed(*args, env=variables)
        assert printed.code == 0
        assert (ESCAPE in printed.out) is coloured
    failed = typed("status", "nowhere", *option, env=variables)
    assert (ESCAPE in failed.err) is coloured


@pytest.mark.usefixtures("demo")
def test_colours_carry_no_meaning_of_their_own() -> None:
    plain = done("status", "--known-at", "2026-01-15")
    coloured = done("status", "--known-at", "2026-01-15", "--color", "always")
    assert "".join(part.partition("m")[2] for part in f"m{coloured}".split(ESCAPE)) == plain


def test_a_file_has_no_colours(demo: Path) -> None:
    done("status", "--color", "always", "-o", "p.txt")
    assert ESCAPE not in (demo / "p.txt").read_text()


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    "question",
    [("status",), ("status", "titan-1"), ("why", "titan-1", "52-1"), ("events", "--effects"),
     ("timeline", "titan-1"), ("deadlines",), ("questions",), ("rules",), ("kinds",),
     ("diff", "--on", "2025-01-01..2026-01-15")],
    ids=" ".join,
)  # fmt: skip
def test_no_line_is_wider_than_the_terminal(question: tuple[str, ...]) -> None:
    for width in (80, 100):
        printed = typed(*question, env={"COLUMNS": str(width)})
        assert printed.code == 0
        wide = [line for line in printed.out.splitlines() if len(line) > width]
        assert wide == []


@given(st.text())
def test_nothing_that_is_printed_can_steer_a_terminal(text: str) -> None:
    shown = visible(text)
    assert shown == visible(shown)
    assert all(character.isprintable() or character == "\xa0" or not character.isascii()
               for character in shown)  # fmt: skip
    assert "\x1b" not in render([text, Toned(text, "bad")]).replace("\x1b[31m", "").replace(
        "\x1b[0m", ""
    )


def test_unseen_characters_are_shown() -> None:
    assert visible("a\x1b[2Jb\nc\u202ed\x9b") == "a\\x1b[2Jb\\nc\\u202ed\\x9b"
    assert visible("Größe — 7 µs") == "Größe — 7 µs"


@pytest.mark.usefixtures("demo")
def test_a_hostile_argument_is_shown_not_obeyed() -> None:
    for args in (("status", "a\x1b[2J"), ("why", "atlas-7b", "\x1b]0;x\x07"), ("\x1b[31m",)):
        printed = typed(*args)
        assert printed.code == 2
        assert "\x1b" not in printed.err


@given(st.dictionaries(st.text(), st.text()))
def test_json_is_what_it_was_and_has_nothing_unseen(value: dict[str, str]) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert visible(text) == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_no_cell_is_a_formula(rows: list[list[str]]) -> None:
    text = "\n".join(csv_lines(("one", "two"), rows))
    read = list(csv.reader(io.StringIO(text)))
    assert len(read) == len(rows) + 1
    for cell in itertools.chain(*read):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_formula_keeps_its_text_behind_a_quotation_mark() -> None:
    assert cell_text("=cmd()|' /C calc'!A0") == "'=cmd()|' /C calc'!A0"
    assert cell_text("\tx") == "'\\tx"
    assert [cell_text(value) for value in (None, 3, ["a", "b"], "x-y")] == ["", "3", "a b", "x-y"]


@given(
    st.lists(st.lists(st.text(max_size=60), min_size=3, max_size=3), max_size=4),
    st.integers(40, 120),
)
def test_a_table_fits_and_loses_nothing(rows: list[list[str]], width: int) -> None:
    lines = [render(line) for line in table(("A", "B", "C"), rows, width)]
    plain = [line.replace("\x1b[1m", "").replace("\x1b[0m", "") for line in lines]
    assert all(len(line) <= width for line in plain)
    shown = "".join("".join(plain).split())
    for cell in itertools.chain(*rows):
        for word in visible(cell).split():
            assert all(character in shown for character in word)


def test_a_command_to_be_typed_is_broken_between_its_options() -> None:
    lines = typed_lines("Repeat: ", ["lifecycle", "why", "--on", "2026-01-15", "--set", "a=b"], 32)
    assert ["".join(map(text_of, line)) for line in lines if isinstance(line, list)] == [
        "Repeat: lifecycle why \\",
        "    --on 2026-01-15 --set a=b",
    ]


@pytest.mark.parametrize("args", [["status"], ["record", "-"], ["export"], ["--help"]])
def test_with_standard_input_closed_nothing_hangs(demo: Path, args: list[str]) -> None:
    done_ = subprocess.run(
        ["sh", "-c", 'exec "$@" <&-', "sh", *command(*args)],  # noqa: S607
        cwd=demo,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done_.returncode == (2 if args == ["record", "-"] else 0)
    assert "Traceback" not in done_.stderr


def test_a_reader_that_leaves_is_no_failure_of_the_program(demo: Path) -> None:
    piped = f"{shlex.join(command('kinds', '--format', 'csv'))} | head -n 1; echo $PIPESTATUS"
    printed = subprocess.run(
        ["bash", "-c", piped],  # noqa: S607
        cwd=demo,
        capture_output=True,
        text=True,
        check=False,
    )
    assert printed.stderr == ""
    assert printed.stdout.splitlines()[0] == "type,fact,kind,unit,meaning,words"
    assert printed.stdout.splitlines()[1] in ("0", "141")


def test_an_interrupted_program_says_so_by_its_code(
    demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lifecycle_cli.output.Target.write", interrupt)
    assert demo.exists()
    assert typed("status").code == 130


@pytest.mark.usefixtures("demo")
def test_a_fault_of_the_program_shows_no_traceback_unasked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no\nway")

    monkeypatch.setattr("lifecycle_cli.output.Target.write", fail)
    printed = typed("status")
    assert printed.code == 70
    assert printed.err.startswith("Error LC900: the program failed: ZeroDivisionError: no way\n")
    assert "Traceback" not in printed.err
    assert "Traceback" in typed("status", "--debug").err


def command(*args: str) -> list[str]:
    return [sys.executable, "-c", "from lifecycle_cli.main import entry; entry()", *args]


def test_the_environment_of_these_tests_is_not_that_of_a_terminal() -> None:
    assert not os.environ.get("LIFECYCLE_LEDGER")
