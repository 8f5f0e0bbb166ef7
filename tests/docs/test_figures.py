"""The figures in the README are those of the transcripts, the rulebook and the test data."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from lifecycle.domain import KINDS
from lifecycle.exchange.mapping import shipped_template
from lifecycle.law.rulebook import RULES

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PORTFOLIO = (ROOT / "docs" / "portfolio.md").read_text(encoding="utf-8")
SHEET = ROOT / "docs" / "how-to" / "import-a-spreadsheet.md"
TOTAL = re.compile(r"^(?P<what>[a-z].*?)  +(?P<yes>\d+) +\d+ +(?P<open>\d+)$")
WAIT = re.compile(r"^\d+ models wait for (\S+):")


def totals() -> list[dict[str, str]]:
    """Return what each transcript of totals shows, as "yes · undetermined", in their order."""
    found: list[dict[str, str]] = []
    for line in PORTFOLIO.splitlines():
        if line.startswith("976 MODELS"):
            found.append({})
        elif total := TOTAL.match(line):
            found[-1][total["what"]] = f"{total['yes']} · {total['open']}"
    return found


def waits() -> list[list[str]]:
    """Return the three facts that most models wait for, in each transcript of totals."""
    found = [match[1] for line in PORTFOLIO.splitlines() if (match := WAIT.match(line))]
    return [found[start : start + 3] for start in range(0, len(found), 3)]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("general-purpose", "general-purpose AI model"),
        ("with systemic risk", "systemic risk"),
        ("placed on the Union market", "placed on the Union market"),
        ("bound by an obligation", "at least one obligation active"),
        ("in transition until 2 August 2027", "in transition until 2 August 2027"),
    ],
)
def test_the_table_of_real_models_is_that_of_the_transcripts(row: str, what: str) -> None:
    figures = [counted[what] for counted in totals()]
    assert len(figures) == 4
    shown = next(line for line in README.splitlines() if line.startswith(f"| {row} |"))
    assert shown == f"| {row} | {' | '.join(figures)} |"


def test_what_would_settle_most_is_that_of_the_transcripts() -> None:
    assert len(waits()) == 4
    for facts in waits():
        assert [fact for fact in facts if f"`{fact}`" not in README] == []


def test_the_rulebook_has_as_many_rules() -> None:
    assert f"{len(RULES)} rules" in README


def test_as_many_things_can_be_recorded() -> None:
    assert f"{len(KINDS)} types of events" in " ".join(README.split())


def test_as_many_questions_are_answered() -> None:
    lines = (ROOT / "tests" / "data" / "scenarios.jsonl").read_text(encoding="utf-8").splitlines()
    situations = [json.loads(line) for line in lines]
    questions = sum(len(situation["ask"]) for situation in situations)
    assert f"{questions} questions about the {len(situations)} situations" in " ".join(
        README.split()
    )


def test_every_column_of_the_sheet_is_explained() -> None:
    page = SHEET.read_text(encoding="utf-8")
    columns = shipped_template().decode().strip().split(",")
    assert [column for column in columns if f"`{column}`" not in page] == []
