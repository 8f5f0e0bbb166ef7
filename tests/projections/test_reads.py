"""Which rules read a fact: what their own functions and helpers name."""

from __future__ import annotations

import pytest

from lifecycle.domain import KINDS, facts_of
from lifecycle_projections.reads import rules_reading


@pytest.mark.parametrize(
    ("fact", "rule"),
    [
        ("commercial", "M2"),
        ("own_name", "P1-places"),
        ("generality", "D1"),
        ("persons_in", "M8"),
        ("modification_flop", "F2"),
        ("established_in", "54-established"),
        ("informed_on", "S9"),
        ("covers_integration", "M11"),
    ],
)
def test_a_fact_is_read_by_the_rule_of_its_paragraph(fact: str, rule: str) -> None:
    assert rule in rules_reading(fact)


def test_what_no_rule_reads_decides_nothing() -> None:
    assert rules_reading("host") == ()
    assert rules_reading("label") != ()


def test_most_facts_of_a_models_life_are_read() -> None:
    facts = {spec.name for cls in KINDS.values() for spec in facts_of(cls)}
    unread = {fact for fact in facts if not rules_reading(fact)}
    assert {"host", "name", "licence", "receipt"} <= unread
    assert len(unread) < len(facts) / 2
