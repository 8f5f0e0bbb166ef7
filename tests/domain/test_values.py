"""Numbers stay exact and have one text; days and texts come out as they went in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from tests.domain.telling import NUMBERS, told

from lifecycle.domain import parse
from lifecycle.domain.countries import COUNTRIES, EU_27
from lifecycle.domain.training_events import Trained
from lifecycle.domain.values import number_text, read_day, read_number, read_text, shown
from lifecycle.errors import InputError


def test_ten_to_the_25th_and_one_is_neither_more_nor_less() -> None:
    event = parse(told("trained", cumulative_flop="10000000000000000000000001"))
    assert isinstance(event, Trained)
    assert event.cumulative_flop == 10**25 + 1
    again = Trained.from_body(event.body())
    assert again.cumulative_flop == 10**25 + 1
    assert b'"1.0000000000000000000000001e+25"' in event.body()


def test_a_third_of_the_compute_is_compared_exactly() -> None:
    part = read_number("1e25")
    assert not 3 * part > read_number("3e25")
    assert 3 * float(part) > 3e25, "which binary floats get wrong"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0", "0"),
        ("0.000", "0"),
        ("0e30", "0"),
        ("7", "7"),
        ("0.30", "0.3"),
        ("12000", "12000"),
        ("7e9", "7000000000"),
        ("9999999999999999", "9999999999999999"),
        ("1e16", "1e+16"),
        ("3.10e25", "3.1e+25"),
        ("31e24", "3.1e+25"),
        ("0.000001", "0.000001"),
        ("0.0000001", "1e-7"),
        ("1.50e-7", "1.5e-7"),
    ],
)
def test_a_number_has_one_text(written: str, text: str) -> None:
    assert number_text(read_number(written)) == text


@given(NUMBERS)
def test_the_text_of_a_number_is_that_number(written: str) -> None:
    number = read_number(written)
    text = number_text(number)
    assert read_number(text) == number
    assert number_text(read_number(text)) == text


@pytest.mark.parametrize("number", [3, Decimal("3.00"), "3", "3e0"])
def test_equal_numbers_are_the_same_content(number: object) -> None:
    assert parse(told("trained", parameters=number)) == parse(told("trained", parameters="3.0"))


def test_a_day_may_be_given_as_a_date_but_not_as_an_instant() -> None:
    assert read_day(date(2025, 9, 10)) == date(2025, 9, 10)
    with pytest.raises(InputError, match="is not a day"):
        read_day(datetime(2025, 9, 10))  # noqa: DTZ001 -- it is refused


def test_letters_of_every_script_are_taken() -> None:
    for name in ("文心大模型4.5", "NÜWA", "PanGu-Σ", "ResNeXt-101 (64×4d)", "a\u00a0b"):
        assert read_text(name, 200, frozenset()) == name


def test_what_messages_show_is_short_and_printable() -> None:
    assert shown("\x1b[31m") == r'"\u001b[31m"'
    assert shown({"a": Decimal(3)}) == '{"a": "3"}'
    assert shown("x" * 100) == '"' + "x" * 58 + "…"
    assert shown({3.0: {object}}).startswith('{"3.0"')


def test_the_union_has_27_member_states_among_249_countries() -> None:
    assert len(EU_27) == 27
    assert len(COUNTRIES) == 249
    assert EU_27 < COUNTRIES
    assert all(len(code) == 2 and code.isupper() for code in COUNTRIES)
