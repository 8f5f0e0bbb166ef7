"""Every question of scenarios and situations, asked without a ledger; stops at the first miss.

Each word is an object of its own: what counts is what it says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.law.asking import book_of, read_anew
from tests.law.expecting import missed
from tests.law.test_situations import events, situations, written_out

from lifecycle.law.reading import DEFAULT_READING, reading
from lifecycle_projections.axes import Axes
from lifecycle_projections.course import Course
from lifecycle_projections.obligations import Answer

SCENARIOS = Path(__file__).parents[1] / "data" / "scenarios.jsonl"

Told = Sequence[Mapping[str, Any]]
Ask = Mapping[str, Any]


def questions() -> Iterator[tuple[str, Told, Sequence[Ask]]]:
    """Yield each story with its questions; those about earlier knowledge need a ledger's clock."""
    for line in SCENARIOS.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        story = [{k: v for k, v in event.items() if k != "recorded_at"} for event in told["events"]]
        asks = [
            {**ask, "on": date.fromisoformat(ask["valid_on"]), "also": ask.get("also_accept")}
            for ask in told["ask"]
            if "known_at" not in ask
        ]
        yield told["id"], story, asks
    for file, topic, situation in situations():
        asks = [
            {
                "model": "atlas",
                "actor": "acme",
                **ask,
                "expect": {key: written_out(key, value) for key, value in ask["expect"].items()},
            }
            for ask in situation["ask"]
            if "known_at" not in ask
        ]
        yield (
            f"{file}: {situation['title']}",
            events([*topic.get("background", ()), *situation["given"]]),
            asks,
        )


class OneDay(Course):
    """A course of one day: no question expects since when, and the other days take long."""

    @cached_property
    def days(self) -> tuple[date, ...]:
        return ()


def main() -> int:
    """Ask every question; return 1 at the first that is not answered as expected."""
    read = reading(DEFAULT_READING)
    for name, story, asks in questions():
        book = read_anew(book_of(story))
        for ask in asks:
            answer = Answer(book, ask["model"], ask["actor"], Axes(ask["on"], None, read))
            vars(answer)["course"] = OneDay(book, ask["model"], read, answer.actor)
            form = answer.to_dict(findings="finds" in ask["expect"])
            found = missed(ask["expect"], form, also=ask.get("also"))
            if found:
                print(name, ask["on"], found)  # noqa: T201 -- the reason, for whoever looks
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
