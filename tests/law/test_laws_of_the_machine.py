"""What holds for every record whatever it tells: order, gaps, exemptions, transition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.law.asking import book_of, rules
from tests.law.streams import Life, Question, life

LIVES = st.integers(0, 2**32).map(life)
FLAGS = (True, False)
PLACES = ("union", "outside_union")

GAPS: dict[str, dict[str, Sequence[object]]] = {
    "released": {"market": PLACES, "commercial": FLAGS, "own_name": FLAGS},
    "supplied": {"market": PLACES, "commercial": FLAGS},
    "demonstrated": {"territory": PLACES, "offer": FLAGS, "commercial": FLAGS},
    "evaluation_access_given": {"territory": PLACES},
    "system_released": {"market": PLACES, "commercial": FLAGS},
    "system_put_into_service": {"territory": PLACES, "own_use": FLAGS},
    "used_internally": {
        "purely_internal": FLAGS,
        "essential_to_third_parties": FLAGS,
        "third_parties_in": PLACES,
        "affects_rights": FLAGS,
        "persons_in": PLACES,
    },
    "union_excluded": {
        "excluded": FLAGS,
        "clear_and_unequivocal": FLAGS,
        "covers_integration": FLAGS,
    },
    "licensed": {"free_and_open_source": FLAGS},
    "monetised": {"monetised": FLAGS},
    "third_party_published": {"market": PLACES, "commercial": FLAGS},
    "rebranded": {"market": PLACES, "commercial": FLAGS, "modified": FLAGS},
    "rights_transferred": {"continues_under_own_name": FLAGS},
    "transferred_in_group": {"territory": PLACES},
    "prototyped": {"sole_purpose": FLAGS},
    "reserved_for_science": {"specifically_developed_for": FLAGS, "sole_purpose": FLAGS},
    "market_intended": {"union_market": FLAGS},
    "organisation_declared": {"established_in": PLACES},
    "trained": {"cumulative_flop": ("3e25", "1e25")},
}
"""Facts whose absence leaves a question open. Of others silence has a meaning that the law gives:
an unassessed model is presumed general by its compute, a claim stands, a release is a plain one."""

UNLESS_TOLD_ELSEWHERE = {"trained", "organisation_declared", "market_intended"}
"""Findings that an event with a gap does not take back, so that filling it is news."""


def answers(events: Sequence[Mapping[str, Any]], asked: Sequence[Question]) -> list[dict[str, str]]:
    book = book_of(events)
    return [rules(book, question.model, question.actor, question.day) for question in asked]


@given(told=LIVES, shuffled=st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter_where_days_differ(
    told: Life, shuffled: Random
) -> None:
    days = [
        list(events)
        for _, events in groupby(
            sorted(told.events, key=lambda event: event["occurred_on"]),
            key=lambda event: event["occurred_on"],
        )
    ]
    shuffled.shuffle(days)
    reordered = [event for day in days for event in day]

    assert answers(reordered, told.questions) == answers(told.events, told.questions)


@given(told=LIVES, data=st.data())
def test_filling_a_gap_turns_no_yes_into_no_and_no_no_into_yes(
    told: Life, data: st.DataObject
) -> None:
    gaps = [
        (place, name)
        for place, event in enumerate(told.events)
        for name in GAPS.get(event["type"], ())
        if event.get(name) is None and not told_elsewhere(told.events, place, name)
    ]
    assume(gaps)
    place, name = data.draw(st.sampled_from(gaps))
    value = data.draw(st.sampled_from(GAPS[told.events[place]["type"]][name]))
    filled = [dict(event) for event in told.events]
    filled[place][name] = value

    before = answers(told.events, told.questions)
    after = answers(filled, told.questions)

    for question, old, new in zip(told.questions, before, after, strict=True):
        turned = {
            key: (word, new[key])
            for key, word in old.items()
            if word != new[key] and "undetermined" not in {word, new[key]}
        }
        assert not turned, (question, filled[place], name)


def told_elsewhere(events: Sequence[Mapping[str, Any]], place: int, name: str) -> bool:
    """Return whether another event of a kind that takes nothing back tells the fact already."""
    gap = events[place]
    if gap["type"] not in UNLESS_TOLD_ELSEWHERE:
        return False
    kin = {"established_in": ("country",), "cumulative_flop": ("update_flop",)}.get(name, ())
    same = [event for event in events if event["type"] in {gap["type"], "systemic_risk_reported"}]
    names = {name, "cumulative_flop_range", "systemic_risk", *kin}
    return any(event.get(other) is not None for event in same for other in names)


@given(told=LIVES)
def test_no_exemption_ever_applies_to_a_model_with_systemic_risk(told: Life) -> None:
    for found in answers(told.events, told.questions):
        if found["systemic_risk"] == "yes":
            assert found["internal_use_exemption"] == "no"
            assert found["open_source_exemption"] == "no"


@given(told=LIVES)
def test_nobody_is_bound_and_in_transition_at_once(told: Life) -> None:
    for question, found in zip(told.questions, answers(told.events, told.questions), strict=True):
        statuses = {value for key, value in found.items() if key[0].isdigit()}
        assert not {"active", "transitional"} <= statuses
        assert found["transitional"] != "yes" or found["obligations_active"] == "no"
        if not "2025-08-02" <= question.day < "2027-08-02":
            assert "transitional" not in statuses
            assert found["transitional"] == "no"
        if question.day < "2025-08-02":
            assert statuses == {"inactive"}
