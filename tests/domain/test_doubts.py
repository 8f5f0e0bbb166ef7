"""What may not be meant is kept as told, with a warning."""

from __future__ import annotations

import pytest
from tests.domain.telling import Told, told

from lifecycle.domain import parse
from lifecycle.domain.market_events import Released

PAYPAL = "p\N{CYRILLIC SMALL LETTER A}yp\N{CYRILLIC SMALL LETTER A}l"

UNLISTED = "is not a listed word and decides nothing."
PERSONAL = "it seems to hold an address or a telephone number, which could never be deleted."


@pytest.mark.parametrize(
    ("event", "warning"),
    [
        (
            told(channel="dowload"),
            f"'channel': 'dowload' {UNLISTED} Did you mean 'download'?",
        ),
        (
            told(channel="carrier pigeon"),
            f"'channel': 'carrier pigeon' {UNLISTED}",
        ),
        (
            told("assessed", outputs=["text", "smell"]),
            f"'outputs': 'smell' {UNLISTED}",
        ),
        (
            told("registered", name=PAYPAL),
            r"'name': 'p\u0430yp\u0430l' mixes letters of LATIN and CYRILLIC that look alike.",
        ),
        (
            told(note="Ask jane@example.org"),
            f"'note': {PERSONAL}",
        ),
        (
            told("noted", text="Call +32 2 299 11 11 before 2025-09-10"),
            f"'text': {PERSONAL}",
        ),
    ],
)
def test_it_is_kept_and_named(event: Told, warning: str) -> None:
    recorded = parse(event)
    assert recorded.warnings() == (warning,)
    assert recorded.body() == parse(recorded.as_mapping()).body()


@pytest.mark.parametrize(
    "event",
    [
        told(channel="api", market="union", recipients=["pilot customers"]),
        told("registered", name="ERNIE (文心大模型4.5)"),
        told("registered", name="NÜWA"),
        told("registered", name="PanGu-Σ"),
        told(note="Decided on 2025-09-10 and 2025-09-11 for 3 products, see 53(1)(a)"),
        told("licensed", restrictions=[]),
        told("trained", methods=["hardware_based"], components={"anything": "1e23"}),
    ],
)
def test_nothing_else_is_doubted(event: Told) -> None:
    assert parse(event).warnings() == ()


def test_an_unlisted_word_is_a_fact_all_the_same() -> None:
    event = parse(told(channel="carrier pigeon"))
    assert isinstance(event, Released)
    assert event.channel == "carrier pigeon"


def test_names_inside_lists_and_objects_are_looked_at() -> None:
    event = parse(told("trained", components={PAYPAL: "1e23"}, evidence=[{"title": PAYPAL}]))
    assert [warning.split(":")[0] for warning in event.warnings()] == ["'components'", "'evidence'"]
