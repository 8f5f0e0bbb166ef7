"""The Code of Practice: incident reports and reviews of those who signed its safety chapter."""

from __future__ import annotations

from datetime import date

import pytest
from tests.law.told import LARGE, Told, days, deadlines_of, placed, supply

from lifecycle.law.code_deadlines import final_report, interim_report
from lifecycle.law.code_reviews import framework_confirmation
from lifecycle.law.reading import Authority
from lifecycle.law.truth import NO, UNDETERMINED, YES

CHAPTERS = ("transparency", "copyright", "safety_security")
INITIAL, INTERIM, FINAL, RECORDS = (
    f"55(1)(c)_code_{name}"
    for name in ("initial_report", "interim_report", "final_report", "records_until")
)
CONFIRMED, ASSESSED, UPDATED = (
    f"55(1)(b)_code_{name}"
    for name in ("framework_confirmation", "framework_assessment", "model_report_update")
)


def signatory(chapters: tuple[str, ...] | None = CHAPTERS) -> Told:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    return told if chapters is None else told.declared("2025-08-01", code_of_practice=chapters)


def incident(kind: str | None, on: str = "2026-09-01", name: str | None = "I1") -> Told:
    return signatory().then("incident_known", on, incident=name, kind=kind)


def value(told: Told, day: str, key: str) -> str:
    performance = deadlines_of(told.on(day))[key].performance
    assert performance is not None
    return performance.value


@pytest.mark.parametrize(
    ("kind", "calendar", "rolled"),
    [
        ("critical_infrastructure_disruption", "2026-09-03", "2026-09-03"),
        ("cybersecurity_breach", "2026-09-06", "2026-09-07"),
        ("death", "2026-09-11", "2026-09-11"),
        ("serious_harm", "2026-09-16", "2026-09-16"),
    ],
)
def test_the_first_report_is_due_by_what_the_incident_led_to(
    kind: str, calendar: str, rolled: str
) -> None:
    case = incident(kind).on("2026-09-01")
    assert days(case)[INITIAL] == (calendar, rolled)
    found = deadlines_of(case)[INITIAL]
    assert (found.events, found.proof.outcome) == (("atlas#5",), YES)
    assert found.proof.rule is not None
    assert found.proof.rule.authority is Authority.CODE_OF_PRACTICE
    assert str(found.limit) == calendar


def test_where_nobody_told_what_it_led_to_the_shortest_period_is_shown() -> None:
    for kind in (None, "a novel kind of harm"):
        found = deadlines_of(incident(kind).on("2026-09-01"))[INITIAL]
        assert (str(found.due.calendar), found.proof.outcome) == ("2026-09-03", UNDETERMINED)
        assert [fact.fact for fact in found.proof.missing] == ["kind"]


def test_a_later_event_of_the_incident_tells_what_it_led_to() -> None:
    told = incident(None).then("incident_known", "2026-09-02", incident="I1", kind="death")
    assert days(told.on("2026-09-02"))[INITIAL][0] == "2026-09-11"
    nameless = incident(None, name=None).then("incident_reported", "2026-09-02", kind="death")
    assert days(nameless.on("2026-09-02"))[INITIAL][0] == "2026-09-11"


@pytest.mark.parametrize("chapters", [None, (), ("transparency", "copyright")])
def test_who_did_not_sign_the_safety_chapter_has_no_such_deadline(
    chapters: tuple[str, ...] | None,
) -> None:
    told = signatory(chapters).then("incident_known", "2026-09-01", kind="death")
    assert not [key for key in days(told.on("2026-09-01")) if "_code_" in key]


def test_the_act_alone_knows_no_code() -> None:
    case = incident("death").on("2026-09-01", reading="act")
    assert not [key for key in days(case) if "_code_" in key]


def test_a_model_without_systemic_risk_has_no_such_deadline() -> None:
    told = (
        placed()
        .declared(code_of_practice=CHAPTERS)
        .then("incident_known", "2026-09-01", kind="death")
    )
    assert not [key for key in days(told.on("2026-09-01")) if "_code_" in key]


def test_the_first_report_is_met_or_late() -> None:
    told = incident("death")
    assert value(told, "2026-09-11", INITIAL) == "unmet"
    on_time = told.then("incident_reported", "2026-09-11", incident="I1", stage="initial")
    late = told.then("incident_reported", "2026-09-14", incident="I1", stage="initial")
    assert value(on_time, "2026-10-01", INITIAL) == "met"
    assert value(late, "2026-10-01", INITIAL) == "late"


def test_while_it_is_not_resolved_a_report_follows_every_four_weeks() -> None:
    told = incident("death").then("incident_reported", "2026-09-07", incident="I1", stage="initial")
    assert INTERIM not in days(incident("death").on("2026-09-07"))
    assert days(told.on("2026-09-07"))[INTERIM] == ("2026-10-05", "2026-10-05")
    again = told.then("incident_reported", "2026-10-01", incident="I1", stage="interim")
    found = deadlines_of(again.on("2026-10-01"))[INTERIM]
    assert (str(found.due.calendar), found.events) == ("2026-10-29", ("atlas#7",))
    assert value(again, "2026-12-01", INTERIM) == "unmet"


def test_after_it_was_resolved_a_final_report_is_due_in_sixty_days() -> None:
    told = (
        incident("death")
        .then("incident_reported", "2026-09-07", incident="I1", stage="initial")
        .then("incident_resolved", "2026-10-12", incident="I1")
    )
    found = days(told.on("2026-10-12"))
    assert found[FINAL] == ("2026-12-11", "2026-12-11")
    assert INTERIM not in found
    assert value(told, "2026-10-12", FINAL) == "unmet"
    for day, kept in (("2026-12-11", "met"), ("2026-12-12", "late")):
        done = told.then("incident_reported", day, incident="I1", stage="final")
        assert value(done, "2027-01-01", FINAL) == kept
    unstaged = told.then("incident_reported", "2026-11-01", incident="I1")
    assert value(unstaged, "2027-01-01", FINAL) == "unknown"


def test_a_final_report_is_measured_by_the_plain_end() -> None:
    told = (
        incident("death")
        .then("incident_reported", "2026-09-07", incident="I1", stage="initial")
        .then("incident_resolved", "2026-10-13", incident="I1")
        .then("incident_reported", "2026-12-14", incident="I1", stage="final")
    )
    assert days(told.on("2027-01-01"))[FINAL] == ("2026-12-12", "2026-12-14")
    assert value(told, "2027-01-01", FINAL) == "late"


def test_the_rules_on_later_reports_answer_also_when_none_is_due() -> None:
    told = incident("death").then("incident_reported", "2026-09-07", incident="I1", stage="initial")
    ended = told.then("incident_resolved", "2026-10-12", incident="I1")
    outcomes = [
        (interim_report(case, "I1").outcome, final_report(case, "I1").outcome)
        for case in (told.on("2026-10-12"), ended.on("2026-10-12"))
    ]
    assert outcomes == [(YES, NO), (NO, YES)]
    assert final_report(ended.on("2026-10-12"), "I1").events[-1] == "atlas#7"
    assert framework_confirmation(told.on("2026-10-12")).outcome is NO


def test_a_final_report_ends_the_further_ones_even_before_the_end_is_recorded() -> None:
    told = incident("death").then("incident_reported", "2026-09-07", incident="I1", stage="final")
    assert INTERIM not in days(told.on("2026-10-01"))


def test_records_are_kept_for_five_years_from_the_latest_of_them() -> None:
    told = incident("death").then("incident_reported", "2028-02-29", incident="I1")
    found = deadlines_of(told.on("2028-03-01"))[RECORDS]
    assert (str(found.due.calendar), found.kind) == ("2033-02-28", "until")
    assert found.events == ("atlas#6",)
    assert days(incident("death").on("2026-09-01"))[RECORDS] == ("2031-09-01", "2031-09-01")


def test_commitments_of_the_code_are_marked_as_voluntary_and_in_force_with_it() -> None:
    told = (
        signatory()
        .then("commission_notified", "2025-09-22", basis="52(1)")
        .then("incident_known", "2026-09-01", incident="I1", kind="death")
        .then("incident_reported", "2026-09-02", incident="I1")
        .then("incident_known", "2026-09-01", incident="I2", kind="death")
        .then("incident_resolved", "2026-09-03", incident="I2")
    )
    found = {k: d for k, d in deadlines_of(told.on("2026-09-10")).items() if "_code_" in k}
    assert len(found) == 9
    assert all(key.startswith(f"{d.obligation}_code_") for key, d in found.items())
    assert all(deadline.voluntary and deadline.proof.in_force for deadline in found.values())
    for deadline in found.values():
        assert deadline.proof.rule is not None
        assert deadline.proof.rule.since == date(2025, 7, 10)


def test_several_incidents_are_told_apart_by_their_names() -> None:
    told = (
        incident("death")
        .then("incident_known", "2026-09-03", incident="I2", kind="cybersecurity_breach")
        .then("incident_known", "2026-09-04", kind="serious_harm")
    )
    found = days(told.on("2026-09-04"))
    assert found[INITIAL][0] == "2026-09-11"
    assert found[f"{INITIAL}:I2"][0] == "2026-09-08"
    assert found[f"{INITIAL}:atlas#7"][0] == "2026-09-19"


def test_the_framework_is_confirmed_four_weeks_after_the_notification() -> None:
    told = signatory().then("commission_notified", "2025-09-22", basis="52(1)")
    assert CONFIRMED not in days(signatory().on("2025-10-06"))
    assert days(told.on("2025-10-06"))[CONFIRMED] == ("2025-10-20", "2025-10-20")
    assert value(told, "2025-11-01", CONFIRMED) == "unmet"
    for day, kept in (("2025-10-20", "met"), ("2025-10-21", "late")):
        done = told.then("documented", day, obligation="55(1)(b)")
        assert value(done, "2025-11-01", CONFIRMED) == kept
    again = told.then("documented", "2025-10-20", obligation="55(1)(b)").then(
        "documented", "2025-10-30", obligation="55(1)(b)"
    )
    assert value(again, "2025-11-01", CONFIRMED) == "met"


def test_the_confirmation_is_measured_by_the_plain_end() -> None:
    told = (
        signatory()
        .then("commission_notified", "2025-09-20", basis="52(1)")
        .then("documented", "2025-10-20", obligation="55(1)(b)")
    )
    assert days(told.on("2025-11-01"))[CONFIRMED] == ("2025-10-18", "2025-10-20")
    assert value(told, "2025-11-01", CONFIRMED) == "late"
    assert deadlines_of(told.on("2025-11-01"))[CONFIRMED].proof.events[-1] == "atlas#5"


def test_the_framework_is_assessed_a_year_and_the_report_updated_half_a_year_after_placing() -> (
    None
):
    found = days(signatory().on("2025-10-06"))
    assert found[ASSESSED] == ("2026-10-06", "2026-10-06")
    assert found[UPDATED] == ("2026-04-06", "2026-04-07")
    proofs = deadlines_of(signatory().on("2025-10-06"))
    assert (proofs[ASSESSED].proof.outcome, proofs[UPDATED].proof.outcome) == (YES, UNDETERMINED)
    assert proofs[ASSESSED].events == ("atlas#4",)


def test_a_review_that_was_recorded_moves_the_next_one() -> None:
    before = signatory().then("documented", "2025-09-20", obligation="55(1)(b)")
    after = before.then("documented", "2026-03-31", obligation="55(1)(b)")
    assert days(before.on("2026-05-01"))[UPDATED][0] == "2026-04-06"
    assert deadlines_of(before.on("2026-05-01"))[UPDATED].events == ("atlas#4",)
    same_day = signatory().then("documented", "2025-10-06", obligation="55(1)(b)")
    assert deadlines_of(same_day.on("2026-05-01"))[UPDATED].events == ("atlas#5",)
    assert days(after.on("2026-05-01"))[UPDATED][0] == "2026-09-30"
    assert days(after.on("2026-05-01"))[ASSESSED][0] == "2027-03-31"


def test_while_the_day_of_placing_is_open_no_review_has_a_day() -> None:
    told = (
        Told()
        .declared(established_in="union", code_of_practice=CHAPTERS)
        .then("trained", "2025-09-15", cumulative_flop=LARGE, update_flop=LARGE)
        .then("assessed", "2025-09-15", outputs=("text",), generality="significant")
        .then("released", "2025-10-01", **{**supply(), "market": None})
        .then("released", "2025-10-06", **supply())
    )
    assert not {ASSESSED, UPDATED} & days(told.on("2025-10-06")).keys()


def test_before_placing_there_is_nothing_to_review_yet() -> None:
    told = (
        Told()
        .declared(established_in="union", code_of_practice=CHAPTERS)
        .then("market_intended", "2025-09-01", union_market=True)
        .then("trained", "2025-09-15", cumulative_flop=LARGE, update_flop=LARGE)
        .then("assessed", "2025-09-15", outputs=("text",), generality="significant")
        .then("commission_notified", "2025-09-22", basis="52(1)")
    )
    found = days(told.on("2025-10-01"))
    assert CONFIRMED in found
    assert not {ASSESSED, UPDATED} & found.keys()


def test_the_code_binds_from_the_day_of_the_declaration() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15").declared(
        "2026-09-01", code_of_practice=CHAPTERS
    )
    assert ASSESSED not in deadlines_of(told.on("2026-08-31"))
    assert ASSESSED in deadlines_of(told.on("2026-09-01"))
