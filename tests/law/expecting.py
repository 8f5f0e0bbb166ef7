"""Holds an answer in its published form against what a question expects."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

Answer: TypeAlias = Mapping[str, Any]
"""An answer as ``to_dict()`` gives it."""

WORDS = {True: "yes", False: "no", "undetermined": "undetermined"}


def missed(
    expect: Mapping[str, Any],
    answer: Answer,
    *,
    also: Mapping[str, Any] | None = None,
    only: Collection[str] | None = None,
) -> list[str]:
    """Return the expectations that an answer does not meet, each with what was found.

    ``also`` holds further values that count as right; ``only`` leaves other keys unread.
    """
    accepted = also or {}
    return [
        f"{key}: {wanted} expected, {found(key, answer)} found"
        for key, wanted in expect.items()
        if only is None or key in only
        if not any(holds(key, value, answer) for value in (wanted, *accepted.get(key, ())))
        if not (key == "obligations" and _on_the_other_reading(answer, accepted))
    ]


def _on_the_other_reading(answer: Answer, accepted: Mapping[str, Any]) -> bool:
    """Where another word on ``obligations_active`` counts as right, so does the list with it."""
    words = [WORDS[value] for value in accepted.get("obligations_active", ())]
    return answer["obligations_active"] in words


def holds(key: str, wanted: Any, answer: Answer) -> bool:  # noqa: ANN401 -- as the JSON has it
    """Return whether one expectation is met."""
    if key in LISTS:
        return LISTS[key](answer, set(wanted))
    if key == "finds":
        return all(findings(answer, rule) == {word} for rule, word in wanted.items())
    if key == "deadlines":
        return all(
            answer["deadlines"][name][end] == day
            for name, ends in wanted.items()
            for end, day in ends.items()
        )
    if key in {"placed_on", "retention_until", "contested"}:
        return bool(answer[key] == wanted)
    return bool(answer[key] == WORDS[wanted])


def found(key: str, answer: Answer) -> object:
    """Return what the answer has where an expectation looks."""
    if key == "finds":
        return {found["rule"]: found["outcome"] for found in answer["findings"]}
    return answer.get(key) if key not in LISTS else answer["obligations"]


def findings(answer: Answer, rule: str) -> set[str]:
    """Return what a rule found, of whatever it was asked."""
    return {found["outcome"] for found in answer["findings"] if found["rule"] == rule}


def having(answer: Answer, field: str, value: object) -> set[str]:
    """Return the ids of the obligations in which a field has a value."""
    return {entry["id"] for entry in answer["obligations"] if entry[field] == value}


def bound(answer: Answer) -> set[str]:
    """Return the obligations that bind on the day."""
    return having(answer, "status", "active")


LISTS: Mapping[str, Callable[[Answer, set[str]], bool]] = {
    "obligations": lambda answer, ids: bound(answer) == ids,
    "obligations_include": lambda answer, ids: ids <= bound(answer),
    "obligations_exclude": lambda answer, ids: not ids & bound(answer),
    "obligations_undetermined": lambda answer, ids: ids <= having(answer, "status", "undetermined"),
    "obligations_transitional": lambda answer, ids: ids <= having(answer, "status", "transitional"),
    "obligations_contested": lambda answer, ids: ids <= having(answer, "contested", True),
    "unmet_include": lambda answer, ids: ids <= having(answer, "performance", "unmet"),
    "met_include": lambda answer, ids: ids <= having(answer, "performance", "met"),
}
