"""A spreadsheet is read as it was saved, or refused with the row and how to save it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.errors import InputError
from lifecycle.exchange.sheet import MAX_SHEET, Row, read_sheet

KNOWN = ("model", "name")
SAVE_AS = "Save it as CSV in UTF-8 (in Excel: Save as, CSV UTF-8)."


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_sheet(content, KNOWN)
    return str(caught.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_cells(delimiter: str) -> None:
    content = delimiter.join(["model", "name"]) + "\r\n" + delimiter.join(["a", '"A, ; and 1"'])
    assert read_sheet(content.encode(), KNOWN).rows == (
        Row(2, {"model": "a", "name": "A, ; and 1"}),
    )


def test_a_header_that_only_one_delimiter_can_read_is_read_by_it() -> None:
    content = b'"the \t"model";name\na;A\n'
    with pytest.raises(InputError, match="row 1: its cells cannot be told apart"):
        read_sheet(content, KNOWN)
    sheet = read_sheet(b'model;"na,"";me"\na;A\n', ("model",))
    assert sheet.columns == ("model", 'na,";me')


def test_a_delimiter_may_be_given() -> None:
    sheet = read_sheet(b"model,name;\na;b\n", KNOWN, ";")
    assert sheet.columns == ("model,name", "")
    assert sheet.rows[0].cells == {"model,name": "a", "": "b"}


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    content = b'\xef\xbb\xbfmodel, name \na,"two\nlines"\n\n,\nb,B\n'
    assert read_sheet(content, KNOWN).rows == (
        Row(2, {"model": "a", "name": "two\nlines"}),
        Row(5, {"model": "b", "name": "B"}),
    )


def test_rows_with_a_wrong_number_of_cells_are_named_together() -> None:
    sheet = read_sheet(b"model,name\na\nb,B\nc,C,D\n", KNOWN)
    assert [row.cells["model"] for row in sheet.rows] == ["b"]
    assert [str(problem) for problem in sheet.problems] == [
        (
            "row 2: it has 1 cells, the header has 2."
            " Look for a separator inside a cell that is not in quotation marks."
        ),
        (
            "row 4: it has 3 cells, the header has 2."
            " Look for a separator inside a cell that is not in quotation marks."
        ),
    ]


def test_formulas_stay_text() -> None:
    sheet = read_sheet(b"model,name\na,\"=cmd|' /C calc'!A0\"\n", KNOWN)
    assert sheet.rows[0].cells["name"] == "=cmd|' /C calc'!A0"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the sheet is empty. Its first row names the columns."),
        (b"model,model\na,b\n", "row 1: two columns are named 'model'. Name each column once."),
        ("model,name\n".encode("utf-16"), f"the sheet is written in UTF-16. {SAVE_AS}"),
        (b"PK\x03\x04\x00\x00", f"the file has NUL bytes, so it is no CSV. {SAVE_AS}"),
        (b"model,name\na,caf\xe9\n", f"line 2: byte 17 is not UTF-8. {SAVE_AS}"),
        (
            b'model,name\na,"never closed\n',
            (
                "row 2: its cells cannot be told apart: unexpected end of data. Look for a"
                " quotation mark that is not closed, or not doubled inside a cell."
            ),
        ),
        (
            b'model,name\na,"b"c\n',
            (
                "row 2: its cells cannot be told apart: ',' expected after '\"'. Look for a"
                " quotation mark that is not closed, or not doubled inside a cell."
            ),
        ),
        (
            b"model,name\na," + b"x" * 100_001,
            "row 2: a cell has 100001 characters. Shorten it.",
        ),
        (
            b"x" * (MAX_SHEET + 1),
            "the sheet has more than 64000000 bytes. Split it into several.",
        ),
    ],
    ids=range(9),
)
def test_it_is_refused(content: bytes, message: str) -> None:
    assert refusal(content) == message


@given(st.binary(max_size=300))
def test_any_bytes_are_a_sheet_or_refused(content: bytes) -> None:
    try:
        sheet = read_sheet(content, KNOWN)
    except InputError:
        return
    assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)
