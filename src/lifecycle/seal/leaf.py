"""The bytes that a leaf of the tree stands for: every stored column of an event, unambiguously."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

TAG = b"lifecycle-ledger/leaf/v1\n"
"""Keeps a leaf of this ledger from being read as the leaf of anything else."""

Column = int | str | bytes | None
"""What a database may hold in a sealed column: no floats, no truth values."""

_COLUMN = re.compile(rb"i(0|-?[1-9][0-9]{0,18});|(n);|([tb])(0|[1-9][0-9]{0,7}):")


def leaf_data(columns: Sequence[Column]) -> bytes:
    """Return the bytes to hash for a row: the tag, then each column with its type and its length.

    An integer is ``i``, its decimal digits and ``;``. Text is ``t``, the length of its UTF-8 form
    in bytes, ``:`` and that form. Bytes are ``b``, their number, ``:`` and the bytes. Nothing is
    ``n;``. So two rows that differ in any value, or in the type of any value, never give the same
    bytes, and a leaf can be written out again with a shell.

    Raises ``ValueError`` for a value of another type, or text that UTF-8 cannot hold.
    """
    parts = [TAG]
    for column in columns:
        if type(column) is str:
            parts.append(_text(column))
        elif type(column) is int:
            parts.append(b"i%d;" % column)
        elif column is None:
            parts.append(b"n;")
        elif type(column) is bytes:
            parts += (b"b%d:" % len(column), column)
        else:
            raise ValueError(f"a sealed column cannot hold a value of type {type(column).__name__}")
    return b"".join(parts)


@lru_cache(4_096)
def _text(column: str) -> bytes:
    """Return the text as a leaf has it; the same few come again in most rows."""
    value = column.encode()
    return b"t%d:%b" % (len(value), value)


def read_leaf(data: bytes) -> tuple[Column, ...]:
    """Return the columns that ``leaf_data`` made these bytes of; ``ValueError`` for other bytes."""
    if not data.startswith(TAG):
        raise ValueError("these are not the bytes of a leaf")
    columns: list[Column] = []
    place = len(TAG)
    while place < len(data):
        found = _COLUMN.match(data, place)
        if found is None:
            raise ValueError(f"no column of a leaf begins at byte {place}")
        number, nothing, kind, length = found.groups()
        place = found.end()
        if number:
            columns.append(int(number))
        elif nothing:
            columns.append(None)
        else:
            value = data[place : place + int(length)]
            place += int(length)
            columns.append(value.decode() if kind == b"t" else value)
    if place != len(data):
        raise ValueError("the last column of the leaf is cut off")
    return tuple(columns)
