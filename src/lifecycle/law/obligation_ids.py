"""The ids of obligations, however they are written: ``53-1-a`` and ``Art. 53.1.a`` are one."""

from __future__ import annotations

import re

_WRITTEN = re.compile(
    r"(?:article|art\.?)?\s*(?P<article>\d{2})[\s.(_/-]*(?P<number>\d)\)?"
    r"(?:[\s.(_/-]*(?P<letter>[a-z])\)?)?",
    re.IGNORECASE,
)


def obligation_id(text: str) -> str:
    """Return ``53(1)(a)`` for any usual way of writing it; other texts as they are."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return text
    letter = found["letter"]
    paragraph = f"{found['article']}({found['number']})"
    return f"{paragraph}({letter.lower()})" if letter else paragraph
