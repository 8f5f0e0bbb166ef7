"""The two weeks of Art. 52(1): what sets them off, and when they end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.law.told import LARGE, SMALL, days, deadlines_of, due, model, placed, supply

from lifecycle.law.notification_period import before_application, notification_period
from lifecycle.law.trace import Finding
from lifecycle.law.truth import NO, UNDETERMINED, YES

UNDER = Decimal("9.9e24")


def test_two_weeks_run_from_the_crossing() -> None:
    told = (
        model(UNDER, "2026-03-02")
        .then("market_intended", "2026-01-05", union_market=True)
        .then("trained", "2026-03-03", cumulative_flop=LARGE, update_flop=LARGE)
    )
    assert "52(1)" not in days(told.on("2026-03-02"))
    assert days(told.on("2026-03-03"))["52(1)"] == ("2026-03-17", "2026-03-17")
    found = deadlines_of(told.on("2026-03-03"))["52(1)"]
    assert found.events == ("atlas#5",)
    assert found.proof.outcome is YES
    assert found.proof.rule is not None
    assert found.proof.rule.id == "52(1)-period"


def test_the_forecast_sets_them_off_before_the_crossing() -> None:
    told = (
        model(UNDER, "2026-03-02", status="running")
        .then("market_intended", "2026-01-05", union_market=True)
        .then("compute_forecast", "2026-01-09", cumulative_flop=LARGE)
        .then("trained", "2026-03-03", cumulative_flop=LARGE, update_flop=LARGE)
    )
    assert days(told.on("2026-05-01"))["52(1)"] == ("2026-01-23", "2026-01-23")
    assert deadlines_of(told.on("2026-05-01"))["52(1)"].events == ("atlas#5",)


def test_after_a_forecast_that_did_not_come_true_a_crossing_sets_them_off_anew() -> None:
    told = (
        model(UNDER, "2026-03-02", status="complete")
        .then("market_intended", "2026-01-05", union_market=True)
        .then("compute_forecast", "2026-01-09", cumulative_flop=LARGE)
    )
    assert due(told.on("2026-03-01"), "52(1)") == "2026-01-23"
    assert due(told.on("2026-03-02"), "52(1)") is None
    again = told.then("trained", "2026-08-03", cumulative_flop=LARGE, update_flop=LARGE)
    found = deadlines_of(again.on("2026-08-03"))["52(1)"]
    assert (str(found.due.calendar), found.events) == ("2026-08-17", ("atlas#6",))


def test_a_forecast_after_the_crossing_changes_nothing() -> None:
    told = (
        model(LARGE, "2026-03-03")
        .then("market_intended", "2026-01-05", union_market=True)
        .then("compute_forecast", "2026-03-20", cumulative_flop=LARGE)
    )
    assert due(told.on("2026-05-01"), "52(1)") == "2026-03-17"


def test_what_was_known_before_chapter_v_applied_is_due_two_weeks_after_that_day() -> None:
    told = model(LARGE, "2025-06-15").then("market_intended", "2025-05-01", union_market=True)
    assert "52(1)" not in days(told.on("2025-08-01"))
    found = deadlines_of(told.on("2025-08-02"))["52(1)"]
    assert days(told.on("2025-08-02"))["52(1)"] == ("2025-08-16", "2025-08-18")
    assert str(found.limit) == "2025-08-18"
    findings = [limb for limb in found.proof.limbs if isinstance(limb, Finding)]
    rules = {finding.rule.id for finding in findings if finding.rule}
    assert {"S5", "T7"} <= rules
    assert any("holidays" in text for text in found.unverified)


def test_what_was_met_on_2_august_2025_itself_was_not_known_before() -> None:
    told = model(LARGE, "2025-08-02").then("market_intended", "2025-05-01", union_market=True)
    found = deadlines_of(told.on("2025-08-02"))["52(1)"]
    findings = [limb for limb in found.proof.limbs if isinstance(limb, Finding)]
    assert "S5" not in {finding.rule.id for finding in findings if finding.rule}
    case = told.on("2025-08-02")
    assert before_application(case, date(2025, 8, 1)).outcome is YES
    assert before_application(case, date(2025, 8, 2)).outcome is NO
    assert before_application(case, date(2025, 9, 1)).outcome is NO


def test_what_is_unverified_is_said_once_where_nothing_rolls() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    assert len(deadlines_of(told.on("2025-10-06"))["52(1)"].unverified) == 1


def test_a_model_that_was_not_meant_for_the_union_is_due_from_the_day_it_is() -> None:
    told = (
        model(LARGE, "2026-01-12")
        .then("market_intended", "2026-01-05", union_market=False)
        .then("market_intended", "2026-06-01", union_market=True)
    )
    assert "52(1)" not in days(told.on("2026-05-31"))
    assert days(told.on("2026-06-01"))["52(1)"] == ("2026-06-15", "2026-06-15")
    assert deadlines_of(told.on("2026-06-01"))["52(1)"].events == ("atlas#5",)


def test_a_model_that_was_not_meant_for_the_union_is_due_from_its_placing() -> None:
    told = (
        model(LARGE, "2026-01-12")
        .then("market_intended", "2026-01-05", union_market=False)
        .then("released", "2026-07-01", **supply())
    )
    assert days(told.on("2026-07-01"))["52(1)"] == ("2026-07-15", "2026-07-15")


def test_while_nobody_told_the_intention_the_deadline_is_shown_as_undetermined() -> None:
    told = model(LARGE, "2026-01-12")
    found = deadlines_of(told.on("2026-01-12"))["52(1)"]
    assert (str(found.due.calendar), found.proof.outcome) == ("2026-01-26", UNDETERMINED)
    later = told.then("released", "2026-03-02", **supply())
    assert due(later.on("2026-03-02"), "52(1)") == "2026-01-26"


def test_a_model_placed_before_2_august_2025_is_due_when_the_transition_ends() -> None:
    told = placed("2025-03-03", LARGE, "2024-12-01")
    assert days(told.on("2026-03-01"))["52(1)"] == ("2027-08-02", "2027-08-02")
    after = deadlines_of(told.on("2027-08-02"))["52(1)"]
    assert (str(after.due.calendar), after.proof.outcome) == ("2027-08-02", YES)
    assert str(deadlines_of(told.on("2029-01-01"))["52(1)"].due.calendar) == "2027-08-02"


def test_a_crossing_just_before_the_transition_ends_has_its_two_weeks() -> None:
    told = placed("2025-03-03", SMALL, "2024-12-01").then(
        "trained", "2027-07-30", cumulative_flop=LARGE, update_flop=LARGE
    )
    for day in ("2027-07-30", "2027-08-02", "2028-01-01"):
        assert days(told.on(day))["52(1)"] == ("2027-08-13", "2027-08-13")


def test_a_crossing_after_the_transition_is_an_ordinary_one() -> None:
    told = placed("2025-03-03", SMALL, "2024-12-01").then(
        "trained", "2027-10-04", cumulative_flop=LARGE, update_flop=LARGE
    )
    assert days(told.on("2027-10-04"))["52(1)"] == ("2027-10-18", "2027-10-18")


def test_without_a_known_crossing_no_day_is_set() -> None:
    told = placed().then("trained", "2025-09-20", status="complete")
    straddling = told.then(
        "trained", "2025-09-21", cumulative_flop_range=(UNDER, LARGE), status="complete"
    )
    case = straddling.on("2025-10-01")
    assert "52(1)" not in days(case)
    assert notification_period(case).outcome is NO


def test_a_designation_needs_no_notification() -> None:
    told = placed().then(
        "commission_decided", "2026-02-02", kind="designated_52_4", informed_on="2026-02-04"
    )
    assert "52(1)" not in days(told.on("2026-03-01"))


def test_accepted_arguments_end_the_deadline_with_the_duty() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15").then(
        "commission_decided", "2026-01-19", kind="arguments_accepted", informed_on="2026-01-21"
    )
    assert "52(1)" in days(told.on("2026-01-20"))
    assert "52(1)" not in days(told.on("2026-01-21"))


def test_somebody_else_has_no_deadline() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    assert days(told.on("2025-10-06", actor="zeta")) == {}


@pytest.mark.parametrize(
    ("crossed", "calendar"),
    [("2027-07-01", "2027-08-02"), ("2027-08-01", "2027-08-15"), ("2027-08-02", "2027-08-16")],
)
def test_a_crossing_at_the_end_of_the_transition_leaves_two_weeks(
    crossed: str, calendar: str
) -> None:
    told = placed("2025-03-03", trained="2025-03-01").then(
        "trained", crossed, update_flop=LARGE, cumulative_flop=LARGE
    )
    assert days(told.on("2027-08-03"))["52(1)"][0] == calendar
