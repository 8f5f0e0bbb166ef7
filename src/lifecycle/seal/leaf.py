"""The bytes that a leaf of the tree stands for: every stored column of an event, unambiguously."""

from __future__ import annotations

from collections.abc import Sequence

TAG = b"lifecycle-ledger/leaf/v1\n"
"""Keeps a leaf of this ledger from being read as the leaf of anything else."""

Column = int | str | bytes | None
"""What a database may hold in a sealed column: no floats, no truth values."""


def leaf_data(columns: Sequence[Column]) -> bytes:
    """Return the bytes to hash for a row: the tag, then each column with its type and its length.

    A column is one letter for its type (``i`` integer, ``t`` text, ``b`` bytes, ``n`` nothing),
    the length of its value in bytes as 8 bytes, the most significant first, and the value:
    integers in decimal digits, text in UTF-8. So two rows that differ in any value or in the type
    of any value never give the same bytes.

    Raises ``ValueError`` for a value of another type, or text that UTF-8 cannot hold.
    """
    parts = [TAG]
    for column in columns:
        kind, value = _encoded(column)
        parts += (kind, len(value).to_bytes(8, "big"), value)
    return b"".join(parts)


def _encoded(column: object) -> tuple[bytes, bytes]:
    if column is None:
        return b"n", b""
    if type(column) is int:
        return b"i", str(column).encode()
    if type(column) is str:
        return b"t", column.encode()
    if type(column) is bytes:
        return b"b", column
    raise ValueError(f"a sealed column cannot hold a value of type {type(column).__name__}")
