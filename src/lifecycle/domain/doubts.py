"""Finds what an event says that is kept as told but may not be meant; nothing here refuses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

from lifecycle.domain.fact import FactSpec
from lifecycle.domain.refusals import suggestion
from lifecycle.domain.structures import Evidence

if TYPE_CHECKING:
    from lifecycle.domain.envelope import Event

_MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[A-Za-z]{2,}")
_PHONE = re.compile(r"(?<![\w.])\+?[0-9][0-9 ()/-]{7,}[0-9](?![\w.])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORD = re.compile(r"[^\W\d_]+")
_PROSE = frozenset({"prose", "long_prose"})
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")


def doubts(event: Event) -> tuple[str, ...]:
    """Return one sentence a doubt, each beginning with the field."""
    return tuple(
        f"'{spec.name}': {doubt}"
        for spec in event.specs
        for doubt in _about(spec, getattr(event, spec.name))
    )


def _about(spec: FactSpec, value: object) -> Iterator[str]:
    for text in _texts(value):
        if spec.words and text not in spec.words:
            guess = suggestion(text, spec.words)
            yield f"{text!r} is not a listed word and decides nothing. {guess}".rstrip()
        scripts = _scripts(text)
        if scripts:
            yield f"{text!a} mixes letters of {' and '.join(scripts)} that look alike."
        if spec.kind in _PROSE and (_MAIL.search(text) or _PHONE.search(_DAY.sub("", text))):
            yield "it seems to hold an address or a telephone number, which could never be deleted."


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Evidence):
        yield value.title
    elif isinstance(value, tuple):
        for item in cast("tuple[object, ...]", value):
            yield from _texts(item)
    elif isinstance(value, Mapping):
        for name, item in cast("Mapping[str, object]", value).items():
            yield from _texts(name)
            yield from _texts(item)


def _scripts(text: str) -> list[str]:
    """Return the scripts of the first word that has letters of several; none where all have one."""
    if text.isascii():
        return []
    for word in _WORD.findall(text):
        first_words = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        mixed = [script for script in _SCRIPTS if script in first_words]
        if len(mixed) > 1:
            return mixed
    return []
