"""Kleene's logic, and the proofs built on it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.law.trace import Limb, Missing, all_of, any_of, fails, law_is_open, settled, unknown
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth, conjunction, disjunction, truth

truths = st.sampled_from(list(Truth))


@given(st.lists(truths))
def test_and_is_no_by_one_no_and_yes_only_by_all(found: list[Truth]) -> None:
    outcome = conjunction(found)
    assert (outcome is NO) == (NO in found)
    assert (outcome is YES) == all(each is YES for each in found)


@given(st.lists(truths))
def test_or_is_the_negation_of_and_over_negations(found: list[Truth]) -> None:
    assert disjunction(found) is ~conjunction(~each for each in found)


@given(truths)
def test_negation_twice_is_nothing_and_leaves_the_unknown_unknown(found: Truth) -> None:
    assert ~~found is found
    assert (~found is UNDETERMINED) == (found is UNDETERMINED)


@pytest.mark.parametrize(("flag", "outcome"), [(True, YES), (False, NO), (None, UNDETERMINED)])
def test_a_flag_that_nobody_told_is_undetermined(flag: bool | None, outcome: Truth) -> None:
    assert truth(flag) is outcome


A = Missing("model:m", "released", "commercial", "m#2")
B = Missing("model:m", "released", "market", "m#2")


def test_a_known_no_decides_and_asks_for_no_fact() -> None:
    found = all_of("both", settled("one", False, "m#1"), unknown("two", A))
    assert found.outcome is NO
    assert found.events == ("m#1",)
    assert found.missing == ()


def test_an_open_conjunction_names_every_fact_that_it_waits_for() -> None:
    found = all_of("all", unknown("one", A), settled("two", True, "m#1"), unknown("three", B))
    assert found.outcome is UNDETERMINED
    assert found.missing == (A, B)
    assert len(found.limbs) == 3


def test_a_known_yes_decides_a_disjunction() -> None:
    found = any_of("either", settled("one", True, "m#3"), unknown("two", A))
    assert (found.outcome, found.events, found.missing) == (YES, ("m#3",), ())


def test_nothing_at_all_holds_for_all_and_for_none() -> None:
    assert all_of("all").outcome is YES
    assert any_of("any").outcome is NO


def test_a_negation_keeps_what_it_rests_on() -> None:
    inner = unknown("it", A)
    assert fails("not it", inner) == Limb("not it", UNDETERMINED, (), (A,), (inner,))


def test_what_the_law_leaves_open_asks_for_no_fact() -> None:
    found = law_is_open("nobody says", "m#4")
    assert (found.outcome, found.missing, found.events) == (UNDETERMINED, (), ("m#4",))


def test_walking_a_proof_meets_every_limb_before_its_own_limbs() -> None:
    found = all_of("top", any_of("left", settled("leaf", True)), settled("right", True))
    assert [limb.says for limb in found.walk()] == ["top", "left", "leaf", "right"]
