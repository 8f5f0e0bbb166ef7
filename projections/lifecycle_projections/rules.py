"""The rulebook to look at: rules, readings, parameters and disputed points, and compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from lifecycle.law.article_113 import STATUTE_VERSIONS, statute_on
from lifecycle.law.parameters import PARAMETERS, TABLE, Parameter
from lifecycle.law.reading import POINTS, READINGS, Point, Reading, reading
from lifecycle.law.rule import Rule, Version
from lifecycle.law.rulebook import RULES, rule_called

SCHEMA = "lifecycle/rules/1"


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule as it stands on a day under a reading; ``version`` is ``None`` when not in force.

    ``read`` is false for a text of a tier that the reading leaves out.
    """

    rule: Rule[Any]
    version: Version | None
    read: bool

    @property
    def shown(self) -> Version:
        """The version in force, else the first one."""
        return self.version or self.rule.versions[0]

    @property
    def state(self) -> str:
        """``in force``, ``not read`` under the reading, or ``not in force`` on the day."""
        if self.version is None:
            return "not in force"
        return "in force" if self.read else "not read"

    def to_dict(self) -> dict[str, object]:
        """Return the rule as plain data."""
        shown = self.shown
        return {
            "id": shown.id,
            "title": shown.title,
            "text": shown.text,
            "cites": shown.cites,
            "authority": shown.authority.value,
            "since": shown.since.isoformat(),
            "until": None if shown.until is None else shown.until.isoformat(),
            "state": self.state,
            "covers": list(shown.covers),
        }


@dataclass(frozen=True)
class RulebookView:
    """The rulebook on a day under a reading."""

    day: date
    reading: Reading
    rules: tuple[Listed, ...]
    parameters: tuple[Parameter, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the rulebook as plain data under the schema ``lifecycle/rules/1``."""
        return {
            "schema": SCHEMA,
            "valid_on": self.day.isoformat(),
            "rulebook": {"statute": statute_on(self.day), "reading": self.reading.id},
            "readings": [{"id": r.id, "title": r.title} for r in READINGS.values()],
            "rules": [listed.to_dict() for listed in self.rules],
            "parameters": [parameter_form(line) for line in self.parameters],
            "points": [point_form(point) for point in POINTS.values()],
        }


def parameter_form(line: Parameter) -> dict[str, object]:
    """Return a dated number of the law as plain data, its value exact as text."""
    return {
        "id": line.id,
        "value": str(line.value),
        "unit": line.unit,
        "since": line.since.isoformat(),
        "cites": line.cites,
        "authority": line.authority.value,
        "unverified": line.unverified or None,
    }


def point_form(point: Point) -> dict[str, object]:
    """Return a disputed point as plain data: question, reading followed, other reading."""
    return {
        "id": point.id,
        "question": point.question,
        "followed": point.followed,
        "other": point.other,
    }


def rulebook_on(day: date, reading_id: str) -> RulebookView:
    """Return the rulebook on a day under a reading; raises ``NotFound`` for an unknown reading."""
    read = reading(reading_id)
    rules = tuple(
        Listed(rule, rule.on(day), read.reads(rule.versions[0].authority)) for rule in RULES
    )
    ids = dict.fromkeys(line.id for line in PARAMETERS)
    return RulebookView(day, read, rules, tuple(TABLE.line(id_, day) for id_ in ids))


def listed_rule(id_: str, day: date, reading_id: str) -> Listed:
    """Return one rule, by its id or by an entry it covers; raises ``NotFound``."""
    found = rule_called(id_)
    return Listed(found, found.on(day), reading(reading_id).reads(found.versions[0].authority))


def rulebook_diff(before: RulebookView, after: RulebookView) -> Iterator[tuple[str, str, str]]:
    """Yield (what, before, after) for everything that differs between two rulebooks."""
    mine, other = statute_on(before.day), statute_on(after.day)
    if mine != other:
        yield "statute", mine, other
    for old, new in zip(before.rules, after.rules, strict=True):
        if (old.state, old.shown) != (new.state, new.shown):
            yield f"rule {old.shown.id}", _said(old), _said(new)
    for old_line, new_line in zip(before.parameters, after.parameters, strict=True):
        if old_line != new_line:
            yield f"parameter {old_line.id}", str(old_line.value), str(new_line.value)


def _said(listed: Listed) -> str:
    return f"{listed.state}: {listed.shown.title} ({listed.shown.cites})"


def statute_days() -> tuple[tuple[date, str], ...]:
    """Return the days on which the statute changed, each with its state from then on."""
    return STATUTE_VERSIONS
