"""Two cases that differ in one act, one day or one name, and what follows from that alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.law.test_corners import ASSESSED, RELEASED, TRAINED, ask, outcome, told
from tests.law.told import ESSENTIAL, LARGE, MADE, WITHIN, Told, first, placed, supply

from lifecycle.law.actors import done_by
from lifecycle.law.article_003_03 import rebranded
from lifecycle.law.article_003_09 import offered_in_union
from lifecycle.law.article_051 import condition_met, crossing_day, systemic_risk
from lifecycle.law.article_052 import trigger
from lifecycle.law.article_111 import transition
from lifecycle.law.binding import exempt_again, internal_exemption
from lifecycle.law.case import Case
from lifecycle.law.decisions import standing
from lifecycle.law.derivation import derive
from lifecycle.law.guidelines_2_2 import developers
from lifecycle.law.guidelines_3_1 import downstream_is_provider, supplied_upstream
from lifecycle.law.guidelines_4 import open_source
from lifecycle.law.placing import placed as placed_findings
from lifecycle.law.recital_097 import own_system
from lifecycle.law.systems import system_rules_apply
from lifecycle.law.trace import Limb
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth


def limb(found: Limb, says: str) -> Limb:
    """Return the one limb that says this."""
    (one,) = (each for each in found.walk() if each.says == says)
    return one


def replaced(case: Case, actor: str | None) -> Case:
    """Return the same case, asked about another actor."""
    return Case(case.facts, case.day, case.reading, actor=actor)


class TestInternalUse:
    @pytest.mark.parametrize("other", ["aaa", "zeta"])
    def test_another_s_use_takes_no_exemption_from_the_actor(self, other: str) -> None:
        used = MADE.then("used_internally", "2025-10-01", **WITHIN)
        used = used.then("used_internally", "2025-10-02", actor=other, **ESSENTIAL)
        assert internal_exemption(used.on("2025-10-02")).outcome is YES

    @pytest.mark.parametrize("other", ["aaa", "zeta"])
    def test_nor_does_it_keep_one_from_returning(self, other: str) -> None:
        used = MADE.then("used_internally", "2025-10-01", **ESSENTIAL)
        used = used.then("used_internally", "2026-01-01", **WITHIN)
        used = used.then("used_internally", "2026-01-01", actor=other, **ESSENTIAL)
        assert exempt_again(used.on("2026-01-01")).point == "A6-return"

    def test_the_proof_tells_a_placing_by_use_from_one_by_release(self) -> None:
        used = MADE.then("used_internally", "2025-10-01", **WITHIN)
        found = internal_exemption(used.on("2025-10-01"))
        assert limb(found, "placed").limbs == ()
        released = used.then("released", "2025-11-01", **supply())
        found = internal_exemption(released.on("2025-11-01"))
        assert limb(found, "placed").outcome is YES
        assert limb(found, "not placed by internal use before").outcome is YES


class TestOpenSource:
    told = (
        Told()
        .then("trained", "2025-09-01")
        .then(
            "licensed", "2025-09-02", free_and_open_source=True,
            rights=("access", "use", "modify", "distribute"),
        )
        .then("monetised", "2025-09-02", monetised=False)
        .then("information_published", "2025-09-02", weights=True, architecture=True, usage=True)
    )  # fmt: skip

    def test_what_it_was_before_its_release_is_not_in_dispute(self) -> None:
        closed = self.told.then("information_published", "2025-09-20", weights=False)
        released = closed.then("released", "2025-10-06", **supply())
        found = open_source(released.on("2025-12-01"))
        assert (found.outcome, found.point) == (NO, "")

    def test_what_it_was_since_its_release_is(self) -> None:
        released = self.told.then("released", "2025-10-06", **supply())
        closed = released.then("information_published", "2025-11-20", weights=False)
        found = open_source(closed.on("2025-12-01"))
        assert (found.outcome, found.point) == (NO, "A7")
        opened = closed.then("information_published", "2025-11-25", weights=True)
        found = open_source(opened.on("2025-12-01"))
        assert (found.outcome, found.point) == (YES, "A7")


class TestDecisions:
    def found(self, *decided: tuple[str, str, str | None]) -> Limb:
        told = Told()
        for kind, on, informed in decided:
            told = told.then("commission_decided", on, kind=kind, informed_on=informed)
        case = told.on("2026-06-01")
        return standing(case, ("designated_52_4",), ("designation_lifted",), "designated")

    def test_what_nobody_was_told_of_before_a_later_decision_leaves_nothing_open(self) -> None:
        lifted = ("designation_lifted", "2026-03-01", "2026-03-02")
        before = ("designated_52_4", "2026-01-01", None)
        after = ("designated_52_4", "2026-04-01", None)
        assert self.found(before, lifted).outcome is NO
        assert self.found(lifted, after).outcome is UNDETERMINED


class TestTransition:
    def test_releases_before_chapter_v_applied_unsettle_nothing(self) -> None:
        told = MADE.then("released", "2025-03-03", **supply())
        told.acts[:2] = [replace(act, day=date(2025, 1, 10)) for act in told.acts[:2]]
        early = told.then("released", "2025-06-02", label="second", **supply())
        assert transition(early.on("2026-01-01")).point == ""
        late = told.then("released", "2025-10-06", label="second", **supply())
        assert transition(late.on("2026-01-01")).point == "A5"

    def test_a_designation_unsettles_it_from_when_it_works_on(self) -> None:
        told = MADE.then("released", "2025-03-03", **supply())
        told.acts[:2] = [replace(act, day=date(2025, 1, 10)) for act in told.acts[:2]]
        told = told.then(
            "commission_decided", "2026-02-02", kind="designated_52_4", informed_on="2026-02-05"
        )
        points = {day: transition(told.on(day)).point for day in ("2026-02-04", "2026-02-05")}
        assert points == {"2026-02-04": "", "2026-02-05": "A5"}
        assert transition(told.on("2026-06-01")).point == "A5"

    def test_so_does_a_report_on_its_status_which_tells_of_a_crossing(self) -> None:
        told = (
            Told()
            .then("assessed", "2025-01-10", outputs=("text",), generality="significant")
            .then("released", "2025-03-03", **supply())
            .then("systemic_risk_reported", "2026-02-02", systemic_risk=True)
            .then("trained", "2026-03-02", status="complete")
        )
        assert transition(told.on("2026-02-01")).point == ""
        found = transition(told.on("2026-06-01"))
        assert found.point == "A5"
        assert found.other is not None
        assert found.other.events == ("atlas#3",)


def test_a_forecast_sets_nothing_off_before_its_day() -> None:
    told = Told().then("trained", "2025-09-01").then(
        "compute_forecast", "2025-12-01", cumulative_flop=LARGE
    )  # fmt: skip
    assert trigger(told.on("2025-11-30")) is None
    assert trigger(told.on("2025-12-01")) == (date(2025, 12, 1), ("atlas#2",))


def test_a_crossing_is_none_before_its_day() -> None:
    told = MADE.then("trained", "2025-12-01", update_flop=LARGE, cumulative_flop=LARGE)
    assert crossing_day(told.on("2025-11-30")) is None
    assert crossing_day(told.on("2026-11-30")) == date(2025, 12, 1)


class TestUpstream:
    def found(self, *kinds: str) -> Limb:
        told = Told().then("trained", "2025-09-01")
        for kind in kinds:
            told = told.then(
                kind, "2025-12-01", actor="orion" if kind == "system_released" else "acme"
            )
        case = told.on("2025-12-01")
        return supplied_upstream(case, case.acts("system_released")[0])

    def test_what_was_supplied_after_the_system_on_one_day_did_not_reach_it(self) -> None:
        assert self.found("supplied", "system_released").outcome is YES
        assert self.found("system_released", "supplied").outcome is UNDETERMINED


class TestNamesInProofs:
    case = (
        Told()
        .then("trained", "2025-09-01", actor="acme")
        .then("system_released", "2025-12-01", actor="orion", system="desk")
        .then("rebranded", "2025-12-02", actor="orion")
        .on("2025-12-02", actor="orion")
    )

    def test_of_who_did_it(self) -> None:
        act = self.case.acts("trained")[0]
        assert done_by(self.case, act, "acme").says == "done by acme"
        assert done_by(self.case, act, None).says == "done by whom?"

    @pytest.mark.parametrize(("actor", "named"), [("orion", "orion"), (None, "the actor")])
    def test_of_who_took_it_to_the_union(self, actor: str | None, named: str) -> None:
        act = self.case.acts("system_released")[0]
        found = downstream_is_provider(self.case, act, actor)
        assert limb(found, f"{named} took it to the Union").events == ("atlas#2",)

    @pytest.mark.parametrize(("actor", "named"), [("orion", "orion"), (None, "the actor")])
    def test_of_who_has_the_duties_for_a_system(self, actor: str | None, named: str) -> None:
        found = system_rules_apply(replaced(self.case, actor))
        assert limb(found, f"by {named}").events == ("atlas#2",)

    @pytest.mark.parametrize(("actor", "named"), [("orion", "orion"), (None, "the actor")])
    def test_of_who_offers_it_under_its_brand(self, actor: str | None, named: str) -> None:
        act = self.case.acts("rebranded")[0]
        says = f"{named} offers it under its own brand"
        found = rebranded(self.case, act, actor)
        others = [each.other for each in found.walk() if each.other is not None]
        assert any(each.says == says for each in (*found.walk(), *others))


class TestOwnSystem:
    put = MADE.then(
        "system_put_into_service", "2025-10-06", system="desk", territory="union", own_use=True
    )

    def found(self, told: Told) -> Limb:
        case = told.on("2025-12-01")
        return own_system(case, case.acts("system_put_into_service")[0])

    def test_by_the_articles_alone_it_places_nothing(self) -> None:
        found = self.found(self.put)
        assert (found.outcome, found.point) == (YES, "A9")
        assert found.other is not None
        assert found.other.outcome is NO

    @pytest.mark.parametrize(("actor", "placed"), [("acme", NO), ("aaa", YES), ("zeta", YES)])
    def test_the_use_of_who_put_it_into_service_alone_exempts(
        self, actor: str, placed: Truth
    ) -> None:
        used = self.put.then("used_internally", "2025-10-06", actor=actor, system="desk", **WITHIN)
        assert self.found(used).outcome is placed


def test_a_modified_model_of_an_unknown_original_is_open_in_every_respect() -> None:
    case = Told().then("fine_tuned", "2025-11-01", base_model="elsewhere").on("2025-12-01")
    assert condition_met(case).outcome is UNDETERMINED
    assert placed_findings(case).outcome is NO
    assert systemic_risk(case).outcome is UNDETERMINED


def test_by_the_act_alone_an_offer_from_outside_is_not_one_in_the_union() -> None:
    told = Told().then("released", "2025-11-01", market="outside_union", offer_targets_union=True)
    for reading, found in (("act", NO), ("guidelines-2025-11", YES)):
        case = told.on("2025-12-01", reading=reading)
        assert offered_in_union(case, case.acts("released")[0]).outcome is found


def test_who_had_it_developed_is_among_its_developers() -> None:
    acts = (
        Told()
        .then("development_commissioned", "2025-01-01", principal="acme", contractor="orion")
        .then("trained", "2025-09-01", actor="orion")
        .then("assessed", "2025-09-02", actor="zeta")
        .acts
    )
    assert developers(acts) == {"acme", "orion"}


def test_each_first_deadline_rests_on_the_rule_that_sets_it() -> None:
    foreign = placed("2025-10-06", LARGE, "2025-09-15", where="outside_union").then(
        "authority_requested", "2026-01-10", request="R1", due_on="2026-02-02"
    )
    case = foreign.on("2026-01-10")
    expected = {
        "52(1)": "52(1)-period",
        "53(1)(a)": "53(1)-due",
        "53(3)": "53(3)-request",
        "54(1)": "54(1)-due",
        "55(1)(a)": "55(1)-due",
    }
    for id_, rule_id in expected.items():
        found = first(case, id_)
        assert found is not None
        assert found.proof.rule is not None
        assert found.proof.rule.id == rule_id


class TestWithdrawal:
    @pytest.mark.parametrize("market", ["union", None])
    def test_the_duties_stay_and_are_in_dispute_but_for_cooperation(
        self, market: str | None
    ) -> None:
        told = placed("2025-10-06").then("withdrawn", "2026-01-10", market=market)
        found = derive(told.on("2026-01-10"))
        points = {
            id_: {each.point for each in found.obligation(id_).active.walk()} - {""}
            for id_ in ("53(1)(a)", "53(1)(d)", "53(3)")
        }
        assert points == {"53(1)(a)": {"A10"}, "53(1)(d)": {"A10"}, "53(3)": set()}

    def test_from_another_market_it_changes_nothing(self) -> None:
        told = placed("2025-10-06").then("withdrawn", "2026-01-10", market="outside_union")
        found = derive(told.on("2026-01-10")).obligation("53(1)(a)").active
        assert "A10" not in {each.point for each in found.walk()}


def test_what_somebody_else_shows_after_the_placing_makes_no_provider() -> None:
    shown = told("demonstrated", "2025-12-01", actor="orion", territory="union", offer=True,
                 commercial=True)  # fmt: skip
    answer = ask(TRAINED, ASSESSED, RELEASED, shown, actor="orion")
    assert outcome(answer, "obligations_active") == "no"
