"""The rules and an evaluator written apart from them, which tries every completion, agree."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.law.asking import WEAKER, book_of, difference, rules
from tests.law.bruteforce.answer import OBLIGATIONS, answer
from tests.law.bruteforce.corrections import effective
from tests.law.bruteforce.worlds import TooManyWorlds, World, in_every_world
from tests.law.expecting import missed
from tests.law.streams import life

SCENARIOS = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "scenarios.jsonl")
    .read_text("utf-8")
    .splitlines()
]

READ = {
    *("gpai", "placed_on_market", "systemic_risk", "rd_exclusion", "transitional"),
    *("obligations_active", "limited_to_modification", "obligations", "obligations_include"),
    *("obligations_exclude", "obligations_undetermined"),
}
"""What the brute force answers; performance and deadlines it does not know."""

LIVES_AT_ONCE = 50
LIVES_IN_THE_SUITE = 300
LIVES_IN_SOAK = 10_000

WEAKER_AT_MOST = 0.04
"""The share of what is decided that three values may leave open: they forget that two open
questions are one, as where a model is either in transition or not placed at all."""


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: str(scenario["id"]))
def test_the_brute_force_answers_every_scenario(scenario: Mapping[str, Any]) -> None:
    recorded = sorted(scenario["events"], key=_recorded_on)
    for question in scenario["ask"]:
        known = [
            {name: value for name, value in event.items() if name != "recorded_at"}
            for event in recorded
            if _recorded_on(event) <= question.get("known_at", "9999")
        ]
        found = answer(effective(known), question["model"], question["actor"], question["valid_on"])
        statuses = [{"id": name, "status": found[name]} for name in OBLIGATIONS]
        assert not missed(
            question["expect"],
            {**found, "obligations": statuses},
            also=question.get("also_accept"),
            only=READ,
        ), question["why"]


def _recorded_on(event: Mapping[str, Any]) -> str:
    return str(event.get("recorded_at", event["occurred_on"]))[:10]


@pytest.mark.parametrize("first", range(0, LIVES_IN_THE_SUITE, LIVES_AT_ONCE))
def test_rules_and_brute_force_agree_on_odd_lives(first: int) -> None:
    compare(range(first, first + LIVES_AT_ONCE))


@pytest.mark.soak
@pytest.mark.parametrize("first", range(LIVES_IN_THE_SUITE, LIVES_IN_SOAK, LIVES_AT_ONCE))
def test_rules_and_brute_force_agree_on_ten_thousand_lives(first: int) -> None:
    compare(range(first, first + LIVES_AT_ONCE))


def compare(seeds: range) -> None:
    """Assert that nothing decided differs, and that little is left open that is decided."""
    decided, kinds = 0, Counter[str]()
    wrong: list[object] = []
    for seed in seeds:
        told = life(seed)
        book = book_of(told.events)
        for question in told.questions:
            asked = (question.model, question.actor, question.day)
            brute = answer(effective(told.events), *asked)
            ruled = rules(book, *asked)
            decided += sum(value != "undetermined" for value in brute.values())
            for key, value in brute.items():
                kind = difference(value, ruled[key])
                if kind is not None:
                    kinds[kind] += 1
                if kind not in {None, WEAKER}:
                    wrong.append((seed, question, key, f"brute {value}", f"rules {ruled[key]}"))
    assert not wrong
    assert kinds[WEAKER] <= WEAKER_AT_MOST * decided


def test_worlds_agree_only_on_what_no_open_question_decides() -> None:
    def derive(world: World) -> dict[str, bool]:
        first, second = (world.pick(name, (True, False)) for name in ("first", "second"))
        return {"either": first or second, "itself": first == (bool(first)), "second": second}

    assert in_every_world(derive) == {
        "either": "undetermined",
        "itself": "yes",
        "second": "undetermined",
    }


def test_too_many_worlds_are_not_passed_over() -> None:
    def derive(world: World) -> dict[str, bool]:
        return {"none": all(world.pick(number, (True, True)) for number in range(20)) is False}

    with pytest.raises(TooManyWorlds):
        in_every_world(derive)


def test_a_correction_of_a_correction_and_a_retraction_are_read_backwards() -> None:
    told = {"model": "atlas", "occurred_on": "2026-01-01"}
    recorded: list[dict[str, object]] = [
        {**told, "type": "trained", "update_flop": "1e22"},
        {**told, "type": "corrected", "target": "atlas#1", "changes": {"update_flop": "1e23"}},
        {**told, "type": "corrected", "target": "atlas#2", "changes": {
            "changes": {"update_flop": "1e24"}}},
        {**told, "type": "released"},
        {**told, "type": "retracted", "target": "atlas#4"},
        {**told, "type": "retracted", "target": "atlas#5"},
    ]  # fmt: skip

    standing = effective(recorded)

    assert [event["type"] for event in standing] == ["trained", "released"]
    assert standing[0]["update_flop"] == "1e24"
