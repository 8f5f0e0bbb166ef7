"""The one reader of JSON for every door: exact numbers, no name twice, bounded size and depth."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, NoReturn, cast

from lifecycle.domain import Event, parse
from lifecycle.domain.values import shown
from lifecycle.errors import InputError, ManyInputErrors

MAX_LINE = 100_000
"""Bytes of one line, or of one object read alone."""

MAX_INPUT = 1_000_000_000
"""Bytes of a whole input."""

_MAX_NUMBER = 60
_BOM = b"\xef\xbb\xbf"
_EXAMPLE = 'Write one object, such as {"type": "registered", "model": "atlas", …}.'


def read_object(
    text: str | bytes, *, line: int | None = None, limit: int = MAX_LINE
) -> dict[str, object]:
    """Return the one JSON object in a text of at most ``limit`` bytes, its numbers as ``Decimal``.

    Raises ``InputError``, naming ``line`` where it is given, for text that is not UTF-8 or not
    JSON, for a name given twice, NaN and infinities, lone surrogates, endless numbers and
    nesting.
    """
    if isinstance(text, bytes):
        text = text.removeprefix(_BOM)
    try:
        return _object_in(text, limit)
    except InputError as refusal:
        raise (refusal if line is None else refusal.at_line(line)) from None


def read_lines(
    stream: BinaryIO | Iterable[bytes],
    *,
    limit: int = MAX_INPUT,
    refuse: Callable[[InputError], None] | None = None,
) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield each line's number, from 1, with its object; blank lines are passed over.

    ``limit`` is the most bytes the whole input may have. A line that cannot be read is handed
    to ``refuse`` and passed over; without ``refuse`` it raises ``InputError``.
    """
    total = 0
    for number, line in enumerate(_lines(stream), start=1):
        total += len(line)
        if total > limit:
            raise InputError(
                f"the input has more than {limit} bytes.", "Split it into several.", line=number
            )
        text = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
        if not text:
            continue
        try:
            found = _object_in(text, MAX_LINE)
        except InputError as refusal:
            if refuse is None:
                raise refusal.at_line(number) from None
            refuse(refusal.at_line(number))
        else:
            yield number, found


def read_events(
    stream: BinaryIO | Iterable[bytes], *, limit: int = MAX_INPUT
) -> list[tuple[int, Event]]:
    """Return every event of a JSON Lines input with its line.

    Raises ``ManyInputErrors`` with one refusal for each line that cannot be taken.
    """
    refusals: list[InputError] = []
    events: list[tuple[int, Event]] = []
    for number, told in read_lines(stream, limit=limit, refuse=refusals.append):
        try:
            events.append((number, parse(told)))
        except InputError as refusal:
            refusals.append(refusal.at_line(number))
    if refusals:
        raise ManyInputErrors(sorted(refusals, key=lambda refusal: refusal.line or 0))
    return events


def _lines(stream: BinaryIO | Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines; one that is longer than any may be is cut short and ends the input."""
    if not hasattr(stream, "readline"):
        yield from stream
        return
    source = cast("BinaryIO", stream)
    while line := source.readline(MAX_LINE + 1):
        yield line
        if len(line) > MAX_LINE:
            return


def _object_in(text: str | bytes, limit: int) -> dict[str, object]:
    if len(text) > limit:
        raise InputError(f"it has more than {limit} bytes.", "Shorten it; documents go into files.")
    try:
        plain = text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise InputError(
            f"byte {error.start + 1} is not UTF-8.", "Save the file as UTF-8."
        ) from None
    try:
        found: object = _DECODER.decode(plain)
        if "\\u" in plain:
            _refuse_surrogates(found)
    except json.JSONDecodeError as error:
        cause = error.msg.removesuffix(" at")
        raise InputError(f"it is not JSON: {cause} at column {error.colno}.", _EXAMPLE) from None
    except RecursionError:
        raise InputError("it is nested too deeply.", "No event has so many levels.") from None
    if not isinstance(found, dict):
        raise InputError(f"{shown(found)} is not an object.", _EXAMPLE)
    return cast("dict[str, object]", found)


def _refuse_surrogates(found: object) -> None:
    try:
        json.dumps(found, ensure_ascii=False, default=str).encode()
    except UnicodeEncodeError:
        raise InputError(
            "half of a surrogate pair stands alone in it.", "Write the whole character."
        ) from None


def _object(pairs: list[tuple[str, object]]) -> Mapping[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("the name is given twice.", "Keep one.", field=shown(twice).strip('"'))
    return found


def _number(text: str) -> Decimal:
    if len(text) > _MAX_NUMBER:
        raise InputError(
            f"a number has {len(text)} characters, of {_MAX_NUMBER} at most.", "Check it."
        )
    try:
        return Decimal(text)
    except InvalidOperation:
        raise InputError(f"{shown(text)} has an absurd exponent.", "Check it.") from None


def _constant(name: str) -> NoReturn:
    raise InputError(f"{name} is no number.", "Write null where it is unknown.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=_constant
)
