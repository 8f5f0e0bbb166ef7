"""Corners of the law: readings without guidance, totals half known, decisions that date back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from tests.law.asking import book_of

from lifecycle.law.guidelines_3_2 import over_a_third
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle.law.truth import NO, UNDETERMINED, YES
from lifecycle_projections.axes import Axes
from lifecycle_projections.obligations import Answer

BASIS = ("53(1)(a)", "53(1)(b)", "53(1)(c)", "53(1)(d)", "53(3)")


def told(kind: str, on: str, model: str = "atlas", /, **facts: object) -> dict[str, Any]:
    subject = {} if "organisation" in facts else {"model": model}
    return {"type": kind, "occurred_on": on, **subject, **facts}


REGISTERED = told("registered", "2024-08-01")
TRAINED = told("trained", "2025-06-01", actor="acme", update_flop="5e23", cumulative_flop="5e23")
ASSESSED = told("assessed", "2025-06-01", outputs=["text"], generality="significant")
RELEASED = told(
    "released", "2025-10-06", actor="acme", market="union", commercial=True, own_name=True
)
TUNED = told("registered", "2024-08-01", "tuned")
TUNED_RELEASED = {**RELEASED, "model": "tuned", "actor": "orion", "occurred_on": "2025-12-01"}


def ask(
    *events: Mapping[str, Any],
    on: str = "2026-01-15",
    model: str = "atlas",
    actor: str | None = "acme",
    rulebook: str = DEFAULT_READING,
) -> Answer:
    axes = Axes(date.fromisoformat(on), None, reading(rulebook))
    return Answer(book_of([REGISTERED, TUNED, *events]), model, actor, axes)


def outcome(answer: Answer, name: str) -> str:
    return answer.derived.outcomes()[name].value


def active(answer: Answer) -> tuple[str, ...]:
    return tuple(o.id for o in answer.derived.obligations if o.status == "active")


def fine_tuned(**facts: object) -> dict[str, Any]:
    return told(
        "fine_tuned",
        "2025-11-03",
        "tuned",
        **{
            "actor": "orion",
            "base_model": "atlas",
            "on_behalf_of_provider": False,
            "base_flop_known": True,
            **facts,
        },
    )


def test_the_act_alone_does_not_place_with_a_downstream_system() -> None:
    events = (
        TRAINED,
        ASSESSED,
        told("supplied", "2025-10-06", actor="acme", to="orion", market="outside_union"),
        told("union_excluded", "2025-10-06", actor="acme", excluded=False),
        told("system_released", "2025-12-01", actor="orion", market="union", commercial=True),
    )
    assert outcome(ask(*events), "placed_on_market") == "yes"
    by_act = ask(*events, rulebook="act")
    assert outcome(by_act, "placed_on_market") == "undetermined"
    assert by_act.is_contested


def test_the_act_alone_does_not_call_internal_use_a_placing() -> None:
    use = told(
        "used_internally",
        "2025-10-06",
        actor="acme",
        purely_internal=True,
        essential_to_third_parties=True,
        third_parties_in="union",
    )
    assert active(ask(TRAINED, ASSESSED, use)) == BASIS
    assert outcome(ask(TRAINED, ASSESSED, use, rulebook="act"), "placed_on_market") == (
        "undetermined"
    )


def test_the_act_alone_knows_no_figures_for_modifiers() -> None:
    events = (TRAINED, ASSESSED, RELEASED, fine_tuned(modification_flop="4e23"), TUNED_RELEASED)
    asked = {"model": "tuned", "actor": "orion"}
    assert active(ask(*events, **asked)) == BASIS
    by_act = ask(*events, **asked, rulebook="act")
    assert outcome(by_act, "obligations_active") == "undetermined"
    found = told("change_assessed", "2025-11-04", "tuned", significant=True)
    assert active(ask(*events, found, **asked, rulebook="act")) == BASIS


def test_the_act_alone_does_not_say_what_a_modified_model_inherits() -> None:
    big = {**TRAINED, "update_flop": None, "cumulative_flop": None}
    reported = told("systemic_risk_reported", "2025-06-01", systemic_risk=True)
    tuned = fine_tuned(modification_flop="1e22")
    change = told("change_assessed", "2025-11-04", "tuned", significant=True)
    events = (big, ASSESSED, reported, RELEASED, tuned, change, TUNED_RELEASED)
    asked = {"model": "tuned", "actor": "orion"}
    assert outcome(ask(*events, **asked), "systemic_risk") == "yes"
    assert outcome(ask(*events, **asked, rulebook="act"), "systemic_risk") == "undetermined"


def test_a_consortium_is_asked_through_its_coordinator_when_nobody_is_named() -> None:
    formed = told(
        "consortium_formed", "2025-01-01", consortium="union-lab", members=["acme", "orion"],
        coordinator="acme",
    )  # fmt: skip
    trained, released = {**TRAINED, "actor": "union-lab"}, {**RELEASED, "actor": "union-lab"}
    answer = ask(formed, trained, ASSESSED, released, actor=None)
    assert answer.actor == "acme"
    assert active(answer) == BASIS


def test_nobody_is_named_where_the_record_names_nobody() -> None:
    answer = ask(
        told("released", "2025-10-06", market="union", commercial=True), ASSESSED, actor=None
    )
    assert answer.actor is None
    assert outcome(answer, "obligations_active") == "undetermined"
    assert "54(1)" in [o.id for o in answer.derived.obligations if o.status == "undetermined"]


def test_a_contractor_under_another_name_leaves_the_principal_open() -> None:
    ordered = told("development_commissioned", "2025-01-01", principal="acme", contractor="orion")
    trained = {**TRAINED, "actor": "orion"}
    released = {**RELEASED, "actor": "orion", "own_name": False}
    assert outcome(ask(ordered, trained, ASSESSED, released), "obligations_active") == (
        "undetermined"
    )
    assert active(ask(ordered, trained, ASSESSED, released, actor="orion")) == ()


def test_an_offer_that_is_not_aimed_at_the_union_counts_from_its_first_customer() -> None:
    offer = {**RELEASED, "offer_targets_union": False, "first_customer_on": "2025-12-01"}
    assert active(ask(TRAINED, ASSESSED, offer, on="2025-11-30")) == ()
    assert active(ask(TRAINED, ASSESSED, offer, on="2025-12-01")) == BASIS
    assert ask(TRAINED, ASSESSED, offer).derived.placed_on == date(2025, 12, 1)


def test_an_offer_aimed_at_the_union_from_outside_is_made_there() -> None:
    offer = {**RELEASED, "market": "outside_union", "offer_targets_union": True}
    assert active(ask(TRAINED, ASSESSED, offer)) == BASIS


def test_a_later_designation_casts_doubt_on_a_total_that_was_told() -> None:
    decided = told(
        "commission_decided", "2026-02-01", kind="designated_52_1", informed_on="2026-02-05"
    )
    before = ask(TRAINED, ASSESSED, RELEASED, decided, on="2025-12-01")
    assert outcome(before, "systemic_risk") == "undetermined"
    assert before.is_contested
    after = ask(TRAINED, ASSESSED, RELEASED, decided, on="2026-02-05")
    assert outcome(after, "systemic_risk") == "yes"
    assert "52(1)" in active(after)


def test_merged_weights_count_at_least_what_their_parts_took() -> None:
    part = {**TRAINED, "update_flop": "1.1e25", "cumulative_flop": "1.1e25"}
    merged = told("trained", "2025-11-03", "tuned", actor="orion", merged_from=["atlas"])
    general = {**ASSESSED, "model": "tuned"}
    answer = ask(part, ASSESSED, merged, general, TUNED_RELEASED, model="tuned", actor="orion")
    assert outcome(answer, "systemic_risk") == "yes"
    small = ask(TRAINED, ASSESSED, merged, general, TUNED_RELEASED, model="tuned", actor="orion")
    assert outcome(small, "systemic_risk") == "undetermined"


@pytest.mark.parametrize(("count", "expected"), [("2e9", "yes"), ("1e9", "yes"), ("9e8", "no")])
def test_parameters_are_evidence_that_decides_nothing(count: str, expected: str) -> None:
    trained = told("trained", "2025-06-01", actor="acme", parameters=count)
    answer = ask(trained, RELEASED)
    finding = next(f for f in answer.findings if f.rule is not None and f.rule.id == "D5")
    assert finding.outcome.value == expected
    assert outcome(answer, "gpai") == "undetermined"


def test_what_others_modified_in_between_is_not_cumulated_with_ones_own() -> None:
    other = fine_tuned(actor="third", modification_flop="1.9e23", occurred_on="2025-11-01")
    own = fine_tuned(modification_flop="1e23")
    answer = ask(
        TRAINED, ASSESSED, RELEASED, other, own, TUNED_RELEASED, model="tuned", actor="orion"
    )
    assert active(answer) == ()


def test_a_modification_of_a_model_that_is_not_named_stays_open() -> None:
    tuned = fine_tuned(base_model=None, modification_flop="1e23", base_flop_known=False,
                       base_flop_estimable=False)  # fmt: skip
    answer = ask(
        {**ASSESSED, "model": "tuned"}, tuned, TUNED_RELEASED, model="tuned", actor="orion"
    )
    assert outcome(answer, "obligations_active") == "undetermined"
    named = fine_tuned(base_model="elsewhere", modification_flop="1e23", base_flop_known=False,
                       base_flop_estimable=False)  # fmt: skip
    answer = ask(
        {**ASSESSED, "model": "tuned"}, named, TUNED_RELEASED, model="tuned", actor="orion"
    )
    streams = {needed.fact.stream for needed in answer.missing}
    assert "model:elsewhere" in streams


def test_an_estimate_of_the_original_serves_where_its_compute_is_not_recorded() -> None:
    tuned = fine_tuned(modification_flop="2.5e23", base_flop_estimate="6e23")
    silent = {**TRAINED, "update_flop": None, "cumulative_flop": None}
    answer = ask(silent, ASSESSED, RELEASED, tuned, TUNED_RELEASED, model="tuned", actor="orion")
    assert active(answer) == BASIS
    assert outcome(answer, "limited_to_modification") == "yes"


def test_further_training_on_the_developers_behalf_adds_to_the_total() -> None:
    trained = {**TRAINED, "update_flop": "9e24", "cumulative_flop": "9e24"}
    tuned = fine_tuned(on_behalf_of_provider=True, modification_flop="2e24")
    answer = ask(trained, ASSESSED, RELEASED, tuned)
    assert outcome(answer, "systemic_risk") == "yes"
    whole = {**trained, "model": "tuned", "occurred_on": "2025-11-03", "cumulative_flop": "9.5e24",
             "update_flop": "9.5e24"}  # fmt: skip
    assert outcome(ask(trained, ASSESSED, RELEASED, tuned, whole), "systemic_risk") == "no"
    silent = fine_tuned(on_behalf_of_provider=True)
    assert outcome(ask(trained, ASSESSED, RELEASED, silent), "systemic_risk") == "no"


def test_a_discontinued_own_system_leaves_duties_that_are_contested() -> None:
    system = told(
        "system_put_into_service", "2025-10-06", actor="acme", system="desk", territory="union",
        own_use=True,
    )  # fmt: skip
    ended = told("system_discontinued", "2025-12-01", actor="acme", system="desk")
    answer = ask(TRAINED, ASSESSED, system, ended)
    assert active(answer) == BASIS
    assert "A10" in answer.readings


def test_a_system_that_ended_before_its_users_exemption_was_lost_places_nothing() -> None:
    system = told(
        "system_put_into_service", "2025-10-06", actor="acme", system="desk", territory="union",
        own_use=True,
    )  # fmt: skip
    use = told(
        "used_internally", "2025-10-06", actor="acme", use="desk", purely_internal=True,
        essential_to_third_parties=False, affects_rights=False,
    )  # fmt: skip
    ended = told("system_discontinued", "2025-11-01", actor="acme", system="desk")
    no_longer = told("internal_use_ended", "2025-12-01", actor="acme", use="desk")
    answer = ask(TRAINED, ASSESSED, system, use, ended, no_longer)
    assert outcome(answer, "placed_on_market") == "no"


def test_doubt_about_an_internal_use_stays_when_a_later_state_is_certain() -> None:
    use = told("used_internally", "2025-10-06", actor="acme", purely_internal=True,
               affects_rights=False, persons_in="union", third_parties_in="union")  # fmt: skip
    risky = {
        **TRAINED,
        "occurred_on": "2025-12-01",
        "update_flop": "2e25",
        "cumulative_flop": "2e25",
    }
    answer = ask(TRAINED, ASSESSED, use, risky)
    assert outcome(answer, "placed_on_market") == "yes"
    assert answer.derived.placed_on is None


def test_the_proof_of_a_transitional_duty_is_that_of_the_transition() -> None:
    early = {**RELEASED, "occurred_on": "2025-07-01"}
    answer = ask(TRAINED, ASSESSED, early)
    found = answer.derived.obligation("53(1)(a)")
    assert found.status == "transitional"
    assert found.proof is found.transitional


def test_a_commission_notification_on_another_basis_notifies_nothing_here() -> None:
    big = {**TRAINED, "update_flop": "2e25", "cumulative_flop": "2e25"}
    other = told("commission_notified", "2025-10-07", actor="acme", basis="52(5)")
    answer = ask(big, ASSESSED, RELEASED, other)
    assert answer.performances["52(1)"].value == "unmet"


def test_who_controls_the_weights_of_a_modification_is_open_too() -> None:
    tuned = fine_tuned(modification_flop="4e23", weights_controlled_by="acme")
    events = (TRAINED, ASSESSED, tuned, TUNED_RELEASED)
    answer = ask(*events, model="tuned")
    assert outcome(answer, "obligations_active") == "no"
    modifier = ask(*events, model="tuned", actor="orion")
    assert outcome(modifier, "obligations_active") == "undetermined"
    assert modifier.is_contested


def test_a_modified_model_under_another_brand_is_to_be_recorded_as_its_own() -> None:
    offered = told("rebranded", "2025-12-01", actor="orion", market="union", commercial=True,
                   modified=True)  # fmt: skip
    answer = ask(TRAINED, ASSESSED, RELEASED, offered, actor="orion")
    assert outcome(answer, "obligations_active") == "undetermined"


@pytest.mark.parametrize(
    ("base", "tuning", "expected"),
    [
        ("narrow", {"modification_flop": "1e22"}, "no"),
        ("narrow", {"modification_flop": "4e23"}, "undetermined"),
        (None, {"modification_flop": "2e23"}, "undetermined"),
    ],
)
def test_a_modified_model_takes_after_its_original(
    base: str | None, tuning: dict[str, object], expected: str
) -> None:
    assessed = told("assessed", "2025-06-01", generality=base) if base else TUNED
    answer = ask(TRAINED, assessed, fine_tuned(**tuning), model="tuned", actor="orion")
    assert outcome(answer, "gpai") == expected


def test_a_modified_model_may_meet_the_criterion_whatever_its_original_is() -> None:
    spoken = told("assessed", "2025-11-03", "tuned", outputs=["text"])
    tuned = fine_tuned(modification_flop="2e23", base_model="elsewhere")
    answer = ask(spoken, tuned, model="tuned", actor="orion")
    assert outcome(answer, "gpai") == "yes"
    shown = told("assessed", "2025-06-01", outputs=["text"])
    silent = {**TRAINED, "update_flop": None, "cumulative_flop": None}
    grown = ask(silent, shown, fine_tuned(modification_flop="2e23"), model="tuned", actor="orion")
    assert outcome(grown, "gpai") == "yes"


def test_a_later_designation_leaves_days_open_whose_compute_nobody_told() -> None:
    decided = told(
        "commission_decided", "2026-02-01", kind="designated_52_1", informed_on="2026-02-05"
    )
    trained = {**TRAINED, "cumulative_flop": None}
    answer = ask(trained, ASSESSED, RELEASED, decided, on="2025-12-01")
    assert "cumulative_flop" in {needed.fact.fact for needed in answer.missing}


def test_a_total_below_its_own_updates_is_only_known_from_below() -> None:
    odd = {**TRAINED, "update_flop": "9e24", "cumulative_flop": "8e24"}
    assert outcome(ask(odd, ASSESSED), "systemic_risk") == "undetermined"
    odd = {**TRAINED, "update_flop": "2e25", "cumulative_flop": "8e24"}
    assert outcome(ask(odd, ASSESSED), "systemic_risk") == "yes"


def test_a_system_on_a_leaked_model_does_not_place_it() -> None:
    leak = told("leaked", "2025-09-01")
    system = told("system_released", "2025-12-01", actor="orion", market="union", commercial=True)
    assert outcome(ask(TRAINED, ASSESSED, leak, system), "placed_on_market") == "no"
    without = ask(TRAINED, ASSESSED, system)
    assert outcome(without, "placed_on_market") == "undetermined"
    assert "supplied" in {needed.fact.event for needed in without.missing}


def test_a_publisher_without_its_own_name_is_no_provider_and_a_bystander_neither() -> None:
    published = told("third_party_published", "2025-12-01", actor="orion", market="union",
                     commercial=True, own_name=False)  # fmt: skip
    assert active(ask(TRAINED, ASSESSED, published, actor="orion")) == ()
    assert outcome(ask(TRAINED, ASSESSED, published, actor="orion"), "obligations_active") == "no"
    assert outcome(ask(TRAINED, ASSESSED, published), "obligations_active") == "undetermined"
    assert outcome(ask(TRAINED, ASSESSED, published, actor="third"), "obligations_active") == "no"


def test_a_release_by_who_did_not_develop_it_is_a_publication() -> None:
    released = {**RELEASED, "actor": "orion"}
    answer = ask(TRAINED, ASSESSED, released, actor="orion")
    assert outcome(answer, "placed_on_market") == "yes"
    assert outcome(answer, "obligations_active") == "undetermined"
    assert answer.is_contested


def test_an_unmodified_model_is_over_no_share() -> None:
    assert over_a_third(ask(TRAINED).case, cumulated=False).outcome is NO


def test_the_proof_of_what_does_not_bind_is_why_not() -> None:
    found = ask(TRAINED, ASSESSED).derived.obligation("53(1)(a)")
    assert found.status == "inactive"
    assert found.proof is found.active


def test_the_end_of_internal_use_without_a_name_ends_the_actors_uses() -> None:
    states = {"actor": "acme", "purely_internal": True, "essential_to_third_parties": False,
              "affects_rights": False}  # fmt: skip
    desk = told("used_internally", "2025-10-06", use="desk", **states)
    mail = told("used_internally", "2025-10-06", use="mail", **states)
    one = told("internal_use_ended", "2025-11-01", actor="acme", use="desk")
    answer = ask(TRAINED, ASSESSED, desk, mail, one)
    assert outcome(answer, "internal_use_exemption") == "yes"
    all_of_them = told("internal_use_ended", "2025-12-01", actor="acme")
    answer = ask(TRAINED, ASSESSED, desk, mail, one, all_of_them)
    assert outcome(answer, "internal_use_exemption") == "no"
    by_another = told("internal_use_ended", "2025-12-01", actor="orion", use="sorting")
    answer = ask(TRAINED, ASSESSED, desk, by_another)
    assert outcome(answer, "internal_use_exemption") == "yes"


def test_whether_it_is_still_the_original_decides_whether_it_was_placed_with_it() -> None:
    outside = {**RELEASED, "market": "outside_union"}
    tuned = fine_tuned(on_behalf_of_provider=None, modification_flop="4e23")
    answer = ask(TRAINED, ASSESSED, RELEASED, outside, tuned, model="tuned")
    assert outcome(answer, "placed_on_market") == "undetermined"
    assert "on_behalf_of_provider" in {needed.fact.fact for needed in answer.missing}


def test_two_states_of_one_use_on_one_day_are_the_later_one() -> None:
    use = {"actor": "acme", "purely_internal": True, "affects_rights": False}
    wrong = told("used_internally", "2025-10-06", essential_to_third_parties=True,
                 third_parties_in="union", **use)  # fmt: skip
    right = told("used_internally", "2025-10-06", essential_to_third_parties=False, **use)
    answer = ask(TRAINED, ASSESSED, wrong, right)
    assert outcome(answer, "placed_on_market") == "no"
    assert outcome(answer, "internal_use_exemption") == "yes"


def test_further_training_may_be_told_as_the_total_of_all_of_it() -> None:
    trained = {**TRAINED, "update_flop": "9e24", "cumulative_flop": "9e24"}
    first = fine_tuned(on_behalf_of_provider=True, modification_flop="6e23")
    total = fine_tuned(
        on_behalf_of_provider=True, cumulative_modification_flop="9e23", occurred_on="2025-12-01"
    )
    assert outcome(ask(trained, ASSESSED, first, total), "systemic_risk") == "no"
    larger = {**total, "cumulative_modification_flop": "1.1e24"}
    assert outcome(ask(trained, ASSESSED, first, larger), "systemic_risk") == "yes"


class TestAnOriginalThatIsNotRecorded:
    def test_its_compute_and_its_status_are_what_is_missing(self) -> None:
        made = fine_tuned(base_model="ghost", modification_flop="4e23")
        answer = ask(ASSESSED, made, TUNED_RELEASED, model="tuned", actor="orion")
        limb = over_a_third(answer.case, cumulated=False)
        assert limb.outcome is UNDETERMINED
        assert {(lack.event, lack.fact, lack.target) for lack in limb.missing} == {
            ("fine_tuned", "base_flop_estimate", "tuned#2")
        }

    def test_an_estimate_of_its_compute_decides(self) -> None:
        over, under = (
            over_a_third(
                ask(
                    fine_tuned(
                        base_model="ghost", modification_flop="4e23", base_flop_estimate=estimate
                    ),
                    TUNED_RELEASED,
                    model="tuned",
                    actor="orion",
                ).case,
                cumulated=False,
            )
            for estimate in ("1.1e24", "1.2e24")
        )
        assert (over.outcome, under.outcome) == (YES, NO)

    def test_below_one_fallback_its_status_decides(self) -> None:
        made = fine_tuned(
            base_model="ghost",
            modification_flop="4e23",
            base_flop_known=False,
            base_flop_estimable=False,
        )
        limb = over_a_third(
            ask(made, TUNED_RELEASED, model="tuned", actor="orion").case, cumulated=False
        )
        assert limb.outcome is UNDETERMINED
        assert [(lack.stream, lack.event, lack.fact) for lack in limb.missing] == [
            ("model:ghost", "systemic_risk_reported", "systemic_risk")
        ]
