"""Each fault and attack of the page has its tests, and all of them exist under those names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults-and-attacks.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| ((?:[TIC]\d+(?:, )?)+) \|(.*)$", re.MULTILINE)
FILE_OR_TEST = re.compile(r"`(tests/[a-z_/]+\.py|test_\w+)`")
LISTED = (
    *(f"T{number}" for number in range(1, 18) if number != 14),
    *(f"I{number}" for number in range(1, 14) if number != 9),
    *(f"C{number}" for number in (*range(1, 14), 17, 18)),
)


def cited() -> list[tuple[str, str, str]]:
    """Return row, file and test, for each test that the page names."""
    found: list[tuple[str, str, str]] = []
    for row, text in ROW.findall(PAGE):
        file = ""
        for name in FILE_OR_TEST.findall(text):
            if name.startswith("tests/"):
                file = name
            else:
                found.append((row, file, name))
    return found


def named_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("row", "file", "name"), cited())
def test_the_test_of_a_row_exists(row: str, file: str, name: str) -> None:
    assert name in named_in(ROOT / file), f"{row} names a test that is not in {file}"


def test_every_row_is_there_once_and_names_a_test() -> None:
    rows = [each for row, _ in ROW.findall(PAGE) for each in row.split(", ")]
    assert sorted(rows) == sorted(LISTED)
    assert {each for row, _, _ in cited() for each in row.split(", ")} == set(LISTED)


def test_negative_control_a_test_of_another_name_is_not_found() -> None:
    assert "test_that_nobody_wrote" not in named_in(Path(__file__))
    assert "test_every_row_is_there_once_and_names_a_test" in named_in(Path(__file__))
