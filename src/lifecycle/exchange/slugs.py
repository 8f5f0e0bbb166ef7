"""Makes keys of names, always the same one of the same name."""

from __future__ import annotations

import re
import unicodedata

from lifecycle.errors import InputError

MAX_SLUG = 120
"""Characters of a key that was made of a name."""

_UNFIT = re.compile(r"[^a-z0-9.+]+")
_GREEK = re.compile(r"GREEK (?:SMALL|CAPITAL) LETTER (?:FINAL )?([A-Z]+)")


def slug(name: str) -> str:
    """Return the key of a name: ``"DALL·E 2"`` gives ``dall-e-2``, ``"PanGu-Σ"`` ``pangu-sigma``.

    Accents fall off, Greek letters are spelled, capitals become small; what is then no letter
    a-z, digit, point or plus becomes one hyphen, none at an end. Raises ``InputError`` where
    nothing remains, or more than 120 characters.
    """
    spelled = "".join(_spelled(character) for character in unicodedata.normalize("NFKD", name))
    key = _UNFIT.sub("-", spelled.lower()).lstrip("-.+").rstrip("-.")
    if not key:
        raise InputError(
            f"no letter or digit of {name[:40]!a} fits into a key.", "Give it a key of its own."
        )
    if len(key) > MAX_SLUG:
        raise InputError(
            f"the key of {name[:40]!a} would have {len(key)} characters.", "Give it a shorter key."
        )
    return key


def _spelled(character: str) -> str:
    if unicodedata.combining(character):
        return ""
    greek = _GREEK.match(unicodedata.name(character, ""))
    # Unicode writes the name of lambda without its b.
    return greek.group(1).replace("LAMDA", "LAMBDA") if greek else character
