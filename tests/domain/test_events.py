"""An event is what was told, no more: facts known, told to be unknown, or never told."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from pydantic import ValidationError
from tests.domain.telling import Told, events, told

from lifecycle.domain import ENVELOPE, KINDS, TOPICS, Event, Evidence, as_event, facts_of, parse
from lifecycle.domain.market_events import Released, UsedInternally
from lifecycle.domain.training_events import Trained
from lifecycle.errors import InputError

SCENARIOS = Path(__file__).parents[1] / "data" / "scenarios.jsonl"


@given(events())
def test_every_event_comes_back_from_its_body(event: Told) -> None:
    first = parse(event)
    body = first.body()
    again = TOPICS[first.topic].from_body(body)
    assert again == first
    assert again.body() == body
    assert parse(cast("Told", json.loads(body))) == first
    assert as_event(first) == first
    assert again.facts() == first.facts()


@given(events())
def test_the_order_of_telling_is_no_content(event: Told) -> None:
    backwards = dict(reversed(event.items()))
    assert parse(backwards).body() == parse(event).body()
    assert hash(parse(backwards)) == hash(parse(event))


@given(events())
def test_an_event_cannot_be_changed(event: Told) -> None:
    first = parse(event)
    with pytest.raises(ValidationError, match="frozen"):
        setattr(first, "occurred_on", first.occurred_on)  # noqa: B010 -- types forbid it
    assert copy.deepcopy(first) is first
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301 -- made here


def test_the_canonical_form_is_compact_and_begins_with_type_and_stream() -> None:
    event = told(note="für alle", commercial=None, market="union", evidence=[], actor=None)
    assert parse(event).body().decode() == (
        '{"type":"released","model":"atlas","occurred_on":"2025-09-10",'
        '"market":"union","commercial":null,"note":"für alle"}'
    )


def test_an_absent_fact_and_one_told_to_be_unknown_both_are_unknown_and_differ() -> None:
    silent = parse(told())
    unknown = parse(told(commercial=None))
    assert isinstance(silent, Released)
    assert isinstance(unknown, Released)
    assert silent.commercial is unknown.commercial is None
    assert silent.facts() == {}
    assert unknown.facts() == {"commercial": None}
    assert silent != unknown


def test_the_envelope_told_to_be_unknown_is_no_content() -> None:
    bare = told(actor=None, id=None, evidence=None, note=None, assumed=None)
    assert parse(bare) == parse(told())
    assert parse(bare).evidence == ()
    assert parse(bare).assumed == ()


def test_facts_are_typed_values() -> None:
    event = parse(
        told(
            "trained",
            update_flop="3.1e25",
            cumulative_flop_range=["3e25", "4e25"],
            components={"distillation": "2e23"},
            excluded=["public synthetic data"],
        )
    )
    assert event.facts() == {
        "update_flop": Decimal("3.1e25"),
        "cumulative_flop_range": (Decimal("3e25"), Decimal("4e25")),
        "components": {"distillation": Decimal("2e23")},
        "excluded": {"public synthetic data": None},
    }
    with pytest.raises(TypeError):
        cast("dict[str, object]", event.facts()["components"])["more"] = 1


def test_one_recipient_may_stand_alone() -> None:
    assert parse(told(recipients="customers")) == parse(told(recipients=["customers"]))


def test_evidence_may_be_given_as_objects() -> None:
    card = Evidence("Model card", uri="https://example.org/card")
    event = parse(told(evidence=[card]))
    assert event.evidence == (card,)
    assert event == parse(told(evidence=[{"title": "Model card", "uri": card.uri}]))


def test_events_of_different_types_differ() -> None:
    assert parse(told("leaked")) != parse(told("reassessment_requested"))
    assert parse(told("leaked")) != "leaked"


def test_streams_are_of_models_of_organisations_or_the_ledgers_own() -> None:
    assert parse(told()).stream == "model:atlas"
    acme = {"type": "organisation_declared", "organisation": "acme", "occurred_on": "2025-01-01"}
    assert parse(acme).stream == "organisation:acme"
    imported = {"type": "imported", "occurred_on": "2025-01-01", "source": "a.csv", "events": 3}
    assert parse({**imported, "sha256": "0" * 64}).stream == "ledger"


def test_a_correction_replaces_fields_and_takes_facts_back() -> None:
    event = parse(told(market="union", commercial=True))
    replaced = event.replaced({"commercial": None, "occurred_on": "2025-09-01", "own_name": True})
    assert replaced == parse(
        told(market="union", commercial=None, own_name=True, occurred_on="2025-09-01")
    )
    assert event == parse(told(market="union", commercial=True)), "the event itself is as it was"


def test_changes_may_be_given_as_python_has_them() -> None:
    given = {
        "informed_on": date(2025, 9, 1),
        "components": {"b": None, "a": 3},
        "outputs": ("text",),
    }
    written = {
        "informed_on": "2025-09-01",
        "components": {"a": Decimal("3.0"), "b": None},
        "outputs": ["text"],
    }
    common = {"target": "atlas#3", "reason": "typo"}
    assert parse(told("corrected", changes=given, **common)) == parse(
        told("corrected", changes=written, **common)
    )


def test_a_correction_may_take_back_who_did_it() -> None:
    assert parse(told(actor="acme")).replaced({"actor": None}) == parse(told())


def test_a_correction_of_a_correction_changes_its_changes() -> None:
    correction = parse(
        told("corrected", target="atlas#3", reason="typo", changes={"market": "union"})
    )
    assert (
        b'"changes":{"market":"outside_union"}'
        in correction.replaced({"changes": {"market": "outside_union"}}).body()
    )


@pytest.mark.parametrize("field", ["type", "model", "organisation", "id", "target", "recorded_at"])
def test_a_correction_cannot_make_it_another_event(field: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(told(market="union")).replaced({"market": "union", field: "x"})
    assert str(caught.value) == (
        f"'{field}': a correction cannot change it. Retract the event and record the right one."
    )


def test_a_correction_is_validated_as_the_event_is() -> None:
    with pytest.raises(InputError, match="'commercial': 1 is neither true nor false"):
        parse(told()).replaced({"commercial": 1})
    with pytest.raises(InputError, match="Did you mean 'market'"):
        parse(told()).replaced({"markt": "union"})
    with pytest.raises(InputError, match="'occurred_on': it cannot be unknown"):
        parse(told()).replaced({"occurred_on": None})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"type":"released"',
        b'{"type":"trained","model":"a","occurred_on":"2025-01-01"}',
        b'{"type":"released","model":"a","occurred_on":"2025-01-01","commercial":"lots"}',
        b'{"type":"released","model":"a","occurred_on":"2025-01-01","new":1}',
        b'{"type":"released","model":"a","occurred_on":"2025-01-01","note":"\xff"}',
        b'{"type":"released","model":"a","occurred_on":"2025-01-01","note":NaN}',
    ],
)
def test_what_was_stored_is_validated_when_it_is_read(body: bytes) -> None:
    with pytest.raises(InputError):
        Released.from_body(body)


def test_a_stored_number_that_went_through_a_float_is_not_believed() -> None:
    body = b'{"type":"trained","model":"a","occurred_on":"2025-01-01","update_flop":3.1e25}'
    with pytest.raises(InputError, match="binary float"):
        Trained.from_body(body)


def test_an_event_made_around_validation_is_validated_when_it_is_recorded() -> None:
    forged = Released.model_construct(
        _fields_set={"model", "occurred_on", "market"},
        model="a b",
        occurred_on=None,
        market="union",
    )
    with pytest.raises(InputError, match="'model'"):
        as_event(forged)
    copied = parse(told(market="union")).model_copy(update={"commercial": 1})
    with pytest.raises(InputError, match="'commercial'"):
        as_event(copied)


def test_python_may_build_an_event_and_is_validated() -> None:
    event = UsedInternally.model_validate(
        {"model": "atlas", "occurred_on": "2025-09-10", "purely_internal": True}
    )
    assert event == parse(told("used_internally", purely_internal=True))
    with pytest.raises(ValidationError, match="neither true nor false"):
        UsedInternally.model_validate(
            {"model": "atlas", "occurred_on": "2025-09-10", "purely_internal": 1}
        )


def test_the_tables_are_closed_and_agree() -> None:
    assert set(TOPICS.values()) == set(KINDS.values())
    for kind, cls in KINDS.items():
        assert cls.type == kind
        assert cls.topic == f"{kind}/{cls.version}"
        assert TOPICS[cls.topic] is cls
    with pytest.raises(TypeError):
        cast("dict[str, type[Event]]", KINDS)["other"] = Released


def test_every_fact_may_be_unknown_but_those_that_make_the_event() -> None:
    needed = {
        f"{kind}.{spec.name}"
        for kind, cls in KINDS.items()
        for spec in facts_of(cls)
        if spec.required
    }
    assert needed == {
        "noted.text",
        "corrected.target",
        "corrected.changes",
        "corrected.reason",
        "retracted.target",
        "retracted.reason",
        "imported.source",
        "imported.sha256",
        "imported.events",
    }


def test_every_fact_is_described_on_its_line() -> None:
    for cls in KINDS.values():
        assert cls.__doc__
        for spec in cls.specs:
            assert spec.help, (cls.type, spec.name)
            assert bool(spec.unit) == (spec.kind in ("flop", "flop_range", "components")) or (
                spec.unit in ("users", "events")
            )
            assert not spec.words or spec.kind in ("word", "words")
            if spec.name in ENVELOPE:
                assert spec not in facts_of(cls)


def test_the_scenarios_are_told_in_this_vocabulary() -> None:
    count = 0
    for line in SCENARIOS.read_text().splitlines():
        for event in json.loads(line, parse_float=Decimal)["events"]:
            event.pop("recorded_at", None)
            assert parse(event).warnings() == ()
            count += 1
    assert count == 692
