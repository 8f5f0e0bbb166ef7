"""The rulebook: one version of each rule a day, readings, dated numbers, what each rule covers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from lifecycle.errors import NotFound
from lifecycle.law.article_051 import over_threshold
from lifecycle.law.article_113 import (
    FINES_APPLY,
    LEGACY_DUE,
    OMNIBUS_IN_FORCE,
    act_in_force,
    chapter_v_applies,
    definitions_apply,
    enforceable,
    omnibus,
    statute_on,
)
from lifecycle.law.case import Case
from lifecycle.law.facts import Act, Facts
from lifecycle.law.parameters import PARAMETERS, TABLE, Parameter, ParameterTable
from lifecycle.law.reading import READINGS, Authority, reading
from lifecycle.law.rule import CHAPTER_V_APPLIES, DEFINITIONS_APPLY, IN_FORCE, Rule, rule
from lifecycle.law.rulebook import RULES, rule_called
from lifecycle.law.trace import Limb, settled
from lifecycle.law.truth import NO, YES

LAST = date(2030, 12, 31)
NEWEST = READINGS["guidelines-2025-11"]


def test_on_every_day_each_rule_has_exactly_one_version_or_is_not_in_force() -> None:
    day = IN_FORCE
    while day <= LAST:
        for found in RULES:
            applying = [version for version in found.versions if version.applies_on(day)]
            assert len(applying) <= 1, (found.id, day)
            assert found.on(day) is (applying[0] if applying else None)
        day += timedelta(days=1)


def test_no_rule_is_written_twice_and_each_says_in_plain_words_what_it_is() -> None:
    ids = [found.id for found in RULES]
    assert len(ids) == len(set(ids))
    for found in RULES:
        for version in found.versions:
            assert version.text.endswith("."), found.id
            assert version.cites, found.id
            assert isinstance(version.authority, Authority)


def test_every_rule_is_found_by_its_id_and_by_what_it_covers() -> None:
    assert rule_called("s2").id == "S2"
    assert rule_called("R97.12").id == "I1"
    with pytest.raises(NotFound, match="no rule"):
        rule_called("Z9")


def test_a_later_version_takes_over_on_its_first_day_and_the_earlier_one_ends_before() -> None:
    @rule("X", "an invented rule", cites="Art. 1", since=date(2025, 8, 2))
    def invented(_: Case) -> Limb:
        """The first version."""
        return settled("first", False)

    @invented.version(cites="Art. 1 as amended", since=date(2026, 1, 1))
    def amended(_: Case) -> Limb:
        """The second version."""
        return settled("second", True)

    assert amended is invented
    case = Case(Facts("m", ()), date(2025, 12, 31), NEWEST)
    assert invented(case).outcome is NO
    assert invented(case.on(date(2026, 1, 1))).outcome is YES
    assert [v.until for v in invented.versions] == [date(2025, 12, 31), None]
    assert [v.text for v in invented.versions] == ["The first version.", "The second version."]
    with pytest.raises(ValueError, match="later version must start after"):
        invented.version(cites="Art. 1", since=date(2025, 9, 1))(lambda _: settled("x", True))
    with pytest.raises(ValueError, match="later version must start after 2026-01-01"):
        invented.version(cites="Art. 1", since=date(2026, 1, 1))(lambda _: settled("x", True))


def test_before_its_first_day_a_rule_is_read_but_marked_as_not_in_force() -> None:
    early = over_threshold(Case(Facts("m", ()), date(2024, 9, 1), NEWEST))
    late = over_threshold(Case(Facts("m", ()), date(2025, 9, 1), NEWEST))
    assert (early.in_force, late.in_force) == (False, True)


def test_a_delegated_act_that_moves_the_threshold_is_one_dated_line() -> None:
    moved = Parameter(
        "systemic_threshold",
        Decimal("1e26"),
        "FLOP",
        date(2027, 1, 1),
        "invented delegated act under Art. 51(3)",
        Authority.STATUTE,
    )
    told = {
        "update_flop": Decimal("2e25"),
        "cumulative_flop": Decimal("2e25"),
    }
    trained = Act("trained", date(2026, 5, 1), 1, "m#2", "model:m", "acme", told)
    facts = Facts("m", (trained,), streams=("model:m",))
    table = ParameterTable((*PARAMETERS, moved))
    before = Case(facts, date(2026, 12, 31), NEWEST, parameters=table)
    assert over_threshold(before).outcome is YES
    for day in (date(2027, 1, 1), date(2027, 6, 1)):
        assert over_threshold(before.on(day)).outcome is NO
    assert over_threshold(Case(facts, date(2027, 1, 1), NEWEST)).outcome is YES
    assert table.flop("systemic_threshold", date(2020, 1, 1)) == Decimal("1e25")


def test_a_number_before_its_first_day_is_the_first_one() -> None:
    assert TABLE.flop("systemic_threshold", date(2020, 1, 1)) == Decimal("1e25")
    assert TABLE.count("notification_period", date(2026, 1, 1)) == 14


def test_an_unknown_reading_is_refused_with_those_there_are() -> None:
    assert reading("act").reads(Authority.RECITAL)
    assert not reading("act").reads(Authority.GUIDELINES)
    with pytest.raises(NotFound, match="guidelines-2025-11"):
        reading("latest")


STATES = {
    date(2024, 8, 1): "2024/1689 in force, Chapter V not applicable",
    date(2025, 2, 2): "2024/1689 in force, definitions apply, Chapter V not applicable",
    date(2025, 8, 2): "2024/1689, Chapter V applicable, not fineable",
    date(2026, 7, 27): "2024/1689 as amended by 2026/1744, Chapter V applicable, not fineable",
    date(2026, 8, 2): "2024/1689 as amended by 2026/1744, fineable",
    date(2027, 8, 2): "2024/1689 as amended by 2026/1744, legacy models due",
}


def test_the_statute_is_in_the_state_that_began_last() -> None:
    before = "none: before the Act was in force"
    for since, state in STATES.items():
        assert statute_on(since - timedelta(days=1)) == before
        assert statute_on(since) == state
        before = state
    assert statute_on(LAST) == before


def test_each_number_of_the_law_holds_from_the_day_of_its_source() -> None:
    assert {line.id: (line.value, line.unit, line.since.isoformat()) for line in PARAMETERS} == {
        "gpai_criterion": (Decimal("1e23"), "FLOP", "2025-02-02"),
        "systemic_threshold": (Decimal("1e25"), "FLOP", "2025-08-02"),
        "modification_share": (
            Fraction(1, 3),
            "of the original's training compute",
            "2025-08-02",
        ),
        "notification_period": (14, "days", "2025-08-02"),
        "reassessment_wait": (6, "months", "2025-08-02"),
        "retention": (10, "years", "2025-08-02"),
        "summary_update": (6, "months", "2025-07-24"),
        "incident_critical_infrastructure_disruption": (2, "days", "2025-07-10"),
        "incident_cybersecurity_breach": (5, "days", "2025-07-10"),
        "incident_death": (10, "days", "2025-07-10"),
        "incident_serious_harm": (15, "days", "2025-07-10"),
        "incident_interim_report": (28, "days", "2025-07-10"),
        "incident_final_report": (60, "days", "2025-07-10"),
        "incident_records": (5, "years", "2025-07-10"),
        "framework_confirmed": (28, "days", "2025-07-10"),
        "framework_assessment": (12, "months", "2025-07-10"),
        "model_report_update": (6, "months", "2025-07-10"),
    }


@pytest.mark.parametrize(
    ("finds", "since"),
    [
        (act_in_force, IN_FORCE),
        (definitions_apply, DEFINITIONS_APPLY),
        (chapter_v_applies, CHAPTER_V_APPLIES),
        (omnibus, OMNIBUS_IN_FORCE),
        (enforceable, FINES_APPLY),
    ],
)
def test_each_part_of_the_act_applies_from_its_day_on(finds: Rule[[]], since: date) -> None:
    case = Case(Facts("m", ()), since, NEWEST)
    for days, applies in ((-400, NO), (-1, NO), (0, YES), (1, YES), (400, YES)):
        found = finds(case.on(since + timedelta(days=days)))
        assert (found.outcome, found.in_force) == (applies, applies is YES)


def test_the_days_from_which_the_act_applies() -> None:
    assert date(2024, 8, 1) == IN_FORCE
    assert date(2025, 2, 2) == DEFINITIONS_APPLY
    assert date(2025, 8, 2) == CHAPTER_V_APPLIES
    assert date(2026, 7, 27) == OMNIBUS_IN_FORCE
    assert date(2026, 8, 2) == FINES_APPLY
    assert date(2027, 8, 2) == LEGACY_DUE
