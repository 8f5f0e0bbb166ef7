"""What an act tells: words, flags and amounts, and what it leaves open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from lifecycle.law.facts import Act
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth


def act(**values: object) -> Act:
    return Act("released", date(2025, 9, 1), 3, "m#2", "model:m", "acme", values)


@pytest.mark.parametrize(
    ("told", "outcome"),
    [("union", YES), ("outside_union", NO), ("worldwide", UNDETERMINED), (None, UNDETERMINED)],
)
def test_a_word_that_is_not_listed_decides_nothing(told: str | None, outcome: Truth) -> None:
    found = act(market=told).in_union("market", "on the Union market")
    assert found.outcome is outcome
    assert bool(found.missing) == (outcome is UNDETERMINED)


def test_without_a_vocabulary_every_word_decides() -> None:
    assert act(to="q").is_one_of("to", ("q",), "to q").outcome is YES
    assert act(to="r").is_one_of("to", ("q",), "to q").outcome is NO


def test_denying_needs_a_recorded_negative() -> None:
    assert act(commercial=False).denied("commercial", "not commercial").outcome is YES
    assert act(commercial=True).denied("commercial", "not commercial").outcome is NO
    assert act().denied("commercial", "not commercial").outcome is UNDETERMINED


@pytest.mark.parametrize(("told", "lacking"), [(True, []), (False, []), (None, ["commercial"])])
def test_a_flag_is_missing_only_where_it_was_not_told(
    told: bool | None, lacking: list[str]
) -> None:
    for found in (
        act(commercial=told).holds("commercial", "commercial"),
        act(commercial=told).denied("commercial", "not commercial"),
    ):
        assert [fact.fact for fact in found.missing] == lacking


def test_who_did_it_is_open_while_nobody_says() -> None:
    assert act().by("acme", "by acme").outcome is YES
    assert act().by("other", "by other").outcome is NO
    nameless = Act("released", date(2025, 9, 1), 3, "m#2", "model:m", None, {})
    found = nameless.by("acme", "by acme")
    assert found.outcome is UNDETERMINED
    assert [fact.fact for fact in found.missing] == ["actor"]
    assert act().by(None, "by whom?").missing == ()


def test_values_of_another_kind_tell_nothing() -> None:
    odd = act(market=3, recipients="all", flop="many", span=("a", "b"), day="2025")
    assert odd.word("market") is None
    assert odd.words("recipients") is None
    assert odd.number("flop") is None
    assert odd.span("span") is None
    assert odd.span("flop") is None
    assert odd.date_of("day") is None
    assert odd.flag("market") is None


def test_amounts_stay_exact() -> None:
    low, high = Decimal("8e24"), Decimal("1.2e25")
    told = act(range=(low, high), recipients=("public",), flop=high, day=date(2025, 1, 1))
    assert told.span("range") == (low, high)
    assert told.words("recipients") == ("public",)
    assert told.number("flop") == high
    assert told.date_of("day") == date(2025, 1, 1)
    assert told.tells("flop")
    assert not told.tells("nothing")
