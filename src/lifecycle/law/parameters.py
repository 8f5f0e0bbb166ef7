"""The numbers of the law as dated values with their citations; a change is one dated line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from lifecycle.law.reading import Authority
from lifecycle.law.rule import CHAPTER_V_APPLIES, DEFINITIONS_APPLY


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law from a day on, until the next line of the same name.

    ``value`` is exact: compute in FLOP as ``Decimal``, shares as ``Fraction``, periods in whole
    days, months or years as ``int``.
    """

    id: str
    value: Decimal | Fraction | int
    unit: str
    since: date
    cites: str
    authority: Authority
    unverified: str = ""


_CODE_SINCE = date(2025, 7, 10)

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "gpai_criterion", Decimal("1e23"), "FLOP", DEFINITIONS_APPLY,
        "Guidelines 2.1 (July and November 2025: no. 17)", Authority.GUIDELINES,
    ),
    Parameter(
        "systemic_threshold", Decimal("1e25"), "FLOP", CHAPTER_V_APPLIES,
        "Art. 51(2)", Authority.STATUTE,
    ),
    Parameter(
        "modification_share", Fraction(1, 3), "of the original's training compute",
        CHAPTER_V_APPLIES, "Guidelines 3.2 (November 2025: no. 60)", Authority.GUIDELINES,
    ),
    Parameter(
        "notification_period", 14, "days", CHAPTER_V_APPLIES, "Art. 52(1)", Authority.STATUTE,
    ),
    Parameter(
        "reassessment_wait", 6, "months", CHAPTER_V_APPLIES, "Art. 52(5)", Authority.STATUTE,
    ),
    Parameter(
        "retention", 10, "years", CHAPTER_V_APPLIES, "Art. 54(3)(b)", Authority.STATUTE,
    ),
    Parameter(
        "summary_update", 6, "months", date(2025, 7, 24),
        "notice on the template for the summary of training content", Authority.INFORMAL,
        "known from secondary sources",
    ),
    Parameter(
        "incident_critical_infrastructure_disruption", 2, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_cybersecurity_breach", 5, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_death", 10, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_serious_harm", 15, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_interim_report", 28, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_final_report", 60, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.3", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "incident_records", 5, "years", _CODE_SINCE,
        "Code of Practice, Safety and Security, Measure 9.4", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "framework_confirmed", 28, "days", _CODE_SINCE,
        "Code of Practice, Safety and Security, Commitment 1", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "framework_assessment", 12, "months", _CODE_SINCE,
        "Code of Practice, Safety and Security, Commitment 1", Authority.CODE_OF_PRACTICE,
    ),
    Parameter(
        "model_report_update", 6, "months", _CODE_SINCE,
        "Code of Practice, Safety and Security, Commitment 7", Authority.CODE_OF_PRACTICE,
    ),
)  # fmt: skip


class ParameterTable:
    """Dated parameters, looked up by name and day."""

    def __init__(self, lines: tuple[Parameter, ...]) -> None:
        by_id: dict[str, list[Parameter]] = {}
        for line in lines:
            by_id.setdefault(line.id, []).append(line)
        self._lines: Mapping[str, tuple[Parameter, ...]] = {
            id_: tuple(sorted(found, key=lambda line: line.since)) for id_, found in by_id.items()
        }

    def line(self, id_: str, day: date) -> Parameter:
        """Return the line in force on that day; before its first day, the first line."""
        lines = self._lines[id_]
        in_force = [line for line in lines if line.since <= day]
        return in_force[-1] if in_force else lines[0]

    def flop(self, id_: str, day: date) -> Decimal:
        """Return an amount of compute in FLOP."""
        value = self.line(id_, day).value
        assert isinstance(value, Decimal)
        return value

    def count(self, id_: str, day: date) -> int:
        """Return a whole number of days, months or years."""
        value = self.line(id_, day).value
        assert isinstance(value, int)
        return value

    def share(self, id_: str, day: date) -> Fraction:
        """Return an exact share."""
        value = self.line(id_, day).value
        assert isinstance(value, Fraction)
        return value


TABLE = ParameterTable(PARAMETERS)
