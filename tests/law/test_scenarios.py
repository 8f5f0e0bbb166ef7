"""Every question of the scenarios, put to a ledger whose clock stood on the days they tell."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.given import given
from tests.law.expecting import missed

from lifecycle_projections import obligations_on

Told: TypeAlias = dict[str, Any]

HERE = Path(__file__).parent
SCENARIOS: list[Told] = [
    json.loads(line)
    for line in (HERE.parent / "data" / "scenarios.jsonl").read_text("utf-8").splitlines()
]
NOT_YET: dict[str, str] = {
    entry["asks"]: entry["reason"]
    for entry in tomllib.loads((HERE / "not_yet.toml").read_text("utf-8"))["question"]
}


def name_of(scenario: Told, question: Told) -> str:
    """Return a question's name: its scenario and its axes."""
    axes = [scenario["id"], question["model"], question["actor"], question["valid_on"]]
    return " ".join([*axes, *filter(None, [question.get("known_at")])])


QUESTIONS = [
    pytest.param(scenario, question, id=name_of(scenario, question))
    for scenario in SCENARIOS
    for question in scenario["ask"]
]


@pytest.mark.parametrize(("scenario", "question"), QUESTIONS)
def test_the_ledger_answers_the_question(scenario: Told, question: Told) -> None:
    known = question.get("known_at")
    with given(scenario["events"]) as ledger:
        answer = obligations_on(
            ledger,
            question["model"],
            actor=question["actor"],
            valid_on=date.fromisoformat(question["valid_on"]),
            known_at=date.fromisoformat(known) if known else None,
        ).to_dict()

    wrong = missed(question["expect"], answer, also=question.get("also_accept"))

    if name_of(scenario, question) in NOT_YET:
        assert wrong, "it is answered rightly: take it off not_yet.toml"
    else:
        assert not wrong, f"{scenario['title']}: {question['why']}"


def test_the_list_of_what_is_not_right_names_questions_that_exist() -> None:
    names = {name_of(scenario, ask) for scenario in SCENARIOS for ask in scenario["ask"]}

    assert len(names) == 147
    assert NOT_YET.keys() <= names
