"""How an answer is written: as lines for people, or as JSON, JSON Lines or CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from lifecycle.errors import unwritable
from lifecycle_cli.lines import Line, render, unseen, visible

TABLE, JSON, JSONL, CSV = "table", "json", "jsonl", "csv"
FORMATS = (TABLE, JSON, JSONL, CSV)

_STEERING = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell would be taken for a formula by a spreadsheet."""

Row = Mapping[str, object]


@dataclass(frozen=True)
class Report:
    """An answer in every form.

    ``data`` is the JSON document, ``rows`` the JSON Lines, ``columns`` and ``cells`` the CSV,
    ``lines`` the text for people, given the width of the terminal.
    """

    data: Row
    rows: Sequence[Row]
    columns: Sequence[str]
    cells: Sequence[Sequence[object]]
    lines: Callable[[int], Iterable[Line]]


@dataclass(frozen=True)
class Target:
    """Where an answer goes and in which form; ``path`` is a file, ``None`` standard output."""

    form: str
    path: Path | None
    width: int

    def write(self, report: Report) -> None:
        """Write the answer; raises ``InputError`` where the file cannot be written."""
        if self.path is None:
            for line in self._text(report):
                click.echo(line)
        else:
            self.write_text("".join(click.unstyle(line) + "\n" for line in self._text(report)))

    def write_text(self, text: str) -> None:
        """Write text as it is; raises ``InputError`` where the file cannot be written."""
        if self.path is None:
            click.echo(text, nl=False)
            return
        try:
            self.path.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise unwritable(self.path, error, field="-o") from error

    def _text(self, report: Report) -> Iterator[str]:
        if self.form == JSON:
            yield json_text(report.data, indent=2)
        elif self.form == JSONL:
            yield from map(json_text, report.rows)
        elif self.form == CSV:
            yield from csv_lines(report.columns, report.cells)
        else:
            yield from map(render, report.lines(self.width))


def form_of(form: str | None, path: Path | None, forms: Sequence[str]) -> str:
    """Return the form asked for, else the one that a file's suffix names, else the table."""
    if form is not None:
        return form
    suffix = "" if path is None else path.suffix.lower().removeprefix(".")
    return suffix if suffix in forms else TABLE


def json_text(value: object, indent: int | None = None) -> str:
    """Return JSON in which no character is unseen."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isprintable():
        return text
    return "".join(
        _escaped(character) if unseen(character) and character != "\n" else character
        for character in text
    )


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


def csv_lines(columns: Sequence[str], cells: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a CSV table whose cells no spreadsheet runs as a formula."""
    yield _csv_line(columns)
    for row in cells:
        yield _csv_line([cell_text(value) for value in row])


def _csv_line(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def cell_text(value: object) -> str:
    """Return a value as a cell: nothing for ``None``, a quotation mark before a formula."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        text = " ".join(map(str, cast("Sequence[object]", value)))
    else:
        text = str(value)
    return visible(f"'{text}" if text.startswith(_STEERING) else text)


def say_json(value: object, indent: int | None = None) -> None:
    """Write a value as JSON to standard output."""
    click.echo(json_text(value, indent))


def say(line: Line) -> None:
    """Write one line to standard output."""
    click.echo(render(line))


def notice(line: Line) -> None:
    """Write one line to standard error: what a program that reads the output must not see."""
    click.echo(render(line), file=sys.stderr)
