"""An officer reads what a missing fact would decide in words, a program by name."""

from __future__ import annotations

import json

import pytest
from tests.cli.terminal import done

pytestmark = pytest.mark.usefixtures("demo")

DAY = ("--on", "2026-01-15")


@pytest.mark.parametrize("question", [("questions", "atlas-hr"), ("status", "atlas-hr")])
def test_people_read_conclusions_in_words_and_obligations_once(question: tuple[str, ...]) -> None:
    text = " ".join(done(*question, *DAY).split())
    assert (
        "It would decide: placed on the Union market, at least one obligation active,"
        " 53(1)(a)(b)(c)(d), 53(3)." in text
    )


def test_programs_get_names() -> None:
    found = json.loads(done("questions", "atlas-hr", *DAY, "--json"))
    assert found["questions"][0]["would_decide"][0] == "placed_on_market"


def test_totals_say_what_a_fact_means() -> None:
    text = " ".join(done("status", "--totals", *DAY).split())
    assert "1 model waits for used_internally.affects_rights: " in text
