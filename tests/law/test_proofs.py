"""What a proof says and which events it names, where the answer alone does not show it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.law.told import Told, supply

from lifecycle.law.article_003_03 import places
from lifecycle.law.article_111 import transition
from lifecycle.law.compute import Compute, running_total
from lifecycle.law.guidelines_3_1 import supplied_upstream
from lifecycle.law.recital_097 import essential_internal_use
from lifecycle.law.truth import NO, UNDETERMINED, YES

OWN = {"base_model": "atlas"}


def bounds(total: Compute) -> tuple[object, ...]:
    """Return both bounds, to be compared with whole numbers."""
    return total.low, total.high


def test_internal_use_names_each_way_in_which_it_reaches_somebody() -> None:
    told = Told().then("trained", "2025-09-01").then(
        "used_internally",
        "2025-10-01",
        essential_to_third_parties=True,
        third_parties_in="union",
        affects_rights=True,
        persons_in="outside_union",
    )  # fmt: skip
    case = told.on("2025-10-01")
    found = essential_internal_use(case, case.acts("used_internally")[0])
    said = {limb.says: limb.outcome for limb in found.walk()}
    assert said["essential to what third parties get, in the Union"] is YES
    assert said["essential to what third parties get"] is YES
    assert said["rights of natural persons affected, in the Union"] is NO
    assert said["rights of natural persons affected"] is YES
    assert said["they are in the Union"] is NO


def test_what_unsettles_the_transition_is_the_event_that_crossed() -> None:
    told = (
        Told()
        .then("assessed", "2025-01-10", outputs=["text"], generality="significant")
        .then("released", "2025-03-03", **supply())
        .then("trained", "2025-01-10", cumulative_flop=Decimal("5e23"))
        .then("trained", "2026-05-04", cumulative_flop=Decimal("9e24"))
        .then("trained", "2026-05-05", cumulative_flop=Decimal("1.1e25"))
        .then("trained", "2026-05-06", cumulative_flop=Decimal("1.2e25"))
    )
    case = told.on("2026-06-01")
    read = transition(case)
    assert (read.point, read.outcome) == ("A5", YES)
    assert read.other is not None
    assert read.other.events == ("atlas#5",)


def test_only_the_contractor_itself_places_for_the_principal_under_another_name() -> None:
    told = (
        Told()
        .then("development_commissioned", "2025-01-01", principal="acme", contractor="orion")
        .then("released", "2025-10-06", actor="orion", market="union", own_name=False)
        .then("released", "2025-10-07", actor="neo", market="union", own_name=False)
        .then("released", "2025-10-08", actor="zeta", market="union", own_name=False)
    )
    case = told.on("2025-10-08")
    by_contractor, *by_others = (places(case, act, "acme") for act in case.acts("released"))
    assert (by_contractor.outcome, by_contractor.missing) == (UNDETERMINED, ())
    assert [found.outcome for found in by_others] == [NO, NO]
    assert places(case, case.acts("released")[0], "zeta").outcome is NO


def test_a_total_that_nobody_told_stays_untold_when_more_is_added() -> None:
    told = Told().then("trained", "2025-09-01").then(
        "fine_tuned", "2025-10-01", base_model="atlas", modification_flop=Decimal("1e23")
    )  # fmt: skip
    total = running_total(told.on("2025-10-01"), "cumulative_flop")
    assert bounds(total) == (0, None)


def test_what_is_added_within_the_model_is_a_sum_or_a_total() -> None:
    told = (
        Told()
        .then("trained", "2025-09-01", cumulative_flop=Decimal(100))
        .then("fine_tuned", "2025-10-01", **OWN, modification_flop=Decimal(10))
        .then("fine_tuned", "2025-10-02", **OWN, modification_flop=Decimal(5))
        .then("fine_tuned", "2025-10-03", **OWN, cumulative_modification_flop=Decimal(18))
        .then("fine_tuned", "2025-10-04", **OWN, cumulative_modification_flop=Decimal(4))
        .then("fine_tuned", "2025-10-05", base_model="other", modification_flop=Decimal(1000))
    )
    told.acts[1:] = [replace(act, stream="model:atlas-mini") for act in told.acts[1:]]
    totals = [
        running_total(told.on(f"2025-10-0{day}"), "cumulative_flop").low for day in range(1, 6)
    ]
    assert totals == [110, 115, 118, 118, 118]


def test_only_a_leak_before_the_system_shows_that_nothing_was_supplied() -> None:
    told = (
        Told()
        .then("system_released", "2025-11-01", actor="orion", system="desk", market="union")
        .then("leaked", "2025-11-01")
        .then("leaked", "2025-12-01")
    )
    case = told.on("2025-12-01")
    system = case.acts("system_released")[0]
    assert supplied_upstream(case, system).outcome is UNDETERMINED
    earlier = Told().then("leaked", "2025-11-01").then("system_released", "2025-11-01")
    case = earlier.on("2025-11-01")
    found = supplied_upstream(case, case.acts("system_released")[0])
    assert (found.outcome, found.events) == (NO, ("atlas#1",))
