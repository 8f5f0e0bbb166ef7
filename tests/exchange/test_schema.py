"""The JSON Schema says what the vocabulary takes, as far as a schema can."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from tests.domain.telling import Told, events, told
from tests.exchange.schema_check import Shape, accepts

from lifecycle.domain import KINDS, parse
from lifecycle.errors import InputError
from lifecycle.exchange.schema import json_schema

SCHEMA = json_schema()
GOLDEN = Path(__file__).parents[1] / "golden"


def taken(event: object) -> bool:
    return accepts(SCHEMA, SCHEMA, event)


@pytest.mark.parametrize("file", sorted(GOLDEN.glob("*.json")), ids=lambda file: file.stem)
def test_it_takes_every_golden_body(file: Path) -> None:
    assert taken(json.loads(file.read_text()))


@given(events())
def test_it_takes_what_the_vocabulary_takes(event: Told) -> None:
    assert taken(event)
    assert taken(parse(event).as_mapping())


@pytest.mark.parametrize(
    "event",
    [
        told("relesed"),
        told(chanel="api"),
        told(position=3),
        {"type": "released", "model": "atlas"},
        told(occurred_on=1754092800),
        told(occurred_on="2026-W01-1"),
        told(model="a b"),
        told(model=None),
        told(commercial=1),
        told(commercial="true"),
        told("trained", update_flop="3_0e24"),
        told("trained", update_flop=-1),
        told("trained", update_flop=True),
        told("trained", cumulative_flop_range=["1"]),
        told("trained", components={"a": "lots"}),
        told("assessed", outputs="text"),
        told("assessed", outputs=["text", "text"]),
        told("registered", name="x" * 201),
        told(evidence=[{"uri": "x"}]),
        told(evidence=[{"title": "x", "sha256": "AB"}]),
        told("corrected", target="atlas#3", reason="typo", changes={}),
        told("retracted", target="atlas#3"),
    ],
)
def test_it_refuses_what_the_vocabulary_refuses(event: Told) -> None:
    with pytest.raises(InputError):
        parse(event)
    assert not taken(event)


def test_it_is_made_of_the_descriptions_of_the_facts() -> None:
    types = cast("dict[str, dict[str, Shape]]", SCHEMA["$defs"])
    assert set(types) == set(KINDS)
    for kind, cls in KINDS.items():
        properties = cast("dict[str, Shape]", types[kind]["properties"])
        assert list(properties) == ["type", *cls.order]
        for spec in cls.specs:
            assert str(properties[spec.name]["description"]).startswith(spec.help)
            assert properties[spec.name].get("examples", []) == list(spec.words)
    compute = cast("dict[str, Shape]", types["trained"]["properties"])["update_flop"]
    assert compute["description"] == "compute spent on parameter updates so far, in FLOP"


def test_it_is_json() -> None:
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
