"""A proof tells the disputes that would change it; a comparison, how duties were performed."""

from __future__ import annotations

import json

import pytest
from tests.cli.terminal import done

pytestmark = pytest.mark.usefixtures("demo")

DAY = ("--on", "2026-01-15")
DISPUTE = "Contested: Does the open-source exemption follow later changes"


def test_a_dispute_is_told_where_it_would_change_the_obligation() -> None:
    assert DISPUTE in done("status", "cirrus-8b", *DAY)
    assert DISPUTE in done("why", "cirrus-8b", "53-1-a", *DAY)
    assert DISPUTE not in done("why", "cirrus-8b", "53-1-d", *DAY)


def test_what_the_other_reading_would_give_is_said_in_words() -> None:
    text = " ".join(done("status", "cirrus-8b", *DAY).split())
    assert "It would give: exempt: free and open source yes, 53(1)(a) inactive" in text


def test_what_was_learned_shows_in_how_a_duty_was_performed() -> None:
    found = json.loads(
        done("diff", "atlas-7b", *DAY, "--known-at", "2025-12-01..2026-01-15", "--json")
    )
    changed = {each["what"]: (each["before"], each["after"]) for each in found["differences"]}
    assert changed == {
        "placed_on": ("2025-09-10", "2025-09-08"),
        "53(1)(a) performance": ("met", "late"),
        "53(1)(b) performance": ("met", "late"),
    }
