"""A line of the portfolio calls nothing done, or not due, while something of it is open."""

from __future__ import annotations

import pytest

from lifecycle_cli.lines import text_of
from lifecycle_cli.words import gaps


def duty(status: str, performance: str = "unknown") -> dict[str, str]:
    return {"id": "53(1)(a)", "status": status, "performance": performance}


@pytest.mark.parametrize(
    ("duties", "said"),
    [
        ([], "nothing due"),
        ([duty("transitional")], "nothing due"),
        ([duty("undetermined")], "not known"),
        ([duty("active", "met")], "complete"),
        ([duty("active", "met"), duty("undetermined")], "met, rest not known"),
        ([duty("active", "late"), duty("undetermined")], "1 late: 53(1)(a)"),
    ],
)
def test_what_is_left_to_do(duties: list[dict[str, str]], said: str) -> None:
    assert text_of(gaps({"obligations": duties})) == said
