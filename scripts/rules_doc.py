"""Write docs/rules.md from the rulebook and what exercises it; --check compares."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lifecycle.law.article_113 import STATUTE_VERSIONS
from lifecycle.law.parameters import PARAMETERS
from lifecycle.law.reading import DEFAULT_READING, POINTS, READINGS, reading
from lifecycle.law.rule import Rule, Version
from lifecycle.law.rulebook import MODULES, RULES
from lifecycle_projections.axes import Axes
from lifecycle_projections.facts import FactBook
from lifecycle_projections.obligations import Answer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.law.asking import book_of  # noqa: E402 -- the stories of the tests exercise the rules
from tests.law.test_situations import events, situations  # noqa: E402 -- likewise

PAGE = ROOT / "docs" / "rules.md"
RULE_BASE = {
    "T": 8,
    "C": 9,
    "D": 10,
    "P": 8,
    "M": 14,
    "I": 5,
    "F": 8,
    "O": 7,
    "S": 15,
    "L": 7,
    "X": 3,
    "Y": 2,
    "R97.": 15,
}
ELSEWHERE = {
    "T6": "the readings, `lifecycle.law.reading`",
    "T8": "civil days in Brussels, `lifecycle.time`",
}
OUTCOMES = ("yes", "no", "undetermined")


@dataclass(frozen=True)
class Question:
    """A situation with one question: its name, events as plain data, model, actor and day."""

    name: str
    events: list[dict[str, Any]]
    model: str
    actor: str | None
    day: date


def questions() -> Iterator[Question]:
    """Yield the questions of the scenarios and of the project's own situations."""
    for line in (ROOT / "tests/data/scenarios.jsonl").read_text().splitlines():
        told = json.loads(line)
        for asked in told["ask"]:
            day = date.fromisoformat(asked["valid_on"])
            yield Question(told["id"], told["events"], asked["model"], asked.get("actor"), day)
    for file, topic, situation in situations():
        told = events([*topic.get("background", ()), *situation["given"]])
        for asked in situation["ask"]:
            model, actor = asked.get("model", "atlas"), asked.get("actor", "acme")
            yield Question(f"{file}: {situation['title']}", told, model, actor, asked["on"])


def exercised(asked: Iterable[Question]) -> dict[str, dict[str, list[str]]]:
    """Return for each rule the questions in whose proof it had each outcome."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    read = reading(DEFAULT_READING)
    books: dict[int, FactBook] = {}
    for question in list(asked):
        book = books.get(id(question.events))
        if book is None:
            told = [{k: v for k, v in e.items() if k != "recorded_at"} for e in question.events]
            book = books[id(question.events)] = book_of(told)
        answer = Answer(book, question.model, question.actor, Axes(question.day, None, read))
        for finding in answer.findings:
            if finding.rule is not None:
                names = found[finding.rule.id][finding.outcome.value]
                if question.name not in names:
                    names.append(question.name)
    return found


def page(found: dict[str, dict[str, list[str]]]) -> str:
    """Return docs/rules.md."""
    parts = [
        "# The rules",
        "",
        "Generated from the rulebook by `scripts/rules_doc.py`; a test compares. How to read it,",
        "and what was not verified, is in [law.md](law.md). Not legal advice.",
        "",
        "Under each rule stand the situations of the tests in whose proof it was met, by its",
        "outcome there: `yes`, `no`, `undetermined`.",
        "",
        *_list("Readings", (f"`{r.id}`: {r.title}" for r in READINGS.values())),
        *_list("The statute by day", (f"from {day}: {text}" for day, text in STATUTE_VERSIONS)),
    ]
    for module in MODULES:
        rules = [rule for rule in RULES if rule.module == module.__name__]
        if not rules:
            continue
        parts += [f"## {(module.__doc__ or '').splitlines()[0].rstrip('.')}", ""]
        parts += [f"`{module.__name__}`", ""]
        for rule in rules:
            parts += _rule(rule, found.get(rule.id, {}))
    return "\n".join([*parts, *_parameters(), *_points(), *_coverage(found)])


def _list(title: str, lines: Iterable[str]) -> list[str]:
    return [f"## {title}", "", *(f"- {line}" for line in lines), ""]


def _rule(rule: Rule[Any], met: dict[str, list[str]]) -> list[str]:
    lines = [f"### {rule.id}: {rule.versions[0].title}", ""]
    for version in rule.versions:
        lines += [version.text, "", f"*{_source(version)}*", ""]
    return [*lines, f"Exercised: {_met(met)}.", ""]


def _source(version: Version) -> str:
    until = f" until {version.until}" if version.until else ""
    covers = f"; covers {', '.join(version.covers)}" if version.covers else ""
    return f"{version.cites} ({version.authority.value}), from {version.since}{until}{covers}"


def _met(met: dict[str, list[str]]) -> str:
    return "; ".join(f"{outcome} in {_some(met.get(outcome, []))}" for outcome in OUTCOMES)


def _some(names: list[str]) -> str:
    if len(names) <= 3:
        return ", ".join(names) or "none"
    return f"{', '.join(names[:3])} and {len(names) - 3} more"


def _parameters() -> list[str]:
    rows = [
        f"| `{p.id}` | {p.value} {p.unit} | {p.since} | {p.cites} | {p.authority.value} "
        f"| {p.unverified or ''} |"
        for p in PARAMETERS
    ]
    head = ["| number | value | since | source | authority | unverified |", "|" + " --- |" * 6]
    return ["## Numbers", "", *head, *rows, ""]


def _points() -> list[str]:
    rows = [f"| {p.id} | {p.question} | {p.followed} | {p.other} |" for p in POINTS.values()]
    head = ["| point | question | followed | other reading |", "|" + " --- |" * 4]
    return ["## Disputed points", "", *head, *rows, ""]


def entries() -> list[str]:
    """Return every entry of the rule base, and every sentence of recital 97."""
    return [
        f"{letter}{number}" for letter, count in RULE_BASE.items() for number in range(1, count + 1)
    ]


def carried_out_by(entry: str) -> list[Rule[Any]]:
    """Return the rules that carry out an entry of the rule base."""
    return [r for r in RULES if entry == r.id or entry in r.versions[0].covers]


def _coverage(found: dict[str, dict[str, list[str]]]) -> list[str]:
    lines = [
        "## Every entry of the rule base, and every sentence of recital 97",
        "",
        "| entry | rule and function | situations: yes / no / undetermined |",
        "| --- | --- | --- |",
    ]
    for entry in entries():
        rules = carried_out_by(entry)
        where = ", ".join(f"{r.id} (`{_function(r)}`)" for r in rules) or ELSEWHERE[entry]
        counts = [sum(len(found.get(r.id, {}).get(o, [])) for r in rules) for o in OUTCOMES]
        lines.append(f"| {entry} | {where} | {' / '.join(map(str, counts)) if rules else '-'} |")
    return [*lines, ""]


def _function(rule: Rule[Any]) -> str:
    function = rule.versions[-1].function
    return f"{function.__module__.rpartition('.')[2]}.{function.__name__}"


def main() -> int:
    """Write the page, or compare it where --check is given; return the exit code."""
    text = page(exercised(questions()))
    if "--check" in sys.argv[1:]:
        if PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/rules.md is not what the rulebook says. Write it anew: make docs")  # noqa: T201
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
