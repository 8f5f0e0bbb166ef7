"""Situations that a lawyer can read, one file a topic, written from the law and put to a ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from tests.given import given
from tests.law.expecting import LISTS, missed

from lifecycle_projections import obligations_on

Told: TypeAlias = Mapping[str, Any]

HERE = Path(__file__).parent / "situations"

SETS = {
    "53": ("53(1)(a)", "53(1)(b)", "53(1)(c)", "53(1)(d)", "53(3)"),
    "53 open": ("53(1)(c)", "53(1)(d)", "53(3)"),
    "55": ("55(1)(a)", "55(1)(b)", "55(1)(c)", "55(1)(d)"),
}
"""What the files write for short: all that Art. 53 asks, what it asks of open models, Art. 55."""


def situations() -> Iterator[tuple[str, Told, Told]]:
    """Yield each situation with the file it stands in and that file's background."""
    for path in sorted(HERE.glob("*.toml")):
        topic = tomllib.loads(path.read_text("utf-8"))
        for situation in topic["situation"]:
            yield path.stem, topic, situation


SITUATIONS = [
    pytest.param(topic, situation, id=f"{name}: {situation['title']}")
    for name, topic, situation in situations()
]


@pytest.mark.parametrize(("topic", "situation"), SITUATIONS)
def test_the_law_answers_as_the_situation_says(topic: Told, situation: Told) -> None:
    told = [*topic.get("background", ()), *situation["given"]]
    with given(events(told)) as ledger:
        for ask in situation["ask"]:
            answer = obligations_on(
                ledger,
                ask.get("model", "atlas"),
                actor=ask.get("actor", "acme"),
                valid_on=ask["on"],
                known_at=ask.get("known_at"),
            ).to_dict()
            expect = {key: written_out(key, value) for key, value in ask["expect"].items()}
            assert not missed(expect, answer), f"on {ask['on']}: {ask['why']}"


def test_there_are_enough_of_them_and_each_names_its_law() -> None:
    topics = {name: topic for name, topic, _ in situations()}
    questions = [ask for _, _, situation in situations() for ask in situation["ask"]]

    assert len(questions) >= 200
    assert all(topic["title"] and topic["cites"] for topic in topics.values())
    assert all(ask["why"] and ask["expect"] for ask in questions)


def events(told: Sequence[Told]) -> list[dict[str, Any]]:
    """Return the events in the order of their days, every model registered before them."""
    models = dict.fromkeys(event.get("model", "atlas") for event in told)
    first = [
        {"type": "registered", "model": model, "occurred_on": "2024-07-01"}
        for model in {**models, "atlas": None}
    ]
    standing = [event for event in told if event["type"] not in {"corrected", "retracted"}]
    mending = [event for event in told if event["type"] in {"corrected", "retracted"}]
    ordered = sorted(standing, key=lambda event: event["on"]) + mending
    return first + [as_event(event) for event in ordered]


def as_event(told: Told) -> dict[str, Any]:
    """Return an event of the vocabulary; ``forget`` names the facts told as unknown."""
    facts = {name: plain(value) for name, value in told.items() if name not in {"on", "forget"}}
    if "organisation" not in facts:
        facts.setdefault("model", "atlas")
    unknown = dict.fromkeys(told.get("forget", ()))
    return {**facts, **unknown, "occurred_on": told["on"].isoformat()}


def plain(value: Any) -> Any:  # noqa: ANN401 -- as the TOML has it
    """Return a value as JSON has it."""
    return value.isoformat() if isinstance(value, date) else value


def written_out(key: str, value: Any) -> Any:  # noqa: ANN401 -- as the TOML has it
    """Return an expectation with the short names of sets written out and days as text."""
    if key in LISTS:
        return [id_ for name in value for id_ in SETS.get(name, (name,))]
    if key == "deadlines":
        return {
            name: {end: plain(day) for end, day in ends.items()} for name, ends in value.items()
        }
    return plain(value)
