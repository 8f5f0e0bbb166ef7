"""Amounts of compute with two bounds, and the totals that training stages tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.law.test_corners import TRAINED, ask, told
from tests.law.told import Told

from lifecycle.law.article_051 import condition_met, over_threshold
from lifecycle.law.case import Case
from lifecycle.law.compute import Compute, exactly, running_total, untold
from lifecycle.law.facts import Facts
from lifecycle.law.guidelines_2_1 import cumulative_compute, update_compute
from lifecycle.law.guidelines_3_2 import measured_with_original
from lifecycle.law.reading import READINGS
from lifecycle.law.trace import Missing
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth

LACK = Missing("model:atlas", "trained", "update_flop")
OTHER = Missing("model:atlas", "fine_tuned", "modification_flop", "atlas#2")
ONE = exactly(Decimal("1e23"), "m#1")
BETWEEN = Compute(Fraction(10**22), Fraction(10**24), ("m#2",), (LACK,))
UNTOLD = untold(OTHER, events=("m#3",))


def bounds(total: Compute) -> tuple[object, ...]:
    """Return both bounds, to be compared with whole numbers."""
    return total.low, total.high


class TestBounds:
    def test_one_figure_is_exact_and_lacks_nothing(self) -> None:
        assert (ONE.exact, ONE.known, ONE.lacking) == (True, True, ())
        told = Compute(Fraction(5), Fraction(5), (), (LACK,))
        assert told.lacking == ()

    def test_a_range_is_known_and_not_exact(self) -> None:
        assert (BETWEEN.exact, BETWEEN.known, BETWEEN.lacking) == (False, True, (LACK,))

    def test_nothing_told_is_not_known(self) -> None:
        assert (UNTOLD.exact, UNTOLD.known, UNTOLD.lacking) == (False, False, (OTHER,))
        assert UNTOLD.low == 0

    @pytest.mark.parametrize(
        ("limit", "outcome"),
        [("9.99e21", YES), ("1e22", UNDETERMINED), ("9.99e23", UNDETERMINED), ("1e24", NO)],
    )
    def test_a_range_exceeds_a_limit_below_it_alone(self, limit: str, outcome: Truth) -> None:
        limb = BETWEEN.exceeds(Decimal(limit), "over")
        assert (limb.says, limb.outcome, limb.events) == ("over", outcome, ("m#2",))
        assert limb.missing == ((LACK,) if outcome is UNDETERMINED else ())

    def test_equality_is_not_greater(self) -> None:
        assert ONE.exceeds(Decimal("1e23"), "over").outcome is NO
        assert ONE.exceeds(Decimal(10**23 - 1), "over").outcome is YES

    def test_a_sum_is_as_far_known_as_its_parts(self) -> None:
        assert ONE.plus(BETWEEN) == Compute(
            Fraction(11 * 10**22), Fraction(11 * 10**23), ("m#1", "m#2"), (LACK,)
        )
        open_ = BETWEEN.plus(UNTOLD)
        assert (open_.low, open_.high) == (Fraction(10**22), None)
        assert (open_.events, open_.missing) == (("m#2", "m#3"), (LACK, OTHER))
        assert UNTOLD.plus(BETWEEN).high is None
        assert ONE.plus(ONE).events == ("m#1",)


class TestRunningTotal:
    def told(self, *stages: dict[str, object]) -> Told:
        told = Told()
        for number, stage in enumerate(stages, 1):
            told = told.then("trained", f"2025-09-0{number}", **stage)
        return told

    def test_it_never_falls_and_silence_takes_nothing_back(self) -> None:
        told = self.told(
            {"cumulative_flop": Decimal(7)}, {"cumulative_flop": Decimal(5)}, {"parameters": None}
        )
        total = running_total(told.on("2025-09-09"), "cumulative_flop")
        assert (
            *bounds(total),
            total.events,
        ) == (7, 7, ("atlas#2",))
        assert total.missing == (
            Missing("model:atlas", "trained", "cumulative_flop", target="atlas#3"),
        )

    def test_a_range_below_what_was_reached_is_cut(self) -> None:
        told = self.told(
            {"cumulative_flop": Decimal(7)},
            {"cumulative_flop_range": (Decimal(5), Decimal(9))},
        )
        total = running_total(told.on("2025-09-09"), "cumulative_flop")
        assert bounds(total) == (7, 9)

    def test_a_total_is_at_least_what_its_updates_took(self) -> None:
        case = self.told({"cumulative_flop": Decimal(5), "update_flop": Decimal(7)}).on(
            "2025-09-09"
        )
        total = cumulative_compute(case)
        assert bounds(total) == (7, None)
        wide = self.told(
            {
                "cumulative_flop_range": (Decimal(5), Decimal(9)),
                "update_flop": Decimal(7),
            }
        ).on("2025-09-09")
        assert bounds(cumulative_compute(wide)) == (7, 9)

    def test_updates_are_at_most_the_total_where_nobody_told_them(self) -> None:
        case = self.told({"cumulative_flop": Decimal(5)}).on("2025-09-09")
        total = update_compute(case)
        assert (
            *bounds(total),
            total.events,
        ) == (0, 5, ("atlas#1",))
        assert total.missing[0].fact == "update_flop"

    def test_updates_that_were_told_are_what_was_told(self) -> None:
        case = self.told({"cumulative_flop": Decimal(9), "update_flop": Decimal(5)}).on(
            "2025-09-09"
        )
        assert bounds(update_compute(case)) == (5, 5)

    def test_without_any_stage_nothing_is_known(self) -> None:
        total = running_total(Told().on("2025-09-09"), "cumulative_flop")
        assert bounds(total) == (0, None)
        assert total.missing == (Missing("model:atlas", "trained", "cumulative_flop"),)


class TestCrossing:
    def test_a_finding_that_dates_back_asks_for_the_last_stage(self) -> None:
        told = (
            Told()
            .then("trained", "2025-09-01", status="complete")
            .then("trained", "2025-09-05", status="complete")
            .then(
                "commission_decided",
                "2026-02-02",
                kind="designated_52_1",
                informed_on="2026-02-02",
            )
        )
        before = condition_met(told.on("2025-10-01"))
        assert before.outcome is UNDETERMINED
        assert "atlas#2" in {missing.target for missing in before.missing}
        assert "atlas#1" not in {missing.target for missing in before.missing}
        assert over_threshold(told.on("2026-02-02")).outcome is UNDETERMINED
        assert condition_met(told.on("2026-02-02")).outcome is YES


class TestTotals:
    def test_a_floor_that_equals_the_total_adds_no_events(self) -> None:
        case = (
            Told()
            .then("trained", "2025-09-01", cumulative_flop=Decimal(7))
            .then("trained", "2025-09-02", update_flop=Decimal(7))
            .on("2025-09-09")
        )
        total = running_total(case, "cumulative_flop", at_least="update_flop")
        assert (*bounds(total), total.events) == (7, 7, ("atlas#1",))

    def test_further_training_of_untold_compute_adds_nothing(self) -> None:
        case = (
            Told()
            .then("trained", "2025-09-01", cumulative_flop=Decimal(7))
            .then("fine_tuned", "2025-09-02", base_model="atlas")
            .on("2025-09-09")
        )
        total = running_total(case, "cumulative_flop")
        assert (*bounds(total), total.events) == (7, 7, ("atlas#1",))

    @pytest.mark.parametrize("trained_as", ["model:aaa", "model:zeta"])
    @pytest.mark.parametrize(("flop", "total"), [(Decimal(2), 9), (None, 7)])
    def test_further_training_of_a_variant_adds_what_was_told_whatever_its_name(
        self, trained_as: str, flop: Decimal | None, total: int
    ) -> None:
        stage, tuned = (
            Told()
            .then("trained", "2025-09-01", cumulative_flop=Decimal(7))
            .then("fine_tuned", "2025-09-02", base_model="kept", modification_flop=flop)
            .acts
        )
        stage = replace(stage, stream=trained_as)
        streams = ("model:atlas", "model:kept", trained_as)
        facts = Facts("atlas", (stage, tuned), streams=streams)
        case = Case(facts, date(2025, 9, 9), READINGS["act"])
        assert bounds(running_total(case, "cumulative_flop")) == (total, total)

    @pytest.mark.parametrize(
        ("figures", "expected"),
        [
            ({}, True),
            ({"update_flop": Decimal(7)}, False),
            ({"update_flop": Decimal(7), "cumulative_flop": Decimal(7),
              "cumulative_flop_range": (Decimal(7), Decimal(8))}, False),
        ],
    )  # fmt: skip
    def test_a_modified_model_is_measured_with_its_original_unless_it_tells_any_total(
        self, figures: dict[str, object], expected: bool
    ) -> None:
        tuned = Told().then("fine_tuned", "2025-09-01", base_model="elsewhere")
        case = tuned.then("trained", "2025-09-02", **figures).on("2025-09-02")
        assert measured_with_original(case) is expected

    @pytest.mark.parametrize(
        ("stage", "total"),
        [({}, (9, 9)), ({"cumulative_flop_range": (Decimal(7), Decimal(8))}, (7, 8))],
    )
    def test_what_a_variant_s_own_total_includes_is_not_added_to_it(
        self, stage: dict[str, object], total: tuple[int, int]
    ) -> None:
        first_stage, second_stage, tuned = (
            Told()
            .then("trained", "2025-09-01", cumulative_flop=Decimal(7))
            .then("trained", "2025-09-02", **stage)
            .then("fine_tuned", "2025-09-03", base_model="kept", modification_flop=Decimal(2))
            .acts
        )
        acts = (replace(first_stage, stream="model:kept"), second_stage, tuned)
        facts = Facts("atlas", acts, streams=("model:atlas", "model:kept"))
        case = Case(facts, date(2025, 9, 9), READINGS["act"])
        assert bounds(running_total(case, "cumulative_flop")) == total

    def test_a_merger_that_told_as_much_as_its_parts_rests_on_what_it_told(self) -> None:
        parts = {**TRAINED, "update_flop": "8e24", "cumulative_flop": "8e24"}
        merged = told(
            "trained", "2025-11-03", "tuned", actor="orion", merged_from=["atlas"],
            update_flop="8e24", cumulative_flop="2e24",
        )  # fmt: skip
        total = cumulative_compute(ask(parts, merged, model="tuned", actor="orion").case)
        assert bounds(total) == (8 * 10**24, None)
        assert {event.partition("#")[0] for event in total.events} == {"tuned"}

    def test_a_merger_took_at_least_what_its_parts_took_together(self) -> None:
        parts = [
            {**TRAINED, "model": name, "cumulative_flop": flop, "update_flop": flop}
            for name, flop in (("atlas", "3e24"), ("nova", "4e24"))
        ]
        nova = told("registered", "2024-08-01", "nova")
        merged = told("trained", "2025-11-03", "tuned", actor="orion",
                      merged_from=["atlas", "nova"])  # fmt: skip
        answer = ask(nova, *parts, merged, model="tuned", actor="orion")
        assert bounds(cumulative_compute(answer.case)) == (7 * 10**24, None)
