"""How a fact is typed as text: one option of the command line, one cell of a spreadsheet."""

from __future__ import annotations

import re

from lifecycle.domain import FactSpec
from lifecycle.errors import InputError

UNKNOWN = "unknown"
"""The word that takes a fact back to unknown."""

_FLAGS = {"true": True, "yes": True, "false": False, "no": False}
_LISTS = frozenset({"words", "names", "keys"})
_NUMBERS = frozenset({"flop", "number"})
_COMMA = re.compile(r"[0-9.]+,[0-9]+([eE][+-]?[0-9]+)?")


def value_from_text(spec: FactSpec, text: str) -> object:
    """Return what ``text`` tells of the fact, as plain data that ``parse`` takes.

    ``unknown`` gives ``None``. Flags are yes, no, true or false; lists are parted by commas
    and empty as ``none``; a range is ``8e24..1.2e25``; compute by part is
    ``pretraining=8e24,distillation=2e23``. Raises ``InputError`` that names the fact.
    """
    text = text.strip()
    if text.casefold() == UNKNOWN:
        return None
    try:
        plain = _plain(spec.kind, text)
        spec.read(plain)
    except InputError as refusal:
        raise InputError(
            refusal.bare_cause, refusal.cure, field=spec.name, code=refusal.code
        ) from None
    return plain


def _plain(kind: str, text: str) -> object:
    if kind == "flag":
        return _flag(text)
    if kind in _LISTS:
        return [] if text == "none" else _parted(text)
    if kind in _NUMBERS:
        _refuse_comma(text)
    if kind == "flop_range":
        return _parted(text, "..")
    if kind == "components":
        return _components(text)
    return text


def _parted(text: str, separator: str = ",") -> list[str]:
    return [part.strip() for part in text.split(separator)]


def _flag(text: str) -> bool:
    flag = _FLAGS.get(text.casefold())
    if flag is None:
        raise InputError(f"{text[:40]!a} is neither yes nor no.", "Write yes, no or unknown.")
    return flag


def _refuse_comma(text: str) -> None:
    if _COMMA.fullmatch(text):
        raise InputError(
            f"the comma in {text[:40]!a} may part decimals or thousands.",
            "Write decimals with a point and thousands with nothing, such as 3.1e25.",
        )


def _components(text: str) -> object:
    parts = _parted(text)
    if not any("=" in part for part in parts):
        return parts
    amounts: dict[str, object] = {}
    for part in parts:
        name, _, amount = part.partition("=")
        if name.strip() in amounts:
            raise InputError(f"{name[:40]!a} is given twice.", "Give it once.")
        amounts[name.strip()] = amount.strip() or None
    return amounts
