"""One signatory's life with every kind of deadline in it, and the Commission's holidays by year."""

from __future__ import annotations

from datetime import date

import pytest
from tests.law.test_deadlines_code import signatory
from tests.law.told import deadlines_of

from lifecycle.law.holidays import HOLIDAYS, holiday, working_day

LIFE = (
    signatory()
    .then("commission_notified", "2025-09-20", basis="52(1)")
    .then("documented", "2025-10-02", obligation="55(1)(b)")
    .then("documented", "2025-10-03", obligation="53(1)(d)")
    .then("incident_known", "2026-03-02", incident="I1", kind="death")
    .then("incident_reported", "2026-03-10", incident="I1", stage="initial")
    .then("incident_reported", "2026-04-01", incident="I1", stage="interim")
    .then("incident_known", "2026-05-04", incident="I2", kind="cybersecurity_breach")
    .then("incident_resolved", "2026-05-20", incident="I2")
    .then("incident_reported", "2026-05-12", incident="I2", stage="initial")
    .then("incident_reported", "2026-06-30", incident="I2", stage="final")
    .then("authority_requested", "2026-06-01", request="R1", due_on="2026-06-15")
    .then("authority_answered", "2026-06-10", request="R1")
    .then("authority_requested", "2026-06-02", request="R2", due_on="2026-06-16")
    .then("commission_decided", "2026-02-02", kind="designated_52_4", informed_on="2026-02-05")
)

# What, the plain and the rolled end, the events that set it, whether the Act makes it, the outcome
# of its proof, how it was performed and by which events.
EXPECTED = {
    "52(1)": (
        "notification to the Commission", "2025-09-29", "2025-09-29", (2,), "by the Act", "yes",
        ("met", (5,)),
    ),
    "53(3):R1": (
        "answer to R1", "2026-06-15", "2026-06-15", (15,), "by the Act", "yes", ("met", (16,)),
    ),
    "53(3):R2": (
        "answer to R2", "2026-06-16", "2026-06-16", (17,), "by the Act", "yes", ("unmet", ()),
    ),
    "53(1)(d)_update": (
        "summary of training content reviewed", "2026-04-03", "2026-04-07", (7,), "by", "yes",
        ("unmet", ()),
    ),
    "55(1)(c)_code_initial_report": (
        "first report on I1", "2026-03-12", "2026-03-12", (8,), "by", "yes", ("met", (9,)),
    ),
    "55(1)(c)_code_interim_report": (
        "further report on I1", "2026-04-29", "2026-04-29", (10,), "by", "yes", ("unmet", ()),
    ),
    "55(1)(c)_code_records_until": (
        "records of I1", "2031-04-01", "2031-04-01", (10,), "until", "yes", None,
    ),
    "55(1)(c)_code_initial_report:I2": (
        "first report on I2", "2026-05-09", "2026-05-11", (11,), "by", "yes", ("late", (13,)),
    ),
    "55(1)(c)_code_final_report:I2": (
        "final report on I2", "2026-07-19", "2026-07-20", (12,), "by", "yes", ("met", (14,)),
    ),
    "55(1)(c)_code_records_until:I2": (
        "records of I2", "2031-06-30", "2031-06-30", (14,), "until", "yes", None,
    ),
    "55(1)(b)_code_framework_confirmation": (
        "framework confirmed", "2025-10-18", "2025-10-20", (5,), "by", "yes", ("met", (6,)),
    ),
    "55(1)(b)_code_framework_assessment": (
        "framework assessed", "2026-10-06", "2026-10-06", (4,), "by", "yes", ("unmet", ()),
    ),
    "55(1)(b)_code_model_report_update": (
        "model report updated", "2026-04-06", "2026-04-07", (4,), "by", "undetermined",
        ("unmet", ()),
    ),
    "52(5)_earliest_reassessment": (
        "earliest request for a new assessment", "2026-08-02", "2026-08-02", (18,),
        "from the Act", "yes", None,
    ),
    "54(3)(b)_retention_until": (
        "technical documentation kept", "2035-10-06", "2035-10-06", (4,), "until the Act", "yes",
        None,
    ),
}  # fmt: skip


def test_every_deadline_of_a_full_life_is_there_and_no_other() -> None:
    assert list(deadlines_of(LIFE.on("2026-07-01"))) == list(EXPECTED)


@pytest.mark.parametrize("key", EXPECTED)
def test_a_deadline_says_what_is_due_when_by_what_and_how_it_was_performed(key: str) -> None:
    found = deadlines_of(LIFE.on("2026-07-01"))[key]
    did = found.performance
    assert found.key == key
    assert found.obligation == key.partition(":")[0].partition("_")[0]
    assert EXPECTED[key] == (
        found.what,
        found.due.calendar.isoformat(),
        found.due.rolled.isoformat(),
        numbers(found.events),
        found.kind if found.voluntary else f"{found.kind} the Act",
        found.proof.outcome.value,
        None if did is None else (did.value, numbers(did.events)),
    )


def numbers(events: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(event.partition("#")[2]) for event in events)


def test_nothing_is_due_of_the_code_before_anything_happened() -> None:
    keys = deadlines_of(signatory().on("2025-10-06"))
    assert [key for key in keys if "_code_" in key] == [
        "55(1)(b)_code_framework_assessment",
        "55(1)(b)_code_model_report_update",
    ]


OFF = {
    2026: "01-01 01-02 04-02 04-03 04-06 05-01 05-09 05-14 05-15 05-25 07-21 08-15 11-01 11-02",
    2027: "01-01 01-02 03-25 03-26 03-29 05-01 05-06 05-07 05-09 05-17 07-21 08-15 11-01 11-02",
    2028: "01-01 01-02 04-13 04-14 04-17 05-01 05-09 05-25 05-26 06-05 07-21 08-15 11-01 11-02",
}
CHRISTMAS = [f"12-{day}" for day in range(24, 32)]


@pytest.mark.parametrize("year", OFF)
def test_the_commission_is_closed_on_these_days(year: int) -> None:
    listed = [found.day.isoformat() for found in HOLIDAYS[year]]
    assert listed == [f"{year}-{day}" for day in (*OFF[year].split(), *CHRISTMAS)]


def test_easter_sunday_of_each_listed_year_lies_a_day_before_its_monday() -> None:
    mondays = {
        year: next(found.day for found in days if found.name == "Easter Monday")
        for year, days in HOLIDAYS.items()
    }
    assert mondays == {
        2025: date(2025, 4, 21),
        2026: date(2026, 4, 6),
        2027: date(2027, 3, 29),
        2028: date(2028, 4, 17),
        2029: date(2029, 4, 2),
        2030: date(2030, 4, 22),
    }


def test_a_friday_works_and_a_weekend_does_not() -> None:
    assert working_day(date(2026, 9, 4))
    assert not working_day(date(2026, 9, 5))
    assert not working_day(date(2026, 9, 6))
    assert not working_day(date(2026, 7, 21))
    assert holiday(date(2026, 7, 20)) is None
