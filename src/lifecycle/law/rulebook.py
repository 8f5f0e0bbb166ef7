"""The rulebook: every rule in the order of its sources, to be listed, shown and checked."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

from lifecycle.errors import NotFound
from lifecycle.law import (
    article_002,
    article_003_03,
    article_003_09,
    article_003_63,
    article_051,
    article_052,
    article_053,
    article_054,
    article_055,
    article_111,
    article_113,
    binding,
    code_deadlines,
    code_of_practice,
    code_reviews,
    deadlines,
    first_due,
    guidelines_2_1,
    guidelines_2_2,
    guidelines_3_1,
    guidelines_3_2,
    guidelines_4,
    notification_period,
    performance,
    placing,
    recital_097,
    recital_097_research,
    regulation_1182,
    retention,
    systems,
)
from lifecycle.law.rule import Rule

MODULES: tuple[ModuleType, ...] = (
    article_113,
    article_002,
    article_003_63,
    article_003_03,
    article_003_09,
    placing,
    recital_097,
    recital_097_research,
    guidelines_2_1,
    guidelines_2_2,
    guidelines_3_1,
    guidelines_3_2,
    guidelines_4,
    article_051,
    article_052,
    article_053,
    article_054,
    article_055,
    article_111,
    binding,
    systems,
    regulation_1182,
    notification_period,
    first_due,
    deadlines,
    performance,
    retention,
    code_of_practice,
    code_deadlines,
    code_reviews,
)
"""The modules that hold rules: articles, recitals, guidelines, what binds, what comes on top, then
periods, deadlines and performance."""


def _rules() -> Iterator[Rule[Any]]:
    for module in MODULES:
        for value in vars(module).values():
            if isinstance(value, Rule) and value.module == module.__name__:
                yield value


RULES: tuple[Rule[Any], ...] = tuple(_rules())


def rule_called(id_: str) -> Rule[Any]:
    """Return the rule with that id, or one that covers it; raises ``NotFound``."""
    wanted = id_.casefold()
    for found in RULES:
        if found.id.casefold() == wanted:
            return found
    for found in RULES:
        if any(covered.casefold() == wanted for covered in found.versions[0].covers):
            return found
    raise NotFound(f"there is no rule {id_!a}.", "See the rules there are: lifecycle rules")
