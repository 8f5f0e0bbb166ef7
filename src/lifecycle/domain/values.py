"""Readers of single values: plain data in, the exact value out, or a refusal with its cure."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from lifecycle.domain.countries import COUNTRIES
from lifecycle.errors import InputError
from lifecycle.time import parse_day

MAX_DIGITS = 40
MAX_EXPONENT = 40
MAX_LINE = 200
MAX_PROSE = 500
MAX_LONG_PROSE = 2_000

NUMBER_PATTERN = r"[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?"
KEY_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._/:+-]{0,199}"
SHA256_PATTERN = "[0-9a-f]{64}"

_NUMBER = re.compile(NUMBER_PATTERN)
_KEY = re.compile(KEY_PATTERN)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,99}")
_REF = re.compile(r".*#[0-9]+")
_SHA256 = re.compile(SHA256_PATTERN)
_SPOKEN_FOR = ("model:", "organisation:")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
IN_PROSE = frozenset("\n\t\N{ZERO WIDTH JOINER}")


def shown(value: object) -> str:
    """Return a value as a message may show it: as JSON in ASCII, at most 60 characters."""
    if isinstance(value, Decimal):
        return str(value)[:60]
    if isinstance(value, int) and value.bit_length() > 200:
        return "a number of too many digits"
    try:
        text = json.dumps(value, default=str)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 60 else text[:59] + "…"


def read_flag(value: object) -> bool:
    """Take ``true`` or ``false``; 0, 1 and words are not flags."""
    if value is True or value is False:
        return value
    raise InputError(
        f"{shown(value)} is neither true nor false.",
        "Write true or false; leave it out, or write null, where it is unknown.",
    )


def read_number(value: object) -> Decimal:
    """Take a number of 0 or more: text, an ``int`` or a ``Decimal``, never a float."""
    if isinstance(value, float):
        raise InputError(
            f"{shown(value)} is a binary float, which loses digits.",
            'Write it as text, such as "3.1e25".',
        )
    if isinstance(value, str):
        if len(value) > MAX_DIGITS + 10 or not _NUMBER.fullmatch(value):
            raise _not_a_number(value)
        number = Decimal(value)
    elif isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool):
        if value.bit_length() > 140:
            raise _absurd(value)
        number = Decimal(value)
    else:
        raise _not_a_number(value)
    if not number.is_finite():
        raise InputError("it is not a finite number.", "Leave it out where it is unknown.")
    if number.is_signed():
        raise InputError(f"{shown(number)} is negative.", "Write a number of 0 or more.")
    if len(number.as_tuple().digits) > MAX_DIGITS or abs(number.adjusted()) > MAX_EXPONENT:
        raise _absurd(value)
    return number


def _not_a_number(value: object) -> InputError:
    if isinstance(value, str) and value.startswith("-"):
        return InputError(f"{shown(value)} is negative.", "Write a number of 0 or more.")
    return InputError(
        f"{shown(value)} is not a number.",
        'Write digits with an optional exponent, such as "3.1e25".',
    )


def _absurd(value: object) -> InputError:
    return InputError(
        f"{shown(value)} has more than {MAX_DIGITS} digits, or an exponent beyond {MAX_EXPONENT}.",
        "Check the unit and the exponent.",
    )


def number_text(number: Decimal) -> str:
    """Return the one text of an exact number: plain from 10^-6 to 10^16, else ``3.1e+25``."""
    _, digits, exponent = number.as_tuple()
    text = "".join(map(str, digits)).lstrip("0")
    if not text:
        return "0"
    bare = text.rstrip("0")
    last = cast("int", exponent) + len(text) - len(bare)
    magnitude = last + len(bare) - 1
    if -6 <= magnitude < 16:
        return f"{Decimal((0, tuple(map(int, bare)), last)):f}"
    return f"{bare[0]}{'.' if bare[1:] else ''}{bare[1:]}e{magnitude:+d}"


def read_day(value: object) -> date:
    """Take a civil day: text ``YYYY-MM-DD``, or a ``date`` from Python; no number, no instant."""
    if isinstance(value, str):
        return parse_day(value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise InputError(f"{shown(value)} is not a day.", "Write it as YYYY-MM-DD, such as 2026-01-15.")


def read_text(value: object, limit: int, allowed: frozenset[str]) -> str:
    """Take text in NFC, without unseen characters but the allowed ones, or blanks at its ends."""
    if not isinstance(value, str):
        raise InputError(f"{shown(value)} is not text.", "Write it in quotation marks.")
    if len(value) > limit:
        raise InputError(f"it has {len(value)} characters, of {limit} at most.", "Shorten it.")
    if not (value.isascii() and value.isprintable()):
        _refuse_unseen(value, allowed)
        if not unicodedata.is_normalized("NFC", value):
            raise InputError(
                f"{shown(value)} is not in Unicode form NFC, so it may look like another name.",
                "Write accented letters as one character.",
            )
    if not value or value != value.strip():
        raise InputError(
            f"{shown(value)} is empty, or begins or ends with blanks.",
            "Take the blanks out; leave the field out where it is unknown.",
        )
    return value


def _refuse_unseen(value: str, allowed: frozenset[str]) -> None:
    for character in value:
        if unicodedata.category(character) in _UNSEEN and character not in allowed:
            name = unicodedata.name(character, "")
            raise InputError(
                f"it has the unseen character U+{ord(character):04X} {name}".rstrip() + ".",
                "Take that character out.",
            )


def read_line(value: object) -> str:
    """Take one line of text of at most 200 characters, all visible, in NFC."""
    return read_text(value, MAX_LINE, frozenset())


def read_prose(value: object) -> str:
    """Take free text of at most 500 characters; line breaks, tabs and joined emoji are allowed."""
    return read_text(value, MAX_PROSE, IN_PROSE)


def read_long_prose(value: object) -> str:
    """Take free text of at most 2,000 characters."""
    return read_text(value, MAX_LONG_PROSE, IN_PROSE)


def read_key(value: object) -> str:
    """Take the key of a model, organisation or system."""
    if not isinstance(value, str):
        raise InputError(
            f"{shown(value)} is not a key.", "Write the key as text, such as atlas-7b."
        )
    if not _KEY.fullmatch(value):
        raise InputError(
            f"{shown(value)} is not a key.",
            "A key has up to 200 of A-Z a-z 0-9 . _ / : + - and begins with a letter or digit.",
        )
    if ".." in value.split("/"):
        raise InputError(f"{shown(value)} has a '..' segment.", "Take it out of the key.")
    return value


def read_model_key(value: object) -> str:
    """Take the key of a model; names that would read as another stream's are refused."""
    key = read_key(value)
    if key.lower() == "ledger" or key.lower().startswith(_SPOKEN_FOR):
        raise InputError(
            f"{shown(key)} reads as the name of another stream.", "Give the model another key."
        )
    return key


def read_id(value: object) -> str:
    """Take an event's own id: visible text without blanks that does not look like ``atlas#3``."""
    text = read_target(value)
    if _REF.fullmatch(text):
        raise InputError(
            f"{shown(text)} reads as the name of a recorded event.",
            "End the id in something else than # and digits.",
        )
    return text


def read_target(value: object) -> str:
    """Take what names an event: ``atlas#3``, ``organisation:acme#2``, ``ledger#1`` or an id."""
    text = read_line(value)
    if len(text.split()) > 1:
        raise InputError(f"{shown(text)} has blanks in it.", "Write - or _ instead.")
    return text


def read_name(value: object) -> str:
    """Take the name of a fact."""
    if isinstance(value, str) and _NAME.fullmatch(value):
        return value
    raise InputError(
        f"{shown(value)} is not the name of a fact.", "Name it as in: lifecycle kinds."
    )


def read_country(value: object) -> str:
    """Take a country by its two letters (ISO 3166-1 alpha-2)."""
    if isinstance(value, str) and value in COUNTRIES:
        return value
    raise InputError(
        f"{shown(value)} is not a country code.", "Write two capitals (ISO 3166-1), such as DE."
    )


def read_sha256(value: object) -> str:
    """Take a SHA-256 as 64 lower-case hexadecimal digits."""
    if isinstance(value, str) and _SHA256.fullmatch(value):
        return value
    raise InputError(
        f"{shown(value)} is not a SHA-256.", "Write its 64 hexadecimal digits in lower case."
    )
