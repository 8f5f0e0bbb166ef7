"""Joining limbs: what decided an outcome is kept with it, and what did not is not blamed for it."""

from __future__ import annotations

from datetime import date

from lifecycle.law.case import Case
from lifecycle.law.facts import Facts
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle.law.rule import rule
from lifecycle.law.trace import (
    Finding,
    Limb,
    Missing,
    all_of,
    any_of,
    fails,
    law_is_open,
    settled,
    unknown,
)
from lifecycle.law.truth import NO, UNDETERMINED, YES

FACT, OTHER = Missing("model:m", "released", "market"), Missing("model:m", "trained", "actor")
YES_1, YES_2 = settled("first", True, "m#1"), settled("second", True, "m#2")
NO_3, NO_4 = settled("third", False, "m#3"), settled("fourth", False, "m#4")
OPEN_5 = unknown("fifth", FACT, events=("m#5",))
OPEN_6 = unknown("sixth", OTHER, FACT, events=("m#6",))


def case() -> Case:
    return Case(Facts("model:m", ()), date(2026, 1, 1), reading(DEFAULT_READING))


class TestAllOf:
    def test_it_holds_by_every_limb(self) -> None:
        joined = all_of("both", YES_1, YES_2)
        assert joined == Limb("both", YES, ("m#1", "m#2"), (), (YES_1, YES_2))

    def test_it_fails_by_the_limbs_that_fail(self) -> None:
        joined = all_of("all", YES_1, NO_3, OPEN_5, NO_4)
        assert (joined.outcome, joined.events, joined.missing) == (NO, ("m#3", "m#4"), ())
        assert joined.limbs == (YES_1, NO_3, OPEN_5, NO_4)

    def test_it_is_open_by_the_limbs_that_are_open(self) -> None:
        joined = all_of("all", YES_1, OPEN_5, OPEN_6)
        assert (joined.outcome, joined.events) == (UNDETERMINED, ("m#5", "m#6"))
        assert joined.missing == (FACT, OTHER)

    def test_of_nothing_holds(self) -> None:
        assert all_of("none").outcome is YES


class TestAnyOf:
    def test_it_holds_by_the_limbs_that_hold(self) -> None:
        joined = any_of("any", NO_3, YES_1, OPEN_5)
        assert (joined.outcome, joined.events, joined.missing) == (YES, ("m#1",), ())

    def test_it_fails_by_every_limb(self) -> None:
        joined = any_of("any", NO_3, NO_4)
        assert (joined.outcome, joined.events) == (NO, ("m#3", "m#4"))

    def test_it_is_open_by_the_limbs_that_are_open(self) -> None:
        joined = any_of("any", NO_3, OPEN_6)
        assert (joined.outcome, joined.events) == (UNDETERMINED, ("m#6",))
        assert joined.missing == (OTHER, FACT)

    def test_of_nothing_fails(self) -> None:
        assert any_of("none").outcome is NO


def test_a_negation_rests_on_what_it_negates() -> None:
    assert fails("not", YES_1) == Limb("not", NO, ("m#1",), (), (YES_1,))
    assert fails("not", OPEN_5) == Limb("not", UNDETERMINED, ("m#5",), (FACT,), (OPEN_5,))


def test_events_are_named_once() -> None:
    assert settled("twice", True, "m#1", "m#1").events == ("m#1",)
    assert law_is_open("twice", "m#1", "m#1") == Limb("twice", UNDETERMINED, ("m#1",))


def test_walking_visits_every_limb_before_its_own() -> None:
    inner = all_of("inner", YES_1, NO_3)
    outer = any_of("outer", inner, OPEN_5)
    assert [limb.says for limb in outer.walk()] == ["outer", "inner", "first", "third", "fifth"]


class TestTwoReadings:
    def test_the_followed_one_stands_and_carries_the_other(self) -> None:
        asked = case()
        read = asked.settle("A9", YES_1, NO_3)
        assert read == Limb("first", YES, ("m#1",), (), (), "A9", NO_3)
        assert asked.disputed == {"A9"}

    def test_turned_the_other_stands(self) -> None:
        asked = case().turned_at("A9")
        read = asked.settle("A9", YES_1, NO_3)
        assert read == Limb("third", NO, ("m#3",), (), (), "A9", YES_1)

    def test_nothing_is_disputed_where_both_say_the_same(self) -> None:
        asked = case()
        read = asked.settle("A9", YES_1, YES_2)
        assert (read.point, read.other, asked.disputed) == ("", None, set())

    def test_nothing_is_disputed_while_a_fact_is_missing(self) -> None:
        asked = case()
        read = asked.settle("A9", OPEN_5, NO_3)
        assert (read.outcome, read.missing, read.point) == (UNDETERMINED, (FACT,), "A9")
        assert asked.disputed == set()

    def test_what_no_fact_decides_is_disputed(self) -> None:
        asked = case()
        asked.settle("A11", law_is_open("open", "m#1"), NO_3)
        assert asked.disputed == {"A11"}

    def test_a_finding_is_kept_below_and_limbs_are_taken_over(self) -> None:
        @rule("X", "an invented rule", cites="Art. 1")
        def invented(_: Case) -> Limb:
            """It holds."""
            return all_of("invented", YES_1, YES_2)

        found = invented(case())
        assert isinstance(found, Finding)
        assert case().settle("A9", found, NO_3).limbs == (found,)
        assert case().settle("A9", all_of("plain", YES_1), NO_3).limbs == (YES_1,)
