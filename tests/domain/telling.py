"""Plain data of events, written by hand or drawn from every type of the vocabulary."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from lifecycle.domain import KINDS, Event, FactSpec

Told = dict[str, object]
Strategy = st.SearchStrategy[object]


def told(kind: str = "released", /, **fields: object) -> Told:
    """Return plain data of an event of the model 'atlas' on a day, with these fields as well."""
    return {"type": kind, "model": "atlas", "occurred_on": "2025-09-10", **fields}


def without(event: Told, *names: str) -> Told:
    """Return the event without these fields."""
    return {name: value for name, value in event.items() if name not in names}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
LINES = st.text(LETTERS, min_size=1, max_size=30).map(_composed)
KEYS = st.from_regex(r"k[A-Za-z0-9._:+-]{0,30}", fullmatch=True)
DAYS = st.dates().map(lambda day: day.isoformat())
NUMBERS = st.one_of(
    st.integers(0, 10**39).map(str),
    st.decimals(0, 10**6, places=6).map(str),
    st.tuples(st.integers(1, 10**20), st.integers(0, 19)).map(lambda pair: f"{pair[0]}e{pair[1]}"),
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
PROSE = st.lists(LINES, min_size=1, max_size=4).map("\n".join)
HASHES = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
DOCUMENTS = st.fixed_dictionaries(
    {"title": LINES}, optional={"uri": st.just("https://example.org/a"), "sha256": HASHES}
)
SHALLOW = st.none() | st.booleans() | LINES | NUMBERS | st.lists(LINES, max_size=3)

OF_KIND: dict[str, st.SearchStrategy[object]] = {
    "flag": st.booleans(),
    "word": LINES,
    "words": st.lists(LINES, max_size=4, unique=True),
    "key": KEYS,
    "model_key": KEYS,
    "keys": st.lists(KEYS, max_size=4, unique=True),
    "id": KEYS,
    "target": KEYS,
    "day": DAYS,
    "flop": NUMBERS,
    "number": NUMBERS,
    "flop_range": st.tuples(st.integers(0, 10**30), st.integers(0, 10**9)).map(
        lambda pair: [str(pair[0]), str(pair[0] + pair[1])]
    ),
    "text": LINES,
    "prose": PROSE,
    "long_prose": PROSE,
    "country": st.sampled_from(["BE", "US", "FR", "CN"]),
    "sha256": HASHES,
    "components": st.dictionaries(LINES, st.none() | NUMBERS, max_size=3)
    | st.lists(LINES, max_size=3, unique=True),
    "evidence": st.lists(DOCUMENTS, max_size=3),
    "changes": st.dictionaries(NAMES, SHALLOW, min_size=1, max_size=3),
    "assumptions": st.dictionaries(NAMES, SHALLOW, max_size=3),
}


@st.composite
def events(draw: st.DrawFn) -> Told:
    """Draw plain data of any type: each fact told, told to be unknown, or left out."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    cls = KINDS[kind]
    event: Told = {"type": kind}
    for spec in cls.specs:
        if spec.required or (spec.name not in ("model", "organisation") and draw(st.booleans())):
            event[spec.name] = draw(_value(cls, spec))
    if "model" not in event and "organisation" not in event and kind != "imported":
        event[draw(st.sampled_from(["model", "organisation"]))] = draw(KEYS)
    return event


def _value(cls: type[Event], spec: FactSpec) -> Strategy:
    if spec.name == "assumed":
        return st.lists(st.sampled_from(cls.order), max_size=3, unique=True)
    value: Strategy = OF_KIND[spec.kind]
    return value if spec.required else st.none() | value
