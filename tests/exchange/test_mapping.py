"""A mapping is read whole, or refused at the place that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from lifecycle.errors import InputError, NotFound
from lifecycle.exchange.mapping import (
    load_mapping,
    parse_mapping,
    shipped_mappings,
    shipped_template,
)
from lifecycle.exchange.sheet import read_sheet

SMALL = """
name = "small"
model = "key"
day = "day"

[[events]]
type = "registered"
"""


def refusal(text: str) -> str:
    with pytest.raises(InputError) as caught:
        parse_mapping(text.encode())
    return str(caught.value)


def test_the_smallest_mapping() -> None:
    mapping = parse_mapping(SMALL.encode())
    assert (mapping.name, mapping.columns) == ("small", ("key", "day"))
    assert [plan.cls.type for plan in mapping.plans] == ["registered"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = ", "the mapping is not TOML: "),
        (
            SMALL.replace('name = "small"', ""),
            "in the mapping, at the top: 'name' is missing. Add it.",
        ),
        (
            SMALL.replace('name = "small"', "name = 3"),
            "in the mapping, at the top: 'name' is not what it should be. Write a text.",
        ),
        (
            SMALL.replace("day =", "dya ="),
            'in the mapping, day: no column is named. Write "COLUMN".',
        ),
        (
            'delimitr = ";"\n' + SMALL,
            "in the mapping, at the top: it has no 'delimitr'. Did you mean 'delimiter'?",
        ),
        (
            SMALL.replace("registered", "registred"),
            "'type': there is no type \"registred\". Did you mean 'registered'?",
        ),
        (
            SMALL + 'facts.nmae = "x"',
            (
                "in the mapping, event 'registered': 'registered' has no fact 'nmae'."
                " Did you mean 'name'?"
            ),
        ),
        (
            SMALL + "facts.name = 3",
            "in the mapping, fact 'name' of 'registered': no column is named. Write \"COLUMN\".",
        ),
        (
            SMALL + "facts.name = {}",
            (
                "in the mapping, fact 'name' of 'registered': it needs a column or a value."
                " Name one of them."
            ),
        ),
        (
            SMALL + 'facts.name = { column = "a", value = "b" }',
            (
                "in the mapping, fact 'name' of 'registered': it needs a column or a value."
                " Name one of them."
            ),
        ),
        (
            SMALL + 'facts.name = { column = "a", table = "t" }',
            "in the mapping, fact 'name' of 'registered': there is no table 't'. Add [tables.t].",
        ),
        (
            SMALL + 'facts.name = { colum = "a" }',
            (
                "in the mapping, fact 'name' of 'registered': it has no 'colum'."
                " Did you mean 'column'?"
            ),
        ),
        (
            SMALL + "when = 3",
            "in the mapping, event 'registered': 'when' is no list of tables. Write [[when]].",
        ),
        (SMALL + "when = { filled = true }", "in the mapping, when: 'column' is missing. Add it."),
        (
            SMALL + '[[events]]\ntype = "registered"',
            (
                "in the mapping, at the top: two events are named 'registered'."
                ' Tell them apart: name = "…".'
            ),
        ),
        ("x" * 1_000_001, "the mapping has more than 1000000 bytes. Shorten it."),
    ],
    ids=range(16),
)
def test_it_is_refused(text: str, message: str) -> None:
    assert refusal(text).startswith(message)


def test_a_mapping_is_found_by_name_or_by_file(tmp_path: Path) -> None:
    assert shipped_mappings() == ["epoch", "officer"]
    file = tmp_path / "mine.toml"
    file.write_text(SMALL)
    assert load_mapping(str(file)).name == "small"
    assert load_mapping("officer").name == "officer"


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("epohc", "Did you mean 'epoch'?"),
        ("nothing.toml", "Shipped are: epoch, officer."),
        ("a\0b", ""),
    ],
)
def test_a_mapping_that_is_nowhere(name: str, cure: str) -> None:
    with pytest.raises(NotFound, match="there is no mapping") as caught:
        load_mapping(name)
    assert cure in str(caught.value)


def test_the_officers_sheet_has_the_columns_of_its_mapping_and_no_others() -> None:
    mapping = load_mapping("officer")
    sheet = read_sheet(shipped_template(), mapping.columns)
    assert sheet.rows == ()
    assert set(sheet.columns) == set(mapping.columns)


@pytest.mark.parametrize("name", ["epoch", "officer"])
def test_what_ships_is_described(name: str) -> None:
    assert load_mapping(name).about
