"""Deadlines beside the notification: representatives, requests, reviews, reassessment, keeping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.law.told import LARGE, Told, days, deadlines_of, due, first, model, placed, supply

from lifecycle.law.case import Case
from lifecycle.law.continuity import days_of_change
from lifecycle.law.deadlines import first_due
from lifecycle.law.derivation import derive
from lifecycle.law.reading import READINGS
from lifecycle.law.regulation_1182 import Due
from lifecycle.law.retention import retention
from lifecycle.law.truth import NO, UNDETERMINED, YES

FREE: dict[str, object] = {"free_and_open_source": True}
PUBLIC: dict[str, object] = {"weights": True, "architecture": True, "usage": True}


def free_software(where: str = "outside_union") -> Told:
    return (
        model(where=where)
        .then("licensed", "2025-09-01", **FREE)
        .then("information_published", "2025-09-01", **PUBLIC)
        .then("monetised", "2025-09-01", monetised=False)
        .then("released", "2025-09-10", **supply())
    )


# -- first due days --------------------------------------------------------------------------------


def test_the_duties_of_every_provider_are_due_at_the_placing() -> None:
    told = placed()
    for letter in "abcd":
        assert due(told.on("2026-01-01"), f"53(1)({letter})") == "2025-09-10"
    found = first(told.on("2026-01-01"), "53(1)(a)")
    assert found is not None
    assert (found.events, found.proof.outcome) == (("atlas#4",), YES)
    assert found.due.rolled == found.due.calendar
    assert due(model().on("2025-09-09"), "53(1)(a)") is None


def test_while_it_is_open_whether_it_was_placed_or_classified_no_day_is_set() -> None:
    nothing = Told().then("registered", "2025-01-01").on("2026-01-01")
    assert derive(nothing).statuses()["55(1)(a)"] == "undetermined"
    assert days(nothing) == {}
    unsold = model().then("released", "2025-10-01", **{**supply(), "market": None})
    assert derive(unsold.on("2026-01-01")).statuses()["53(1)(a)"] == "undetermined"
    assert due(unsold.on("2026-01-01"), "53(1)(a)") is None
    sold = unsold.then("released", "2026-02-02", **supply())
    assert due(sold.on("2026-03-01"), "53(1)(a)") == "2026-02-02"


def test_an_undetermined_duty_is_due_from_its_certain_trigger() -> None:
    told = model(LARGE, "2026-01-12")
    found = first(told.on("2026-02-01"), "55(1)(a)")
    assert found is not None
    assert (str(found.due.calendar), found.proof.outcome) == ("2026-01-12", UNDETERMINED)
    open_licence = placed().then("licensed", "2025-12-01", **FREE)
    assert due(open_licence.on("2026-01-01"), "53(1)(a)") == "2025-09-10"
    legacy = placed("2025-03-03", trained="2025-01-01").then("licensed", "2025-12-01", **FREE)
    found = first(legacy.on("2026-01-01"), "53(1)(a)")
    assert found is not None
    assert (str(found.due.calendar), found.proof.outcome) == ("2027-08-02", UNDETERMINED)
    assert found.proof.rule is not None
    assert found.proof.rule.id == "L1-due"


def test_the_first_due_day_is_that_of_the_first_deadline() -> None:
    case = placed().on("2026-01-01")
    found = derive(case)
    assert first_due(case, found.obligation("53(1)(a)")) == Due.fixed(date(2025, 9, 10))
    assert first_due(case, found.obligation("52(1)")) is None


def test_what_binds_from_2_august_2025_is_due_that_day() -> None:
    assert due(placed("2025-08-02").on("2025-08-02"), "53(1)(a)") == "2025-08-02"


def test_a_placing_on_a_weekend_does_not_roll() -> None:
    assert days(placed("2025-09-13", where="outside_union").on("2025-09-13"))["54(1)"] == (
        "2025-09-13",
        "2025-09-13",
    )


def test_a_representative_is_due_by_the_placing() -> None:
    told = placed(where="outside_union")
    assert "54(1)" not in days(told.on("2025-09-09"))
    found = deadlines_of(told.on("2026-01-01"))["54(1)"]
    assert (str(found.due.calendar), found.events) == ("2025-09-10", ("atlas#4",))
    assert "54(1)" not in days(placed().on("2026-01-01"))


def test_who_loses_the_exemption_needs_a_representative_at_once() -> None:
    told = free_software().then("licensed", "2026-05-04", free_and_open_source=False)
    assert "54(1)" not in days(told.on("2026-05-03"))
    found = deadlines_of(told.on("2026-08-01"))["54(1)"]
    assert (str(found.due.calendar), found.events) == ("2026-05-04", ("atlas#8",))


def test_a_legacy_model_needs_its_representative_when_the_transition_ends() -> None:
    told = placed("2025-03-03", trained="2025-01-01", where="outside_union")
    for day in ("2026-01-01", "2027-08-02", "2028-01-01"):
        assert days(told.on(day))["54(1)"] == ("2027-08-02", "2027-08-02")


def test_a_legacy_model_s_days_are_set_by_its_placing() -> None:
    told = (
        model(trained="2025-01-01")
        .then("released", "2025-02-03", **{**supply(), "market": "outside_union"})
        .then("released", "2025-03-03", **supply())
        .then("released", "2025-04-01", **supply())
    )
    found = first(told.on("2026-01-01"), "53(1)(a)")
    assert found is not None
    assert (str(found.due.calendar), found.events) == ("2027-08-02", ("atlas#5",))


def test_a_doubtful_release_before_a_certain_one_changes_no_legacy_day() -> None:
    doubtful = model(trained="2025-01-01").then(
        "released", "2025-02-03", **{**supply(), "market": None}
    )
    assert due(doubtful.on("2026-01-01"), "53(1)(a)") is None
    certain = doubtful.then("released", "2025-03-03", **supply())
    assert derive(certain.on("2026-01-01")).statuses()["53(1)(a)"] == "transitional"
    assert due(certain.on("2026-01-01"), "53(1)(a)") == "2027-08-02"


def test_where_the_establishment_is_unknown_the_day_is_shown_as_undetermined() -> None:
    told = Told([*placed().acts])
    found = deadlines_of(told.on("2026-01-01"))["54(1)"]
    assert (str(found.due.calendar), found.proof.outcome) == ("2025-09-10", UNDETERMINED)


def test_every_day_on_which_something_changed_is_looked_at_and_none_after() -> None:
    told = placed().then("commission_decided", "2026-02-02", informed_on="2026-02-04")
    original = Told().then("trained", "2024-12-24").on("2026-02-03").facts
    facts = replace(told.on("2026-02-03").facts, bases={"orig": original})
    found = days_of_change(Case(facts, date(2026, 2, 3), READINGS["act"], actor="acme"))
    assert {date(2025, 9, 10), date(2024, 1, 1), date(2024, 12, 24)} <= set(found)
    assert found[-1] == date(2026, 2, 2)
    assert list(found) == sorted(set(found))
    assert days_of_change(told.on("2026-02-04"))[-1] == date(2026, 2, 4)


# -- requests --------------------------------------------------------------------------------------


def test_a_request_is_due_on_the_day_it_names_even_on_a_sunday() -> None:
    told = placed().then("authority_requested", "2026-02-02", request="R1", due_on="2026-02-15")
    assert days(told.on("2026-02-02"))["53(3):R1"] == ("2026-02-15", "2026-02-15")
    assert due(told.on("2026-02-02"), "53(3)") == "2026-02-15"
    found = deadlines_of(told.on("2026-02-02"))["53(3):R1"]
    assert found.events == ("atlas#5",)
    assert found.performance is not None
    assert found.performance.value == "unmet"


def test_the_open_request_that_ends_first_is_the_first_due_day() -> None:
    told = (
        placed()
        .then("authority_requested", "2026-02-02", request="R1", due_on="2026-02-15")
        .then("authority_requested", "2026-02-02", request="R2", due_on="2026-03-20")
        .then("authority_requested", "2026-02-02", request="R3", due_on="2026-03-02")
        .then("authority_requested", "2026-02-02", request="R4")
        .then("authority_answered", "2026-02-16", request="R1")
    )
    assert due(told.on("2026-02-15"), "53(3)") == "2026-02-15"
    assert due(told.on("2026-02-16"), "53(3)") == "2026-03-02"
    found = deadlines_of(told.on("2026-02-16"))
    values = {key: d.performance.value for key, d in found.items() if d.performance}
    assert values == {"53(3):R1": "late", "53(3):R2": "unmet", "53(3):R3": "unmet"}


def test_the_first_answer_to_a_request_counts() -> None:
    told = (
        placed()
        .then("authority_requested", "2026-01-10", request="R1", due_on="2026-02-02")
        .then("authority_answered", "2026-02-01", request="R1")
        .then("authority_answered", "2026-03-01", request="R1")
    )
    did = deadlines_of(told.on("2026-03-01"))["53(3):R1"].performance
    assert did is not None
    assert did.value == "met"


def test_a_request_without_a_name_goes_by_its_event() -> None:
    told = placed().then("authority_requested", "2026-02-02", due_on="2026-02-15")
    assert "53(3):atlas#5" in days(told.on("2026-02-02"))


def test_without_the_duty_no_request_has_a_deadline() -> None:
    told = placed("2025-03-03", trained="2025-01-01").then(
        "authority_requested", "2026-02-02", request="R1", due_on="2026-02-15"
    )
    assert "53(3):R1" not in days(told.on("2026-02-02"))
    assert due(told.on("2026-02-02"), "53(3)") is None


# -- the summary -----------------------------------------------------------------------------------


def test_the_summary_is_reviewed_six_months_after_its_latest_version() -> None:
    told = placed().then("documented", "2025-09-10", obligation="53(1)(d)")
    assert "53(1)(d)_update" not in days(placed().on("2026-01-01"))
    assert days(told.on("2026-01-01"))["53(1)(d)_update"] == ("2026-03-10", "2026-03-10")
    again = told.then("documented", "2026-02-28", obligation="53-1-d")
    found = deadlines_of(again.on("2026-03-01"))["53(1)(d)_update"]
    assert (str(found.due.calendar), str(found.due.rolled)) == ("2026-08-28", "2026-08-28")
    assert found.events == ("atlas#6",)
    assert found.voluntary
    assert any("secondary sources" in text for text in found.unverified)


def test_the_review_of_the_summary_is_known_only_to_a_reading_with_informal_texts() -> None:
    told = placed().then("documented", "2025-09-10", obligation="53(1)(d)")
    assert "53(1)(d)_update" not in days(told.on("2026-01-01", reading="guidelines-2025-07"))


def test_a_summary_that_is_not_due_is_not_reviewed() -> None:
    told = placed("2025-03-03", trained="2025-01-01").then(
        "documented", "2025-09-10", obligation="53(1)(d)"
    )
    assert "53(1)(d)_update" not in days(told.on("2026-01-01"))


# -- reassessment ----------------------------------------------------------------------------------


def designated(*, informed_on: str | None = "2026-02-04") -> Told:
    return placed().then(
        "commission_decided", "2026-02-02", kind="designated_52_4", informed_on=informed_on
    )


def test_a_reassessment_may_be_asked_for_six_months_after_the_decision() -> None:
    told = designated()
    assert "52(5)_earliest_reassessment" not in days(told.on("2026-02-03"))
    found = deadlines_of(told.on("2026-02-04"))["52(5)_earliest_reassessment"]
    assert (str(found.due.calendar), found.kind, found.performance) == ("2026-08-02", "from", None)
    assert found.due.rolled == found.due.calendar


def test_a_maintaining_decision_starts_the_six_months_again() -> None:
    told = designated().then(
        "commission_decided", "2026-08-31", kind="designation_maintained", informed_on="2026-09-02"
    )
    assert days(told.on("2026-10-01"))["52(5)_earliest_reassessment"][0] == "2027-02-28"


def test_a_lifted_designation_needs_no_reassessment() -> None:
    told = designated().then(
        "commission_decided", "2026-09-01", kind="designation_lifted", informed_on="2026-09-02"
    )
    assert "52(5)_earliest_reassessment" not in days(told.on("2026-09-02"))


def test_a_decision_nobody_was_told_of_leaves_it_open() -> None:
    found = deadlines_of(designated(informed_on=None).on("2026-03-01"))
    assert found["52(5)_earliest_reassessment"].proof.outcome is UNDETERMINED


def test_a_model_over_the_threshold_was_not_designated() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    assert "52(5)_earliest_reassessment" not in days(told.on("2026-03-01"))


# -- keeping documents -----------------------------------------------------------------------------


def kept_until(told: Told, day: str) -> tuple[str, str | None]:
    found = retention(told.on(day))
    return found.active.outcome.value, None if found.until is None else str(found.until)


def test_documents_are_kept_for_ten_years_the_last_day_included() -> None:
    told = placed()
    assert kept_until(told, "2025-09-09") == ("no", None)
    assert kept_until(told, "2025-09-10") == ("yes", "2035-09-10")
    assert kept_until(told, "2035-09-10") == ("yes", "2035-09-10")
    assert kept_until(told, "2035-09-11") == ("no", "2035-09-10")
    found = deadlines_of(told.on("2026-01-01"))["54(3)(b)_retention_until"]
    assert (str(found.due.rolled), found.kind) == ("2035-09-10", "until")
    assert found.events == ("atlas#4",)
    assert "54(3)(b)_retention_until" not in days(told.on("2035-09-11"))


def test_the_placing_sets_it_not_a_later_release() -> None:
    told = placed().then("released", "2026-02-02", **supply())
    found = deadlines_of(told.on("2026-03-01"))["54(3)(b)_retention_until"]
    assert (str(found.due.calendar), found.events) == ("2035-09-10", ("atlas#4",))


def test_a_model_placed_on_29_february_is_kept_until_the_28th() -> None:
    assert kept_until(placed("2028-02-29"), "2028-03-01") == ("yes", "2038-02-28")


def test_a_legacy_model_s_documents_are_kept_once_it_is_bound() -> None:
    told = placed("2025-03-03", trained="2025-01-01")
    assert kept_until(told, "2027-08-01") == ("no", None)
    assert kept_until(told, "2027-08-02") == ("yes", "2035-03-03")


def test_what_never_had_to_be_drawn_up_is_not_kept_and_what_had_to_be_is() -> None:
    free = free_software(where="union")
    assert kept_until(free, "2026-01-01") == ("no", None)
    lost = free.then("monetised", "2026-02-02", monetised=True)
    regained = lost.then("monetised", "2026-04-01", monetised=False)
    assert kept_until(lost, "2026-02-02") == ("yes", "2035-09-10")
    assert kept_until(regained, "2026-04-01") == ("yes", "2035-09-10")
    assert derive(regained.on("2026-04-01")).statuses()["53(1)(a)"] == "inactive"


def test_what_had_to_be_drawn_up_at_the_first_placing_is_kept_whatever_a_later_one_needs() -> None:
    closed = placed("2025-10-06")
    opened = (
        closed.then(
            "licensed",
            "2026-02-01",
            free_and_open_source=True,
            rights=("access", "use", "modify", "distribute"),
        )
        .then("monetised", "2026-02-01", monetised=False)
        .then("information_published", "2026-02-01", weights=True, architecture=True, usage=True)
        .then("released", "2026-03-02", **supply())
    )
    assert derive(opened.on("2026-04-01")).statuses()["53(1)(a)"] == "inactive"
    assert kept_until(opened, "2026-04-01") == ("yes", "2035-10-06")


def test_withdrawal_does_not_shorten_it() -> None:
    told = placed().then("withdrawn", "2026-01-01", market="union")
    assert kept_until(told, "2030-01-01") == ("yes", "2035-09-10")


def test_somebody_else_keeps_nothing() -> None:
    assert retention(placed().on("2026-01-01", actor="zeta")).active.outcome is NO


@pytest.mark.parametrize(
    ("day", "active"),
    [
        ("2035-10-01", "yes"),
        ("2035-12-01", "undetermined"),
        ("2036-02-01", "undetermined"),
        ("2036-02-02", "no"),
    ],
)
def test_between_a_possible_and_a_certain_placing_it_is_open(day: str, active: str) -> None:
    told = (
        model()
        .then("released", "2025-10-01", **{**supply(), "market": None})
        .then("released", "2026-02-01", **supply())
    )
    assert kept_until(told, day) == (active, None)
