"""What is missing: enough to decide whatever is told, and no fact too many."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.given import given
from tests.law.filling import decides, every_filling, smaller_sets, waiting, with_facts

from lifecycle.law.case import Case
from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle_projections.axes import Axes
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.missing import missing_facts, undetermined
from lifecycle_projections.obligations import Answer

SCENARIOS = Path(__file__).parents[1] / "data" / "scenarios.jsonl"
READING = reading(DEFAULT_READING)


def open_questions() -> Iterator[tuple[str, Answer]]:
    for line in SCENARIOS.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        if "undetermined" not in line:
            continue
        with given(told["events"]) as ledger:
            book = FactBook(History.of(ledger))
        for asked in told["ask"]:
            axes = Axes(date.fromisoformat(asked["valid_on"]), None, READING)
            answer = Answer(book, asked["model"], asked["actor"], axes)
            if undetermined(answer.derived):
                yield told["id"], answer


OPEN = list(open_questions())


@pytest.mark.parametrize("answer", [a for _, a in OPEN], ids=[name for name, _ in OPEN])
def test_every_filling_of_what_is_missing_decides_and_no_smaller_set_does(answer: Answer) -> None:
    case: Case = answer.case
    facts = [needed.fact for needed in answer.missing]
    assert decides(case, facts)
    for fewer in smaller_sets(facts):
        assert not decides(case, fewer), fewer


def test_what_no_source_decides_waits_for_no_fact() -> None:
    settled_by_nobody = [answer for name, answer in OPEN if name in ("S095", "S199")]
    assert settled_by_nobody
    for answer in settled_by_nobody:
        assert answer.missing == ()
        assert answer.is_contested


def test_a_fact_names_what_waits_for_it() -> None:
    answer = next(answer for name, answer in OPEN if name == "S114")
    (needed,) = missing_facts(answer.derived)
    assert (needed.fact.event, needed.fact.fact) == ("information_published", "usage")
    assert needed.would_decide == ("open_source_exemption", "53(1)(a)", "53(1)(b)")
    told = next(iter(every_filling(answer.case, [needed.fact])))
    assert waiting(with_facts(answer.case, told)) == ()
