"""How text reaches a terminal: parts with a tone, nothing unseen, tables that fit."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias, TypedDict

import click

NARROWEST = 8
"""Columns below which no column of a table is squeezed."""

GAP = "  "

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class _Look(TypedDict, total=False):
    bold: bool
    dim: bool
    fg: str


_TONES: dict[str, _Look] = {
    "strong": {"bold": True},
    "good": {"fg": "green"},
    "bad": {"fg": "red"},
    "open": {"fg": "yellow"},
    "quiet": {"dim": True},
}


class Toned(NamedTuple):
    """Text with a tone, which never has a meaning of its own: ``strong``, ``good``, ``bad``, …."""

    text: str
    tone: str


Part: TypeAlias = str | Toned
Line: TypeAlias = Part | list[Part]
Cell: TypeAlias = Part


def visible(text: str) -> str:
    r"""Return text that cannot steer a terminal: ESC becomes ``\x1b``, a line break ``\n``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def unseen(character: str) -> bool:
    """Return whether a character is not seen on a screen, and may steer a terminal."""
    return unicodedata.category(character) in _UNSEEN


def _shown(character: str) -> str:
    return character.encode("unicode_escape").decode() if unseen(character) else character


def render(line: Line) -> str:
    """Return a line as it is written; this is the only way by which text reaches a terminal."""
    parts = line if isinstance(line, list) else [line]
    return "".join(map(_painted, parts))


def _painted(part: Part) -> str:
    if isinstance(part, Toned):
        return click.style(visible(part.text), **_TONES[part.tone])
    return visible(part)


def text_of(part: Part) -> str:
    """Return the bare text of a part."""
    return part.text if isinstance(part, Toned) else part


def wrapped(text: str, width: int, indent: str = "") -> list[Line]:
    """Return a paragraph in lines of at most ``width`` columns, the later ones indented."""
    return list(textwrap.wrap(visible(text), max(width, 20), subsequent_indent=indent)) or [""]


def typed_lines(label: str, words: Sequence[str], width: int) -> Iterator[Line]:
    """Yield a command to be typed, broken as a shell takes it where it is too wide.

    A word that begins with a hyphen stays with the one that follows it.
    """
    text = ""
    prompt: Part = Toned(label, "strong")
    room = width - len(label)
    for word in _together(words):
        if text.strip() and len(text) + len(word) + len(" \\") > room:
            yield [prompt, f"{text.rstrip()} \\"]
            text, prompt, room = "    ", "", width
        text += f"{word} "
    yield [prompt, text.rstrip()]


def _together(words: Sequence[str]) -> Iterator[str]:
    option = ""
    for word in words:
        if word.startswith("-") and " " not in word:
            if option:
                yield option
            option = word
        else:
            yield f"{option} {word}".lstrip()
            option = ""
    if option:
        yield option


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]], width: int) -> Iterator[Line]:
    """Yield a table of at most ``width`` columns; cells that are too long go on below."""
    body = [[_seen(cell) for cell in row] for row in rows]
    natural = [
        max(len(heading), *(len(text_of(row[at])) for row in body)) if body else len(heading)
        for at, heading in enumerate(headings)
    ]
    widths = _fitted(natural, width - len(GAP) * (len(headings) - 1))
    yield from _row([Toned(heading, "strong") for heading in headings], widths)
    for row in body:
        yield from _row(row, widths)


def _seen(cell: Cell) -> Cell:
    # Before it is measured: what is made visible is longer.
    return cell._replace(text=visible(cell.text)) if isinstance(cell, Toned) else visible(cell)


def _fitted(natural: list[int], room: int) -> list[int]:
    """Return column widths that fit into the room, the widest columns squeezed first."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _row(cells: Sequence[Cell], widths: Sequence[int]) -> Iterator[Line]:
    columns = [
        textwrap.wrap(text_of(cell), width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for at in range(max(map(len, columns))):
        line: list[Part] = []
        for cell, column, width in zip(cells, columns, widths, strict=True):
            text = column[at] if at < len(column) else ""
            line += [_toned(cell, text), " " * (width - len(text)) + GAP]
        yield _trimmed(line)


def _toned(cell: Cell, text: str) -> Part:
    return Toned(text, cell.tone) if isinstance(cell, Toned) and text else text


def _trimmed(line: list[Part]) -> list[Part]:
    while line and not text_of(line[-1]).strip():
        line.pop()
    return line
