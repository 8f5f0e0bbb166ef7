"""Limbs that decide alone: the neighbouring word, day, amount or actor decides otherwise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.law.test_compute import bounds
from tests.law.test_corners import (
    ASSESSED,
    BASIS,
    RELEASED,
    TRAINED,
    TUNED_RELEASED,
    active,
    ask,
    fine_tuned,
    outcome,
    told,
)
from tests.law.test_deadlines_code import INITIAL, signatory
from tests.law.told import Told, deadlines_of, model, placed

from lifecycle.law.article_002 import scientific_research_only
from lifecycle.law.compute import running_total
from lifecycle.law.continuity import resting_on
from lifecycle.law.derivation import derive
from lifecycle.law.facts import Act
from lifecycle.law.guidelines_2_2 import same_model
from lifecycle.law.guidelines_4 import public
from lifecycle.law.recital_097_research import research_exclusion
from lifecycle.law.trace import settled
from lifecycle.law.truth import NO, UNDETERMINED, YES, Truth

WITHIN = {"purely_internal": True, "essential_to_third_parties": False, "affects_rights": False}


class TestScience:
    told = (
        Told()
        .then("trained", "2025-09-01")
        .then(
            "reserved_for_science", "2025-10-01", specifically_developed_for=True, sole_purpose=True
        )
    )

    def test_use_that_places_it_is_no_science(self) -> None:
        used = self.told.then(
            "used_internally",
            "2025-11-01",
            purely_internal=True,
            essential_to_third_parties=True,
            third_parties_in="union",
        )
        assert scientific_research_only(used.on("2025-11-01")).outcome is NO

    @pytest.mark.parametrize(("offer", "expected"), [(True, NO), (False, YES)])
    def test_showing_it_with_an_offer_is_no_science(self, offer: bool, expected: Truth) -> None:
        shown = self.told.then(
            "demonstrated", "2025-11-01", territory="union", offer=offer, commercial=True
        )
        assert scientific_research_only(shown.on("2025-11-01")).outcome is expected

    @pytest.mark.parametrize(
        ("actor", "expected"), [("acme", YES), (None, YES), ("orion", UNDETERMINED)]
    )
    def test_what_somebody_else_uses_it_for_is_open(
        self, actor: str | None, expected: Truth
    ) -> None:
        used = self.told.then("used_internally", "2025-11-01", actor=actor, **WITHIN)
        assert scientific_research_only(used.on("2025-11-01")).outcome is expected


def test_research_that_is_not_the_sole_purpose_is_read_the_other_way_by_the_article() -> None:
    used = Told().then("prototyped", "2025-10-01", sole_purpose=False)
    found = research_exclusion(used.on("2025-10-01"))
    assert found.outcome is NO
    (disputed,) = (limb for limb in found.walk() if limb.point == "A1")
    assert disputed.other is not None
    assert disputed.other.outcome is YES
    answer = ask(
        TRAINED, ASSESSED, told("prototyped", "2025-10-01", actor="acme", sole_purpose=False)
    )
    assert (outcome(answer, "rd_exclusion"), "A1" in answer.readings) == ("no", True)


class TestBounds:
    @pytest.mark.parametrize(
        ("span", "low", "high"), [((5, 7), 7, 7), ((5, 6), 7, None), ((5, 8), 7, 8)]
    )
    def test_a_range_that_ends_at_its_floor_is_exact(
        self, span: tuple[int, int], low: int, high: int | None
    ) -> None:
        stage = {
            "cumulative_flop_range": (Decimal(span[0]), Decimal(span[1])),
            "update_flop": Decimal(7),
        }
        case = Told().then("trained", "2025-09-01", **stage).on("2025-09-01")
        total = running_total(case, "cumulative_flop", at_least="update_flop")
        assert bounds(total) == (low, high)

    @pytest.mark.parametrize(("part", "expected"), [("9e24", "undetermined"), ("1.1e25", "yes")])
    def test_a_merger_is_not_measured_against_what_it_told_of_itself(
        self, part: str, expected: str
    ) -> None:
        parts = {**TRAINED, "update_flop": part, "cumulative_flop": part}
        merged = told(
            "trained", "2025-11-03", "tuned", actor="orion", merged_from=["atlas"],
            update_flop="8e24", cumulative_flop="2e24",
        )  # fmt: skip
        general = {**ASSESSED, "model": "tuned"}
        answer = ask(parts, ASSESSED, merged, general, TUNED_RELEASED, model="tuned", actor="orion")
        assert outcome(answer, "systemic_risk") == expected


class TestVariants:
    original = Told().then("trained", "2025-01-01").acts

    @pytest.mark.parametrize("base", [None, "atlas"])
    @pytest.mark.parametrize(
        ("on_behalf", "expected"), [(True, "yes"), (None, "undetermined"), (False, "no")]
    )
    def test_what_names_no_base_was_made_from_what_it_is_a_variant_of(
        self, base: str | None, on_behalf: bool | None, expected: str
    ) -> None:
        variant = told("registered", "2025-10-10", "nova", variant_of="atlas")
        tuned = told("fine_tuned", "2025-11-03", "nova", actor="orion", base_model=base,
                     on_behalf_of_provider=on_behalf, modification_flop="1e22")  # fmt: skip
        answer = ask(TRAINED, ASSESSED, RELEASED, variant, tuned, model="nova")
        assert outcome(answer, "obligations_active") == expected
        lacking = {(lack.fact.event, lack.fact.fact) for lack in answer.missing}
        assert (("fine_tuned", "on_behalf_of_provider") in lacking) is (on_behalf is None)
        bystander = ask(TRAINED, ASSESSED, RELEASED, variant, tuned, model="nova", actor="zeta")
        assert outcome(bystander, "obligations_active") == "no"

    def found(self, *own: Act) -> Truth:
        (claim,) = Told().then("registered", "2025-02-01", variant_of="atlas", actor=None).acts
        return same_model(claim, own, self.original).outcome

    @pytest.mark.parametrize(
        ("kind", "actor", "expected"),
        [
            ("fine_tuned", "orion", YES),  # the name of its base is untold, the claim stands
            ("fine_tuned", "acme", YES),
            ("assessed", "orion", YES),
            ("third_party_published", "orion", YES),
        ],
    )
    def test_a_claim_stands_while_nobody_names_another_base(
        self, kind: str, actor: str, expected: Truth
    ) -> None:
        assert self.found(*Told().then(kind, "2025-03-01", actor=actor).acts) is expected


def test_two_downstream_actors_that_place_one_after_the_other_are_both_providers() -> None:
    supplied = told("supplied", "2025-10-06", actor="acme", to="orion", market="outside_union",
                    commercial=True)  # fmt: skip
    excluded = told("union_excluded", "2025-10-06", actor="acme", excluded=True,
                    clear_and_unequivocal=True, covers_integration=True)  # fmt: skip
    system: dict[str, Any] = {"market": "union", "commercial": True}
    events = (
        TRAINED,
        ASSESSED,
        supplied,
        excluded,
        told("system_released", "2025-12-01", actor="orion", system="desk", **system),
        told("system_released", "2025-12-02", actor="zeta", system="mail", **system),
    )
    assert active(ask(*events, actor="orion")) == BASIS
    assert active(ask(*events, actor="zeta")) == BASIS
    later = {**RELEASED, "occurred_on": "2025-12-20"}
    assert active(ask(*events, later, actor="orion")) == BASIS


@pytest.mark.parametrize(
    ("value", "expected", "lacking"),
    [(True, YES, []), (False, NO, []), (None, UNDETERMINED, ["atlas#2"])],
)
def test_a_publication_lacks_a_fact_only_where_it_was_taken_back(
    value: bool | None, expected: Truth, lacking: list[str]
) -> None:
    published = (
        Told()
        .then("information_published", "2025-10-01", weights=True)
        .then("information_published", "2025-11-01", weights=value)
    )
    found = public(published.on("2025-11-01"), "weights")
    assert (found.outcome, [lack.target for lack in found.missing]) == (expected, lacking)


def test_what_a_proof_rests_on_are_its_events_of_that_day() -> None:
    case = Told().then("trained", "2025-09-01").then("trained", "2025-09-02").on("2025-09-09")
    proof = settled("both", True, "atlas#1", "atlas#2")
    assert resting_on(case, proof, date(2025, 9, 1)) == ("atlas#1",)
    assert resting_on(case, proof, date(2025, 9, 2)) == ("atlas#2",)
    assert resting_on(case, settled("one", True, "atlas#2"), date(2025, 9, 1)) == ()


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ((None, "serious_harm"), ["2026-03-04", "2026-03-17"]),
        (("serious_harm", None), ["2026-03-17", "2026-03-04"]),
    ],
)
def test_of_two_unnamed_incidents_each_tells_its_own_kind(
    kinds: tuple[str | None, ...], expected: list[str]
) -> None:
    known = signatory()
    for kind in kinds:
        known = known.then("incident_known", "2026-03-02", kind=kind)
    found = [
        str(deadline.due.calendar)
        for key, deadline in deadlines_of(known.on("2026-03-03")).items()
        if key.startswith(INITIAL)
    ]
    assert found == expected


def test_a_fallback_adds_up_only_while_a_modification_is_untold() -> None:
    small = {**TRAINED, "update_flop": None, "cumulative_flop": None}
    reported = told("systemic_risk_reported", "2025-06-01", systemic_risk=False)
    fallback = {"base_flop_known": False, "base_flop_estimable": False}
    asked = {"model": "tuned", "actor": "orion"}
    for amount, expected in (("1e22", "no"), (None, "undetermined")):
        tuned = fine_tuned(modification_flop=amount, **fallback)
        answer = ask(small, ASSESSED, reported, RELEASED, tuned, TUNED_RELEASED, **asked)
        assert outcome(answer, "systemic_risk") == expected


def test_the_proof_of_a_duty_is_what_holds_or_may_hold() -> None:
    late, early = placed("2025-10-06"), placed("2025-07-01")
    found = derive(late.on("2026-01-01")).obligation("53(1)(a)")
    assert found.proof is found.active
    found = derive(early.on("2026-01-01")).obligation("53(1)(a)")
    assert found.proof is found.transitional
    found = derive(model().on("2026-01-01")).obligation("53(1)(a)")
    assert found.proof is found.active
