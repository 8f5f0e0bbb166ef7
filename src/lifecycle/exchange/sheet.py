"""Reads a spreadsheet saved as CSV into rows by their numbers, and guesses at nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lifecycle.errors import InputError

MAX_SHEET = 64_000_000
"""Bytes of one sheet."""

DELIMITERS = (",", ";", "\t")

_MAX_CELL = 100_000
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it as CSV in UTF-8 (in Excel: Save as, CSV UTF-8)."


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells by their columns; the header is row 1, whatever lines its cells have."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a sheet, its rows, and the rows that cannot be read."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[InputError, ...]


def read_sheet(content: bytes, known: Sequence[str], delimiter: str = "") -> Sheet:
    """Return the rows of a CSV file in UTF-8, with a header, parted by comma, semicolon or tab.

    Without ``delimiter`` it is the one by which most of the ``known`` columns are found.
    Raises ``InputError`` for a file that is no such table at all.
    """
    text = _decoded(content)
    parted = delimiter or max(DELIMITERS, key=lambda each: _found(text, each, known))
    rows = _rows(text, parted)
    header = next(rows, None)
    if header is None:
        raise InputError("the sheet is empty.", "Its first row names the columns.")
    columns = tuple(" ".join(name.split()) for name in header[1])
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"two columns are named {twice!a}.", "Name each column once.", row=1)
    taken: list[Row] = []
    problems: list[InputError] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(columns):
            problems.append(_uneven(number, len(cells), len(columns)))
        else:
            taken.append(Row(number, dict(zip(columns, cells, strict=True))))
    return Sheet(columns, tuple(taken), tuple(problems))


def _decoded(content: bytes) -> str:
    if len(content) > MAX_SHEET:
        raise InputError(f"the sheet has more than {MAX_SHEET} bytes.", "Split it into several.")
    if content.startswith(_UTF_16):
        raise InputError("the sheet is written in UTF-16.", _SAVE_AS)
    if b"\0" in content:
        raise InputError("the file has NUL bytes, so it is no CSV.", _SAVE_AS)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"byte {error.start + 1} is not UTF-8.", _SAVE_AS, line=line) from None


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            long = next((len(cell) for cell in cells if len(cell) > _MAX_CELL), None)
            if long is not None:
                raise InputError(f"a cell has {long} characters.", "Shorten it.", row=number)
            yield number, cells
    except csv.Error as error:
        raise InputError(
            f"its cells cannot be told apart: {error}.",
            "Look for a quotation mark that is not closed, or not doubled inside a cell.",
            row=number + 1,
        ) from None


def _found(text: str, delimiter: str, known: Sequence[str]) -> int:
    try:
        header = next(_rows(text, delimiter), (1, list[str]()))[1]
    except InputError:
        return 0
    return len({" ".join(name.split()) for name in header}.intersection(known))


def _uneven(number: int, cells: int, columns: int) -> InputError:
    return InputError(
        f"it has {cells} cells, the header has {columns}.",
        "Look for a separator inside a cell that is not in quotation marks.",
        row=number,
    )
