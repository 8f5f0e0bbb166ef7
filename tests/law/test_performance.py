"""Met, unmet, late or unknown: an act must be recorded, and on time."""

from __future__ import annotations

import pytest
from tests.law.told import LARGE, Told, due, kept, model, placed, supply

from lifecycle.law.derivation import OBLIGATIONS
from lifecycle.law.obligation_ids import obligation_id

DAY = "2026-03-01"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("53(1)(a)", "53(1)(a)"),
        ("53-1-a", "53(1)(a)"),
        ("53.1.a", "53(1)(a)"),
        ("53 1 A", "53(1)(a)"),
        ("531a", "53(1)(a)"),
        ("Art. 53(1)(a)", "53(1)(a)"),
        ("article 53 (1) (a)", "53(1)(a)"),
        ("art.55-1-d", "55(1)(d)"),
        ("52-1", "52(1)"),
        ("53(3)", "53(3)"),
        ("54_1", "54(1)"),
        ("53", "53"),
        ("summary", "summary"),
        ("", ""),
    ],
)
def test_an_obligation_is_one_however_it_is_written(written: str, meant: str) -> None:
    assert obligation_id(written) == meant


def test_every_obligation_is_written_as_the_normal_form_has_it() -> None:
    assert [obligation_id(id_) for id_ in OBLIGATIONS] == list(OBLIGATIONS)


# -- acts recorded for an obligation ---------------------------------------------------------------


def test_without_an_act_an_obligation_is_unmet() -> None:
    found = kept(placed().on(DAY), "53(1)(a)")
    assert (found.value, found.events) == ("unmet", ())


def test_a_document_on_or_before_the_due_day_meets_it_and_proves_it() -> None:
    for day in ("2025-08-20", "2025-09-10"):
        told = placed().then("documented", day, obligation="53-1-a")
        found = kept(told.on(DAY), "53(1)(a)")
        assert (found.value, found.events) == ("met", ("atlas#5",))
        assert kept(told.on(DAY), "53(1)(b)").value == "unmet"


def test_a_document_after_the_due_day_is_late_for_ever() -> None:
    told = (
        placed()
        .then("documented", "2025-09-11", obligation="53(1)(d)")
        .then("documented", "2026-02-01", obligation="53(1)(d)")
    )
    found = kept(told.on(DAY), "53(1)(d)")
    assert (found.value, found.events) == ("late", ("atlas#5", "atlas#6"))
    assert kept(told.on("2025-09-10"), "53(1)(d)").value == "unmet"


def test_a_document_without_its_obligation_leaves_all_open() -> None:
    told = placed().then("documented", "2025-09-10", title="a document")
    found = kept(told.on(DAY), "53(1)(c)")
    assert found.value == "unknown"
    assert [(fact.fact, fact.target) for fact in found.done.missing] == [("obligation", "atlas#5")]
    both = told.then("documented", "2025-09-10", obligation="53(1)(c)")
    assert kept(both.on(DAY), "53(1)(c)").value == "met"


@pytest.mark.parametrize(
    ("actor", "value"), [("acme", "met"), (None, "met"), ("zeta", "unmet"), ("rep", "met")]
)
def test_the_act_of_another_organisation_counts_only_when_it_is_the_representative(
    actor: str | None, value: str
) -> None:
    told = (
        model(where="outside_union")
        .then("representative_mandated", "2025-09-01", **mandate("rep"))
        .then("released", "2025-09-10", **supply())
        .then("documented", "2025-09-10", actor=actor, obligation="53(1)(c)")
    )
    assert kept(told.on(DAY), "53(1)(c)").value == value


def test_the_coordinator_acts_for_a_consortium() -> None:
    told = (
        placed()
        .then("consortium_formed", "2025-01-01", consortium="club", coordinator="acme")
        .then("documented", "2025-09-10", actor="club", obligation="53(1)(c)")
    )
    assert kept(told.on(DAY), "53(1)(c)").value == "met"


def test_when_an_exemption_is_lost_the_document_is_due_that_day() -> None:
    told = (
        model()
        .then("licensed", "2025-09-01", free_and_open_source=True)
        .then("information_published", "2025-09-01", weights=True, architecture=True, usage=True)
        .then("monetised", "2025-09-01", monetised=False)
        .then("released", "2025-09-10", **supply())
        .then("monetised", "2026-05-04", form="dual_licensing")
    )
    assert due(told.on("2026-05-03"), "53(1)(a)") is None
    assert due(told.on("2026-06-01"), "53(1)(a)") == "2026-05-04"
    assert due(told.on("2026-06-01"), "53(1)(c)") == "2025-09-10"
    on_time = told.then("documented", "2026-05-04", obligation="53(1)(a)")
    late = told.then("documented", "2026-05-05", obligation="53(1)(a)")
    assert kept(on_time.on("2026-06-01"), "53(1)(a)").value == "met"
    assert kept(late.on("2026-06-01"), "53(1)(a)").value == "late"


def test_a_legacy_model_has_until_the_end_of_the_transition() -> None:
    told = placed("2025-03-03", trained="2025-01-01").then(
        "documented", "2027-08-02", obligation="53(1)(a)"
    )
    assert due(told.on("2026-01-01"), "53(1)(a)") == "2027-08-02"
    assert kept(told.on("2026-01-01"), "53(1)(a)").value == "unmet"
    assert kept(told.on("2028-01-01"), "53(1)(a)").value == "met"


def test_systemic_risk_duties_are_due_from_the_classification() -> None:
    told = (
        placed()
        .then("trained", "2026-03-03", cumulative_flop=LARGE, update_flop=LARGE)
        .then("documented", "2026-03-04", obligation="55(1)(a)")
    )
    assert due(told.on("2026-04-01"), "55(1)(a)") == "2026-03-03"
    assert kept(told.on("2026-04-01"), "55(1)(a)").value == "late"
    assert kept(told.on("2026-04-01"), "55(1)(b)").value == "unmet"
    assert due(told.on("2026-04-01"), "53(1)(a)") == "2025-09-10"


def test_an_act_recorded_for_it_performs_a_duty_without_events_of_its_own() -> None:
    filed = crossed().then("documented", "2025-08-10", obligation="52-1")
    found = kept(filed.on(DAY), "52(1)")
    assert (found.value, found.events) == ("met", ("atlas#5",))
    late = crossed().then("documented", "2025-09-10", obligation="52-1")
    assert kept(late.on(DAY), "52(1)").value == "late"
    abroad_filed = placed(where="outside_union").then(
        "documented", "2025-09-01", obligation="54(1)"
    )
    assert kept(abroad_filed.on(DAY), "54(1)").value == "met"
    cooperating = placed().then("documented", "2025-09-20", obligation="53(3)")
    assert kept(cooperating.on(DAY), "53(3)").value == "met"
    tracking = crossed().then("documented", "2025-08-04", obligation="55(1)(c)")
    assert kept(tracking.on(DAY), "55(1)(c)").value == "met"


def test_events_of_its_own_decide_and_what_was_filed_is_evidence_beside_them() -> None:
    notified = (
        crossed()
        .then("documented", "2025-08-10", obligation="52(1)")
        .then("commission_notified", "2025-09-10", basis="52(1)")
    )
    found = kept(notified.on(DAY), "52(1)")
    assert (found.value, found.events) == ("late", ("atlas#6", "atlas#5"))
    ended = (
        abroad()
        .then("documented", "2025-09-02", obligation="54(1)")
        .then("representative_terminated", "2026-01-01", representative="rep")
    )
    found = kept(ended.on(DAY), "54(1)")
    assert (found.value, found.events) == ("unmet", ("atlas#6",))
    unanswered = asked().then("documented", "2025-09-20", obligation="53(3)")
    assert kept(unanswered.on(DAY), "53(3)").value == "unmet"
    unreported = incident().then("documented", "2025-10-06", obligation="55(1)(c)")
    assert kept(unreported.on(DAY), "55(1)(c)").value == "unmet"


# -- notification ----------------------------------------------------------------------------------


def crossed() -> Told:
    return placed("2025-08-04", LARGE, "2025-07-01")


@pytest.mark.parametrize(
    ("day", "value", "contested"),
    [
        ("2025-08-10", "met", False),
        ("2025-08-16", "met", False),
        ("2025-08-18", "met", True),
        ("2025-08-19", "late", False),
    ],
)
def test_a_notification_is_late_after_the_rolled_end_and_contested_after_the_plain_one(
    day: str, value: str, contested: bool
) -> None:
    told = crossed().then("commission_notified", day, basis="52(1)")
    found = kept(told.on(DAY), "52(1)")
    assert (found.value, found.contested) == (value, contested)
    assert found.events == ("atlas#5",)


def test_the_plain_end_can_be_read_the_other_way() -> None:
    told = crossed().then("commission_notified", "2025-08-18", basis="52(1)")
    case = told.on(DAY)
    assert kept(case.turned_at("A15"), "52(1)").value == "late"


def test_a_notification_is_unmet_until_it_is_recorded() -> None:
    told = crossed().then("commission_notified", "2025-08-18", basis="52(1)")
    assert kept(told.on("2025-08-17"), "52(1)").value == "unmet"
    assert kept(crossed().on(DAY), "52(1)").value == "unmet"


def test_a_notification_without_its_basis_leaves_it_open() -> None:
    told = crossed().then("commission_notified", "2025-08-10", receipt="ES-1")
    found = kept(told.on(DAY), "52(1)")
    assert (found.value, found.done.missing[0].fact) == ("unknown", "basis")


def test_a_notification_on_another_basis_or_by_another_organisation_is_none() -> None:
    other = crossed().then("commission_notified", "2025-08-10", basis="73")
    another = crossed().then("commission_notified", "2025-08-10", basis="52(1)", actor="zeta")
    assert kept(other.on(DAY), "52(1)").value == "unmet"
    assert kept(another.on(DAY), "52(1)").value == "unmet"


# -- representatives -------------------------------------------------------------------------------


def mandate(name: str | None = "rep", **facts: object) -> dict[str, object]:
    return {"representative": name, "written": True, "in_union": True} | facts


def abroad(mandated: str = "2025-09-01", facts: dict[str, object] | None = None) -> Told:
    told = mandate() | (facts or {})
    return placed(where="outside_union").then("representative_mandated", mandated, **told)


def test_a_written_mandate_in_the_union_by_the_placing_meets_it() -> None:
    for day in ("2025-09-01", "2025-09-10"):
        assert kept(abroad(day).on(DAY), "54(1)").value == "met"
    found = kept(abroad("2025-09-11").on(DAY), "54(1)")
    assert (found.value, found.events) == ("late", ("atlas#5",))


@pytest.mark.parametrize(
    ("facts", "value"),
    [
        ({"written": False}, "unmet"),
        ({"in_union": False}, "unmet"),
        ({"written": None}, "unknown"),
        ({"in_union": None}, "unknown"),
        ({"written": None, "in_union": False}, "unmet"),
    ],
)
def test_a_mandate_must_be_written_and_its_bearer_in_the_union(
    facts: dict[str, object], value: str
) -> None:
    assert kept(abroad(facts=facts).on(DAY), "54(1)").value == value


def test_without_a_mandate_it_is_unmet() -> None:
    assert kept(placed(where="outside_union").on(DAY), "54(1)").value == "unmet"


def test_a_terminated_mandate_leaves_it_unmet_again() -> None:
    told = abroad().then("representative_terminated", DAY, representative="rep")
    assert kept(told.on("2026-02-28"), "54(1)").value == "met"
    found = kept(told.on(DAY), "54(1)")
    assert (found.value, found.events, found.done.events) == ("unmet", (), ("atlas#6",))


def test_one_good_mandate_suffices() -> None:
    told = abroad().then("representative_mandated", "2025-09-02", **mandate("x", written=False))
    found = kept(told.on(DAY), "54(1)")
    assert (found.value, found.done.limbs[0].says) == ("met", "mandate of rep")


def test_a_new_mandate_after_a_gap_is_late_and_one_without_a_gap_is_not() -> None:
    gone = abroad().then("representative_terminated", DAY, representative="rep")
    gap = gone.then("representative_mandated", "2026-03-02", **mandate("heir"))
    none = gone.then("representative_mandated", DAY, **mandate("heir"))
    assert kept(gap.on("2026-04-01"), "54(1)").value == "late"
    assert kept(none.on("2026-04-01"), "54(1)").value == "met"


def test_a_gap_before_the_placing_does_not_matter() -> None:
    told = (
        placed(where="outside_union")
        .then("representative_mandated", "2025-03-01", **mandate())
        .then("representative_terminated", "2025-05-01", representative="rep")
        .then("representative_mandated", "2025-07-01", **mandate())
    )
    assert kept(told.on(DAY), "54(1)").value == "met"


def test_a_termination_ends_the_mandate_it_names_and_no_other() -> None:
    two = abroad().then("representative_mandated", "2025-09-05", **mandate("heir"))
    named = two.then("representative_terminated", "2026-01-01", representative="rep")
    assert kept(named.on(DAY), "54(1)").value == "met"
    unnamed = two.then("representative_terminated", "2026-01-01")
    found = kept(unnamed.on(DAY), "54(1)")
    assert found.value == "unknown"
    assert {(fact.fact, fact.target) for fact in found.done.missing} == {
        ("representative", "atlas#7")
    }


def test_a_termination_that_names_nobody_ends_the_only_mandate() -> None:
    told = abroad().then("representative_terminated", "2026-01-01")
    assert kept(told.on(DAY), "54(1)").value == "unmet"
    nameless = abroad(facts={"representative": None}).then(
        "representative_terminated", "2026-01-01", representative="x"
    )
    assert kept(nameless.on(DAY), "54(1)").value == "unmet"


def test_the_mandate_of_another_provider_is_none() -> None:
    told = placed(where="outside_union").then(
        "representative_mandated", "2025-09-01", actor="zeta", **mandate()
    )
    assert kept(told.on(DAY), "54(1)").value == "unmet"


# -- requests of authorities -----------------------------------------------------------------------


def asked(due_on: str | None = "2026-02-16", request: str | None = "R1") -> Told:
    return placed().then(
        "authority_requested", "2026-02-02", actor="ai-office", request=request, due_on=due_on
    )


def test_without_a_request_there_is_nothing_to_perform_yet() -> None:
    found = kept(placed().on(DAY), "53(3)")
    assert (found.value, found.done.missing) == ("unknown", ())


def test_a_request_is_unmet_until_it_is_answered_and_late_after_its_day() -> None:
    assert kept(asked().on("2026-02-10"), "53(3)").value == "unmet"
    for day, value in (("2026-02-16", "met"), ("2026-02-17", "late")):
        told = asked().then("authority_answered", day, request="R1")
        found = kept(told.on(DAY), "53(3)")
        assert (found.value, found.events) == (value, ("atlas#6",))


def test_a_request_that_names_no_day_cannot_be_late_or_in_time() -> None:
    told = asked(due_on=None).then("authority_answered", "2026-02-10", request="R1")
    found = kept(told.on(DAY), "53(3)")
    assert found.value == "unknown"
    assert due(told.on(DAY), "53(3)") is None
    later = asked(due_on=None).then(
        "authority_answered", "2026-02-10", request="R1", due_on="2026-02-12"
    )
    assert kept(later.on(DAY), "53(3)").value == "met"


def test_one_unanswered_request_leaves_it_unmet() -> None:
    told = (
        asked()
        .then("authority_requested", "2026-02-03", actor="ai-office", request="R2")
        .then("authority_answered", "2026-02-10", request="R1")
    )
    assert kept(told.on(DAY), "53(3)").value == "unmet"


def test_an_answer_that_names_no_request_belongs_to_the_only_one() -> None:
    told = asked(request=None).then("authority_answered", "2026-02-10")
    assert kept(told.on(DAY), "53(3)").value == "met"
    two = (
        asked()
        .then("authority_requested", "2026-02-03", actor="ai-office", request="R2")
        .then("authority_answered", "2026-02-10")
    )
    found = kept(two.on(DAY), "53(3)")
    assert (found.value, found.done.missing[0].fact) == ("unknown", "request")


def test_what_was_asked_before_the_duty_bound_is_no_matter_of_it() -> None:
    told = placed().then("authority_requested", "2025-09-01", request="early", due_on="2025-09-05")
    assert kept(told.on(DAY), "53(3)").value == "unknown"


# -- incidents -------------------------------------------------------------------------------------


def incident(signed: bool = True, kind: str | None = "cybersecurity_breach") -> Told:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    if signed:
        told = told.declared(code_of_practice=("safety_security",))
    return told.then("incident_known", "2026-02-02", incident="I1", kind=kind)


def test_without_an_incident_there_is_nothing_to_report_yet() -> None:
    assert kept(placed("2025-10-06", LARGE, "2025-09-15").on(DAY), "55(1)(c)").value == "unknown"


def test_an_incident_is_unmet_until_it_is_reported() -> None:
    assert kept(incident().on("2026-02-03"), "55(1)(c)").value == "unmet"


@pytest.mark.parametrize(
    ("day", "value", "contested"),
    [("2026-02-07", "met", False), ("2026-02-09", "late", True), ("2026-02-10", "late", False)],
)
def test_those_who_signed_are_measured_by_the_code_s_plain_end(
    day: str, value: str, contested: bool
) -> None:
    told = incident().then("incident_reported", day, incident="I1", stage="initial")
    found = kept(told.on(DAY), "55(1)(c)")
    assert (found.value, found.contested) == (value, contested)


def test_for_others_the_act_sets_no_figure() -> None:
    told = incident(signed=False).then("incident_reported", "2026-02-20", incident="I1")
    assert kept(told.on(DAY), "55(1)(c)").value == "met"


def test_under_the_act_alone_the_code_measures_nobody() -> None:
    told = incident().then("incident_reported", "2026-02-20", incident="I1")
    assert kept(told.on(DAY, reading="act"), "55(1)(c)").value == "met"


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ("2026-02-04", "met"),
        ("2026-02-05", "unknown"),
        ("2026-02-17", "unknown"),
        ("2026-02-18", "late"),
    ],
)
def test_where_nobody_told_what_it_led_to_only_the_extremes_decide(day: str, value: str) -> None:
    told = incident(kind=None).then("incident_reported", day, incident="I1")
    found = kept(told.on(DAY), "55(1)(c)")
    assert found.value == value


def test_where_nobody_told_what_it_led_to_the_plain_ends_decide() -> None:
    told = (
        placed("2025-10-06", LARGE, "2025-09-15")
        .declared(code_of_practice=("safety_security",))
        .then("incident_known", "2026-02-06", incident="I1")
        .then("incident_reported", "2026-02-09", incident="I1")
    )
    found = kept(told.on(DAY), "55(1)(c)")
    assert found.value == "unknown"
    assert found.in_time is None or [fact.fact for fact in found.in_time.missing] == ["kind"]


def test_one_unreported_incident_leaves_it_unmet() -> None:
    told = (
        incident()
        .then("incident_reported", "2026-02-03", incident="I1")
        .then("incident_known", "2026-02-05", incident="I2", kind="death")
    )
    assert kept(told.on("2026-02-04"), "55(1)(c)").value == "met"
    assert kept(told.on("2026-02-05"), "55(1)(c)").value == "unmet"


def test_an_incident_that_somebody_else_learned_of_is_not_known_yet() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15").then(
        "incident_known", "2026-02-02", actor="zeta", incident="I1"
    )
    assert kept(told.on(DAY), "55(1)(c)").value == "unknown"


def test_an_incident_before_the_classification_is_no_matter_of_it() -> None:
    told = (
        placed()
        .then("incident_known", "2025-12-01", incident="I1", kind="death")
        .then("trained", "2026-02-02", cumulative_flop=LARGE, update_flop=LARGE)
    )
    assert kept(told.on(DAY), "55(1)(c)").value == "unknown"
