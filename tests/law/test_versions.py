"""Versions of a rule follow one another without a gap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lifecycle.law.case import Case
from lifecycle.law.facts import Facts
from lifecycle.law.reading import READINGS, Authority
from lifecycle.law.rule import Rule, rule
from lifecycle.law.trace import Limb, settled


class TestVersions:
    def law(self) -> Rule[[]]:
        @rule("X", "an invented rule", cites="Art. 1", since=date(2025, 8, 2))
        def invented(_: Case) -> Limb:
            """The first version."""
            return settled("first", True)

        @invented.version(cites="Art. 1 as amended", since=date(2026, 1, 1))
        def amended(_: Case) -> Limb:
            """The second version."""
            return settled("second", True)

        @amended.version(
            cites="Art. 1 as amended again", since=date(2027, 3, 2), authority=Authority.RECITAL
        )
        def again(_: Case) -> Limb:
            """The third version."""
            return settled("third", False)

        return again

    @pytest.mark.parametrize(
        ("day", "says"),
        [
            ("2025-08-02", "first"),
            ("2025-10-01", "first"),
            ("2025-12-31", "first"),
            ("2026-01-01", "second"),
            ("2026-06-01", "second"),
            ("2027-03-01", "second"),
            ("2027-03-02", "third"),
            ("2030-01-01", "third"),
        ],
    )
    def test_each_holds_on_every_day_of_its_time(self, day: str, says: str) -> None:
        asked = self.law()
        case = Case(Facts("model:m", ()), date.fromisoformat(day), READINGS["act"])
        read = asked(case).rule
        assert read is not None
        assert read.text == f"The {says} version."

    def test_before_the_first_it_is_not_in_force_and_said_to_be_the_first(self) -> None:
        case = Case(Facts("model:m", ()), date(2025, 8, 1), READINGS["act"])
        found = self.law()(case)
        assert not found.in_force
        assert found.rule is not None
        assert found.rule.cites == "Art. 1"

    def test_each_rests_on_the_authority_of_the_one_before_unless_it_names_another(self) -> None:
        statute, recital = Authority.STATUTE, Authority.RECITAL
        assert [v.authority for v in self.law().versions] == [statute, statute, recital]

    def test_their_times_meet_without_a_gap(self) -> None:
        times = [(v.since, v.until) for v in self.law().versions]
        assert times == [
            (date(2025, 8, 2), date(2025, 12, 31)),
            (date(2026, 1, 1), date(2027, 3, 2) - timedelta(days=1)),
            (date(2027, 3, 2), None),
        ]
