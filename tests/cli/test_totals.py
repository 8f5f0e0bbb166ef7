"""The totals of a portfolio say what its lines say, counted."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused

DAY = ("--on", "2026-01-15", "--known-at", "2026-01-15")


@pytest.mark.usefixtures("demo")
def test_the_totals_count_the_answers_of_the_portfolio() -> None:
    models = json.loads(done("status", *DAY, "--json"))["models"]
    totals = json.loads(done("status", "--totals", *DAY, "--json"))
    assert totals["models"] == len(models)
    for conclusion, counted in totals["conclusions"].items():
        assert Counter(answer[conclusion] for answer in models) == +Counter(counted)
    duties = Counter(found["status"] for answer in models for found in answer["obligations"])
    assert totals["obligations"] == duties
    waits = Counter(
        fact
        for answer in models
        for fact in {f"{each['event']}.{each['fact']}" for each in answer["missing"]}
    )
    assert {entry["fact"]: entry["models"] for entry in totals["waiting"]} == waits
    numbers = [entry["models"] for entry in totals["waiting"]]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.usefixtures("demo")
def test_people_see_a_table_and_what_most_models_wait_for() -> None:
    lines = done("status", "--totals", *DAY).splitlines()
    assert lines[3].split() == ["12", "MODELS", "YES", "NO", "UNDETERMINED"]
    assert lines[4].split() == ["general-purpose", "AI", "model", "12", "0", "0"]
    assert any(line.startswith("Obligations: 40 active") for line in lines)
    assert any(line.startswith("1 model waits for ") for line in lines)


@pytest.mark.usefixtures("demo")
def test_a_spreadsheet_gets_one_row_a_conclusion() -> None:
    header, first, *_ = done("status", "--totals", *DAY, "--format", "csv").splitlines()
    assert header.startswith("what,yes,no,undetermined,on,known_at,rulebook")
    assert first.startswith("gpai,12,0,0,2026-01-15,")


def test_an_empty_ledger_has_none(empty: Path) -> None:
    done("init", "--no-key")
    assert (empty / "lifecycle.db").exists()
    assert "No model is registered." in done("status", "--totals", *DAY[:2])


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("more", [("atlas-7b",), ("--gaps",), ("--state", "not-placed")])
def test_totals_are_of_all_models(more: tuple[str, ...]) -> None:
    assert "--totals" in refused("status", "--totals", *more)
