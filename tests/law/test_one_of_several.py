"""Several acts, names or matters at once: each keeps what is its own, and order decides little."""

from __future__ import annotations

import pytest
from tests.law.test_compute import bounds
from tests.law.test_corners import ASSESSED, RELEASED, TRAINED, ask, fine_tuned, outcome, told
from tests.law.test_deadlines_code import FINAL, signatory
from tests.law.test_neighbours import limb
from tests.law.told import (
    LARGE,
    MADE,
    SMALL,
    WITHIN,
    Told,
    deadlines_of,
    kept,
    model,
    placed,
    supply,
)

from lifecycle.law.article_003_03 import places
from lifecycle.law.article_052 import risk_duties_before_placing
from lifecycle.law.article_111 import transition
from lifecycle.law.derivation import OBLIGATIONS, derive
from lifecycle.law.guidelines_2_1 import cumulative_compute
from lifecycle.law.guidelines_3_1 import published_by_another
from lifecycle.law.guidelines_3_2 import over_a_third
from lifecycle.law.guidelines_4 import free_licence
from lifecycle.law.mandates import standing
from lifecycle.law.matters import own_acts
from lifecycle.law.placing import placed_on
from lifecycle.law.recital_097 import discontinued, own_system
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth

TITLES = {
    "52(1)": "notification to the Commission",
    "53(1)(a)": "technical documentation",
    "53(1)(b)": "information for downstream providers",
    "53(1)(c)": "copyright policy",
    "53(1)(d)": "public summary of training content",
    "53(3)": "cooperation with the authorities",
    "54(1)": "authorised representative",
}


class TestObligations:
    def test_each_is_found_by_its_own_id(self) -> None:
        found = derive(placed().on("2026-01-01"))
        assert [found.obligation(id_).id for id_ in OBLIGATIONS] == list(OBLIGATIONS)
        for id_, title in TITLES.items():
            assert found.obligation(id_).title == title


class TestRequests:
    @pytest.mark.parametrize("names", [("R1", "R2"), ("R2", "R1")])
    def test_each_deadline_rests_on_its_own_request(self, names: tuple[str, str]) -> None:
        asked = placed("2025-10-06")
        for name in names:
            asked = asked.then("authority_requested", "2026-01-10", request=name,
                               due_on="2026-02-02")  # fmt: skip
        found = deadlines_of(asked.on("2026-01-10"))
        for name, act in zip(names, asked.acts[-2:], strict=True):
            assert act.event in found[f"53(3):{name}"].proof.events

    def test_the_first_answer_tells_whether_the_duty_was_kept_in_time(self) -> None:
        asked = placed("2025-10-06").then(
            "authority_requested", "2026-01-10", request="R1", due_on="2026-02-02"
        )
        for day in ("2026-02-01", "2026-03-01"):
            asked = asked.then("authority_answered", day, request="R1")
        assert kept(asked.on("2026-03-01"), "53(3)").value == "met"

    def test_the_first_document_tells_whether_a_duty_was_kept_in_time(self) -> None:
        done = placed("2025-10-06")
        for day in ("2025-10-05", "2026-03-01"):
            done = done.then("documented", day, obligation="53(1)(a)")
        assert kept(done.on("2026-03-01"), "53(1)(a)").value == "met"


class TestIncidents:
    @pytest.mark.parametrize("names", [("I1", "I2"), ("I2", "I1")])
    def test_each_final_report_rests_on_its_own_incident(self, names: tuple[str, str]) -> None:
        known = signatory()
        for name in names:
            known = known.then("incident_known", "2026-03-02", incident=name, kind="death")
        for name in names:
            known = known.then("incident_resolved", "2026-03-06", incident=name)
        found = deadlines_of(known.on("2026-03-06"))
        for suffix, act in zip(("", f":{names[1]}"), known.acts[-2:], strict=True):
            assert act.event in found[f"{FINAL}{suffix}"].proof.events

    def test_an_incident_is_resolved_once(self) -> None:
        known = signatory().then("incident_known", "2026-03-02", incident="I1", kind="death")
        for day in ("2026-03-06", "2026-04-06"):
            known = known.then("incident_resolved", day, incident="I1")
        assert str(deadlines_of(known.on("2026-04-06"))[FINAL].due.calendar) == "2026-05-05"


class TestRepresentatives:
    @pytest.mark.parametrize(("ended", "left"), [("aaa", "zeta"), ("zeta", "aaa")])
    def test_an_end_leaves_the_other_mandate(self, ended: str, left: str) -> None:
        told = Told()
        for name in ("aaa", "zeta"):
            told = told.then("representative_mandated", "2025-09-01", representative=name,
                             written=True, in_union=True)  # fmt: skip
        told = told.then("representative_terminated", "2025-10-01", representative=ended)
        found = standing(told.on("2025-10-01"))
        assert (found.outcome, limb(found, f"mandate of {left}").outcome) == (YES, YES)
        both = told.then("representative_terminated", "2025-10-02", representative=left)
        assert standing(both.on("2025-10-02")).outcome is NO

    @pytest.mark.parametrize("other", ["aaa", "zeta"])
    def test_somebody_else_is_no_representative(self, other: str) -> None:
        told = Told().then("representative_mandated", "2025-09-01", representative="rep")
        for actor in (other, "rep"):
            told = told.then("commission_notified", "2025-09-02", actor=actor)
        assert [act.event for act in own_acts(told.on("2025-09-02"), "commission_notified")] == [
            "atlas#3"
        ]


class TestPublishers:
    @pytest.mark.parametrize("principal", ["aaa", "zeta"])
    def test_a_contractor_of_somebody_else_places_nothing_for_the_actor(
        self, principal: str
    ) -> None:
        told = (
            Told()
            .then("development_commissioned", "2025-01-01", principal=principal,
                  contractor="orion")
            .then("released", "2025-10-06", **{**supply(), "own_name": False}, actor="orion")
        )  # fmt: skip
        case = told.on("2025-12-01")
        released = case.acts("released")[0]
        assert places(case, released, "acme").outcome is NO
        assert places(case, released, principal).outcome is UNDETERMINED

    @pytest.mark.parametrize(("own_name", "expected"), [(False, NO), (None, YES), (True, YES)])
    def test_who_supplies_under_another_name_does_not_place_under_its_own(
        self, own_name: bool | None, expected: Truth
    ) -> None:
        told = Told().then("supplied", "2025-10-06", to="orion", own_name=own_name)
        case = told.on("2025-12-01")
        assert places(case, case.acts("supplied")[0], "acme").outcome is expected

    def test_a_later_release_by_the_developer_settles_nothing_for_an_earlier_publisher(
        self,
    ) -> None:
        published = told("third_party_published", "2025-10-01", actor="orion", market="union",
                         commercial=True, own_name=True)  # fmt: skip
        answer = ask(TRAINED, ASSESSED, published, RELEASED, actor="orion")
        assert outcome(answer, "obligations_active") == "undetermined"

    @pytest.mark.parametrize(("actor", "named"), [("orion", "orion"), (None, "the actor")])
    def test_the_proof_names_who_published(self, actor: str | None, named: str) -> None:
        case = Told().then("trained", "2025-09-01").then(
            "third_party_published", "2025-10-01", actor="orion"
        ).on("2025-10-01", actor=actor)  # fmt: skip
        found = published_by_another(case, case.acts("third_party_published")[0], actor)
        said = {each.says for each in found.walk()} | {
            each.says for each in (found.other.walk() if found.other else ())
        }
        assert f"{named} published it" in said


class TestTransition:
    @pytest.mark.parametrize(
        ("day", "point"), [("2025-08-01", ""), ("2025-08-02", "A5"), ("2025-08-03", "A5")]
    )
    def test_a_release_unsettles_it_from_2_august_2025_on(self, day: str, point: str) -> None:
        told = (
            Told()
            .then("trained", "2025-01-10", cumulative_flop=SMALL, update_flop=SMALL)
            .then("released", "2025-03-03", **supply())
            .then("released", day, label="second", **supply())
        )
        assert transition(told.on("2026-01-01")).point == point

    @pytest.mark.parametrize(
        ("day", "point"), [("2025-08-01", ""), ("2025-08-02", "A5"), ("2025-08-03", "A5")]
    )
    def test_so_does_a_crossing_from_that_day_on(self, day: str, point: str) -> None:
        told = (
            Told()
            .then("assessed", "2025-01-10", outputs=("text",), generality="significant")
            .then("released", "2025-03-03", **supply())
            .then("trained", day, cumulative_flop=SMALL)
            .then("trained", day, cumulative_flop=LARGE)
        )
        found = transition(told.on("2026-01-01"))
        assert found.point == point
        if found.other is not None:
            assert found.other.events == ("atlas#4",)

    def test_so_does_a_crossing_of_what_it_was_made_from(self) -> None:
        early = {**RELEASED, "model": "tuned", "actor": "orion", "occurred_on": "2025-07-01"}
        tuned = fine_tuned(modification_flop="4e23", occurred_on="2025-06-20")
        grown = {**TRAINED, "occurred_on": "2026-02-02", "cumulative_flop": "2e25"}
        asked = {"on": "2026-06-01", "model": "tuned", "actor": "orion"}
        before = ask(TRAINED, ASSESSED, tuned, early, **asked)
        assert transition(before.case).point == ""
        found = transition(ask(TRAINED, ASSESSED, tuned, early, grown, **asked).case)
        assert found.point == "A5"
        assert found.other is not None
        assert {"atlas#4", "tuned#2"} <= set(found.other.events)

    @pytest.mark.parametrize("variant", ["aaa", "nova"])
    def test_so_does_a_variant_whatever_its_name(self, variant: str) -> None:
        registered = told("registered", "2024-08-01", variant, variant_of="atlas")
        early = {**RELEASED, "occurred_on": "2025-07-01"}
        late = {**RELEASED, "model": variant, "occurred_on": "2025-11-03"}
        trained = {**TRAINED, "occurred_on": "2025-01-10"}
        answer = ask(trained, ASSESSED, registered, early, late)
        assert transition(answer.case).point == "A5"


class TestPlacings:
    def test_an_offer_without_a_customer_yet_hides_no_later_supply(self) -> None:
        told = (
            model()
            .then("released", "2025-10-06", **supply(), offer_targets_union=False,
                  first_customer_on="2026-06-01")
            .then("released", "2025-12-01", **supply())
        )  # fmt: skip
        assert str(placed_on(told.on("2026-01-01", actor=None))) == "2025-12-01"

    def test_another_s_use_hides_no_use_of_the_developer(self) -> None:
        essential = {**WITHIN, "essential_to_third_parties": True}
        told = MADE.then("used_internally", "2025-10-06", actor="zeta", **essential)
        told = told.then("used_internally", "2025-12-01", **essential)
        assert str(placed_on(told.on("2026-01-01", actor=None))) == "2025-12-01"

    def test_a_system_that_was_discontinued_on_its_first_day_was_there(self) -> None:
        told = MADE.then("system_put_into_service", "2025-10-06", system="desk",
                         territory="union", own_use=True)  # fmt: skip
        told = told.then("system_discontinued", "2025-10-06", system="desk")
        case = told.on("2026-01-01", actor=None)
        assert discontinued(case, case.acts("system_put_into_service")[0])
        assert str(placed_on(case)) == "2025-10-06"

    @pytest.mark.parametrize("other", ["aaa", "zeta"])
    def test_another_s_use_of_a_system_takes_no_exemption_from_its_owner(self, other: str) -> None:
        told = MADE.then("system_put_into_service", "2025-10-06", system="desk",
                         territory="union", own_use=True)  # fmt: skip
        for actor in ("acme", other):
            told = told.then("used_internally", "2025-10-06", actor=actor, system="desk", **WITHIN)
        case = told.on("2025-12-01")
        assert own_system(case, case.acts("system_put_into_service")[0]).outcome is NO


def test_research_with_a_model_of_systemic_risk_is_read_both_ways() -> None:
    told = model(LARGE).then("market_intended", "2025-09-01", union_market=False)
    quiet = risk_duties_before_placing(told.on("2025-12-01"))
    assert "A3" not in {each.point for each in quiet.walk()}
    used = told.then("prototyped", "2025-10-01", sole_purpose=True)
    found = risk_duties_before_placing(used.on("2025-12-01"))
    (disputed,) = (each for each in found.walk() if each.point == "A3")
    assert (disputed.outcome, disputed.other and disputed.other.outcome) == (NO, YES)


def test_a_licence_says_which_right_it_lacks() -> None:
    told = Told().then("licensed", "2025-10-01", free_and_open_source=True,
                       rights=("access", "use", "modify", "sublicense"))  # fmt: skip
    said = {each.says for each in free_licence(told.on("2025-10-01")).walk()}
    assert "not free, whatever is claimed: no right to distribute" in said


def test_what_others_did_is_decided_and_lacks_nothing() -> None:
    act = Told().then("trained", "2025-09-01").acts[0]
    assert [act.by(name, "by").missing for name in ("acme", "orion")] == [(), ()]


def test_a_modified_model_took_exactly_what_its_original_and_its_modifications_took() -> None:
    first, second = fine_tuned(modification_flop="2e22"), fine_tuned(modification_flop="3e22")
    total = cumulative_compute(ask(TRAINED, first, second, model="tuned", actor="orion").case)
    assert bounds(total) == (55 * 10**22, 55 * 10**22)


@pytest.mark.parametrize(("second", "expected"), [(5 * 10**22, NO), (5 * 10**22 + 1, YES)])
def test_two_modifications_are_over_a_third_by_one_flop(second: int, expected: Truth) -> None:
    original = {**TRAINED, "update_flop": "3e23", "cumulative_flop": "3e23"}
    tuned = [fine_tuned(modification_flop=str(amount)) for amount in (5 * 10**22, second)]
    answer = ask(original, *tuned, model="tuned", actor="orion")
    assert over_a_third(answer.case, cumulated=True).outcome is expected
