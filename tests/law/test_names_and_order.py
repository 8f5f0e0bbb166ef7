"""Names that sort either way, acts in either order, versions before and after: none of it matters,

or it matters in the one way the rule says.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.law.test_deadlines_code import CHAPTERS, FINAL, INITIAL, INTERIM, signatory
from tests.law.told import (
    INSIDE,
    LARGE,
    SMALL,
    Told,
    anew,
    deadlines_of,
    placed,
)

from lifecycle.law.actors import done_by, makers, of_developer, own_model
from lifecycle.law.article_051 import condition_met
from lifecycle.law.article_054 import third_country
from lifecycle.law.binding import continues, exempt_again
from lifecycle.law.case import Case
from lifecycle.law.facts import Facts
from lifecycle.law.guidelines_3_2 import over_a_third
from lifecycle.law.notification_period import after_transition
from lifecycle.law.performance import notified
from lifecycle.law.reading import READINGS
from lifecycle.law.recital_097 import discontinued, internal_uses
from lifecycle.law.regulation_1182 import rolled_end
from lifecycle.law.truth import NO, UNDETERMINED, YES


class TestConsortia:
    formed = (
        Told()
        .then("consortium_formed", "2025-01-01", consortium="c3", members=["acme", "orion"])
        .then("consortium_formed", "2025-01-02", consortium="b2", coordinator="beta")
        .then("consortium_formed", "2025-01-03", consortium="d4", coordinator="delta")
        .then("trained", "2025-09-01", actor="c3")
    )

    @pytest.mark.parametrize("member", ["acme", "orion", "c3"])
    def test_without_a_coordinator_any_member_may_stand_for_it(self, member: str) -> None:
        case = self.formed.on("2025-09-01")
        found = done_by(case, case.acts("trained")[0], member)
        assert (found.outcome, found.events) == (UNDETERMINED, ("atlas#4", "atlas#1"))

    @pytest.mark.parametrize("other", ["aaa", "beta", "delta", "zeta"])
    def test_nobody_else_does(self, other: str) -> None:
        case = self.formed.on("2025-09-01")
        assert done_by(case, case.acts("trained")[0], other).outcome is NO

    def test_its_maker_is_itself_and_no_other_consortium_s_coordinator(self) -> None:
        assert makers(self.formed.on("2025-09-01")) == ("c3",)
        told = self.formed.then(
            "consortium_formed", "2025-09-02", consortium="c3", coordinator="orion"
        )
        assert makers(told.on("2025-09-02")) == ("orion",)


class TestDevelopers:
    trained = (
        Told()
        .then("trained", "2025-09-01", actor="acme")
        .then("trained", "2025-09-02", actor="orion")
        .then("trained", "2025-09-03", actor="zeta")
    )

    @pytest.mark.parametrize(("actor", "event"), [("acme", 1), ("orion", 2), ("zeta", 3)])
    def test_each_is_shown_by_its_own_acts(self, actor: str, event: int) -> None:
        found = of_developer(self.trained.on("2025-09-03"), actor)
        assert (found.outcome, found.events) == (YES, (f"atlas#{event}",))

    def test_the_proof_names_who_is_asked_about(self) -> None:
        case = self.trained.on("2025-09-03")
        assert own_model(case, "acme").says == "acme's own model"
        assert own_model(case, None).says == "the actor's own model"


@pytest.mark.parametrize("compute", [None, SMALL])
def test_a_finding_that_dates_back_names_the_first_of_several_designations(
    compute: Decimal | None,
) -> None:
    facts = {"kind": anew("designated_52_1"), "informed_on": "2026-02-02"}
    told = (
        Told()
        .then("trained", "2025-09-01", update_flop=compute, cumulative_flop=compute)
        .then("commission_decided", "2026-02-01", **facts)
        .then("commission_decided", "2026-02-02", **facts)
    )
    found = condition_met(told.on("2025-10-01"))
    assert "atlas#2" in found.events
    assert "atlas#3" not in found.events


class TestSignatories:
    def test_the_last_declaration_of_chapters_counts(self) -> None:
        told = (
            placed("2025-10-06", LARGE, "2025-09-15")
            .declared("2025-08-01", code_of_practice=CHAPTERS)
            .declared("2026-03-01", code_of_practice=())
        )
        assert any("_code_" in key for key in deadlines_of(told.on("2026-02-28")))
        assert not any("_code_" in key for key in deadlines_of(told.on("2026-03-01")))

    def test_one_incident_resolved_leaves_another_open(self) -> None:
        told = signatory()
        for name in ("I2", "I1", "I3"):
            told = told.then("incident_known", "2026-03-02", incident=name, kind="death")
            told = told.then("incident_reported", "2026-03-04", incident=name, stage="initial")
        keys = deadlines_of(
            told.then("incident_resolved", "2026-03-06", incident="I1").on("2026-03-06")
        )
        assert {f"{INTERIM}", f"{FINAL}:I1", f"{INTERIM}:I3"} <= set(keys)
        assert not {f"{FINAL}", f"{INTERIM}:I1", f"{FINAL}:I3"} & set(keys)

    def test_the_kind_of_one_incident_is_not_that_of_another(self) -> None:
        told = (
            signatory()
            .then("incident_known", "2026-03-02", incident="I1", kind="death")
            .then("incident_known", "2026-03-02", incident="I2", kind="serious_harm")
            .then("incident_known", "2026-03-03", incident="I2", kind="cybersecurity_breach")
        )
        found = deadlines_of(told.on("2026-03-03"))
        assert str(found[INITIAL].due.calendar) == "2026-03-12"
        assert str(found[f"{INITIAL}:I2"].due.calendar) == "2026-03-07"


@pytest.mark.parametrize(
    ("trigger", "end", "rolled"),
    [
        ("2026-04-01", "2026-04-05", "2026-04-08"),
        ("2026-04-01", "2026-04-02", "2026-04-07"),
        ("2026-12-23", "2027-01-02", "2027-01-05"),
        ("2026-09-04", "2026-09-06", "2026-09-08"),
        ("2026-09-07", "2026-09-08", "2026-09-08"),
    ],
)
def test_a_period_of_two_days_or_more_holds_two_working_days(
    trigger: str, end: str, rolled: str
) -> None:
    found = rolled_end(date.fromisoformat(trigger), date.fromisoformat(end))
    assert found.isoformat() == rolled


def test_after_the_transition_it_is_over_on_every_later_day() -> None:
    told = placed("2025-03-03", LARGE, "2025-03-01")
    for day in ("2027-08-02", "2027-08-03", "2029-01-01"):
        assert after_transition(told.on(day)).outcome is YES


def test_two_transfers_of_the_rights_name_the_last_one() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    for day in ("2026-05-01", "2026-06-01"):
        told = told.then("rights_transferred", day, to="orion", continues_under_own_name=True)
    found = continues(told.on("2026-06-01"), record_keeping=False)
    assert found.events == (told.acts[-1].event,)
    assert found.other is not None
    assert found.other.events == found.events


def test_two_notifications_name_the_first_one() -> None:
    told = placed("2025-10-06", LARGE, "2025-09-15")
    for day in ("2025-09-20", "2025-09-22"):
        told = told.then("commission_notified", day, basis="52(1)")
    assert notified(told.on("2026-01-01")).events == (told.acts[-2].event,)


def test_a_modification_that_names_no_base_leaves_the_measure_to_the_law() -> None:
    told = Told().then(
        "fine_tuned",
        "2025-11-01",
        modification_flop=Decimal("4e23"),
        base_flop_known=False,
        base_flop_estimable=False,
    )
    found = over_a_third(told.on("2025-12-01"), cumulated=False)
    assert (found.outcome, found.missing) == (UNDETERMINED, ())


def test_the_establishment_that_is_missing_is_that_of_the_last_declaration() -> None:
    told = Told().declared("2025-08-01", code_of_practice=())
    told = told.declared("2025-09-01", code_of_practice=())
    found = third_country(told.on("2025-10-06"))
    assert [lack.target for lack in found.missing] == ["acme#2"]


def test_the_first_of_two_final_reports_counts() -> None:
    told = (
        signatory()
        .then("incident_known", "2026-03-02", incident="I1", kind="death")
        .then("incident_reported", "2026-03-04", incident="I1", stage="initial")
        .then("incident_resolved", "2026-03-06", incident="I1")
        .then("incident_reported", "2026-04-01", incident="I1", stage="final")
        .then("incident_reported", "2026-09-01", incident="I1", stage="final")
    )
    did = deadlines_of(told.on("2026-10-01"))[FINAL].performance
    assert did is not None
    assert did.value == "met"


def test_an_end_told_by_somebody_else_ends_no_use() -> None:
    told = Told().then("used_internally", "2025-10-01")
    for other in ("aaa", "zeta"):
        case = told.then("internal_use_ended", "2025-11-01", actor=other).on("2025-11-01")
        assert len(internal_uses(case)) == 1
    assert not internal_uses(told.then("internal_use_ended", "2025-11-01").on("2025-11-01"))


@pytest.mark.parametrize(("ended", "left"), [("desk", 0), ("mail", 1), ("acme", 1)])
def test_an_end_without_an_actor_ends_the_use_that_it_names(ended: str, left: int) -> None:
    told = Told().then("used_internally", "2025-10-01", use="desk")
    told = told.then("internal_use_ended", "2025-11-01", actor=None, use=ended)
    assert len(internal_uses(told.on("2025-11-01"))) == left


def test_a_system_discontinued_before_an_act_is_not_discontinued_by_it() -> None:
    told = (
        Told()
        .then("system_discontinued", "2025-10-20", system="desk")
        .then("system_released", "2025-11-01", system="desk")
    )
    case = told.on("2025-12-01")
    act = case.acts("system_released")[0]
    assert not discontinued(case, act)
    later = told.then("system_discontinued", "2025-12-01", system="desk").on("2025-12-01")
    assert discontinued(later, act)
    other = told.then("system_discontinued", "2025-12-01", system="mail").on("2025-12-01")
    assert not discontinued(other, act)


class TestOwnActs:
    def case(self, *streams: str) -> Case:
        told = Told()
        for number, _ in enumerate(streams):
            told = told.then("assessed", f"2025-10-0{number + 1}")
        told.acts[:] = [
            replace(act, stream=stream) for act, stream in zip(told.acts, streams, strict=True)
        ]
        facts = Facts("atlas", tuple(told.acts), streams=("model:atlas", *streams))
        return Case(facts, date(2026, 1, 1), READINGS["act"])

    def test_those_of_the_model_s_own_stream_come_before_its_variants_(self) -> None:
        case = self.case("model:aaa", "model:atlas", "model:zeta")
        assert [act.event for act in case.own("assessed")] == ["atlas#2"]

    def test_without_any_the_variants_speak_for_it(self) -> None:
        case = self.case("model:aaa", "model:zeta")
        assert [act.event for act in case.own("assessed")] == ["atlas#1", "atlas#2"]


class TestExemptAgain:
    told = (
        Told()
        .then("trained", "2025-09-01", update_flop=SMALL, cumulative_flop=SMALL)
        .then("used_internally", "2025-10-01", essential_to_third_parties=True, **INSIDE)
    )

    def test_it_is_disputed_for_who_used_it_alone(self) -> None:
        told = self.told.then(
            "used_internally", "2026-01-01", essential_to_third_parties=False, **INSIDE
        )
        found = exempt_again(told.on("2026-01-01"))
        assert (found.outcome, found.point) == (NO, "A6-return")

    def test_nothing_is_disputed_while_the_use_places(self) -> None:
        found = exempt_again(self.told.on("2025-10-01"))
        assert (found.outcome, found.point) == (NO, "")

    @pytest.mark.parametrize("other", ["aaa", "zeta"])
    def test_another_s_use_is_not_the_actor_s(self, other: str) -> None:
        told = self.told.then(
            "used_internally",
            "2026-01-01",
            essential_to_third_parties=False,
            actor=other,
            **INSIDE,
        )
        assert exempt_again(told.on("2026-01-01")).point == ""
