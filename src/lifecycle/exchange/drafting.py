"""Drafts the events of a sheet row by row, and finds the rows that contradict each other."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lifecycle.domain import ModelEvent, OrganisationEvent, parse
from lifecycle.errors import InputError
from lifecycle.exchange.assumptions import Assumption
from lifecycle.exchange.cells import RowReader
from lifecycle.exchange.plan import Cell, ColumnMapping, Plan
from lifecycle.exchange.sheet import Row, Sheet

_MAX_ID = 200

Drafted = dict[str, object]
"""An event as plain data."""


@dataclass(slots=True)
class Drafting:
    """Takes sheets row by row; ``digest`` tells one set of assumptions from another."""

    mapping: ColumnMapping
    assumptions: list[Assumption]
    digest: str
    events: list[tuple[int, Drafted]] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    _rows: dict[str, tuple[int, str]] = field(default_factory=dict)
    _declared: dict[str, tuple[int, Drafted]] = field(default_factory=dict)
    _contradicted: dict[str, list[int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def take(self, sheet: Sheet) -> None:
        """Draft the events of every row: those of organisations first, then row by row."""
        for row in sheet.rows:
            reader = RowReader(row.cells, self.mapping.keys)
            try:
                key = self._key(row, reader)
            except InputError as problem:
                self.problems.append(problem.at_row(row.number))
                continue
            for plan in self.mapping.plans:
                self._take(plan, key, row, reader)
        declared = [self._declared[ident] for ident in self._declared]
        self.events[:0] = [
            drafted for drafted in declared if str(drafted[1]["id"]) not in self._contradicted
        ]
        if not self.mapping.contradictions_left_out:
            self.problems.extend(self._contradictions())

    def notices(self) -> Iterator[str]:
        """Yield what was left out or not found, in sentences."""
        if self.mapping.contradictions_left_out:
            for problem in self._contradictions():
                cause = problem.bare_cause
                yield f"{cause[0].upper()}{cause[1:]} It was left out."
        bases = {
            str(event["base_model"]) for _, event in self.events if event.get("base_model")
        } - self._rows.keys()
        if bases:
            yield f"{len(bases)} base models have no row of their own: {_some(sorted(bases))}."
        for assumption in self.assumptions:
            if assumption.told not in self._used:
                yield f"The assumption {assumption.told} touched no event."

    def _key(self, row: Row, reader: RowReader) -> str:
        """Return the row's model; raises ``InputError`` where another row has it already."""
        cell = self.mapping.model
        name = reader.text(cell)
        if not name:
            raise InputError("no model is named.", "Name one, or empty the row.", field=cell.column)
        key = str(reader.told(cell, _SPEC["model"]))
        first, other = self._rows.setdefault(key.casefold(), (row.number, name))
        if first != row.number:
            raise InputError(
                f"its key '{key}' is that of row {first} ({other[:60]!a}) already.",
                "Tell all of a model in one row; give another model a key of its own, in the sheet"
                " or under [keys] of the mapping.",
                field=cell.column,
            )
        return key

    def _take(self, plan: Plan, key: str, row: Row, reader: RowReader) -> None:
        try:
            drafted = self._drafted(plan, key, reader)
            if drafted is None:
                return
            for assumption in self.assumptions:
                if assumption.fill(drafted):
                    self._used.add(assumption.told)
            parse(drafted)
        except InputError as problem:
            self.problems.append(problem.at_row(row.number))
            return
        if issubclass(plan.cls, OrganisationEvent):
            self._declare(row.number, drafted)
        else:
            self.events.append((row.number, drafted))

    def _drafted(self, plan: Plan, key: str, reader: RowReader) -> Drafted | None:
        """Return the event that a row tells by a plan, ``None`` where it tells none."""
        if not all(reader.holds(condition) for condition in plan.conditions):
            return None
        specs = {spec.name: spec for spec in plan.cls.specs}
        facts = {name: reader.told(cell, specs[name]) for name, cell in plan.facts.items()}
        told = {name: value for name, value in facts.items() if value is not None}
        day = reader.text(plan.day)
        columns_tell = any(plan.facts[name].column for name in told)
        if not (columns_tell or plan.always or (plan.own_day and day)):
            return None
        field_name = "organisation" if issubclass(plan.cls, OrganisationEvent) else "model"
        subject = key
        if field_name == "organisation":
            organisation = reader.told(plan.subject, _SPEC["actor"])
            if organisation is None:
                return None
            subject = str(organisation)
        if not day:
            raise InputError(
                f"it tells of '{plan.cls.type}', but not from which day.",
                "Fill in the day.",
                field=plan.day.column,
            )
        drafted: Drafted = {"type": plan.cls.type, field_name: subject}
        drafted["occurred_on"] = reader.told(plan.day, _SPEC["occurred_on"])
        actor = reader.told(plan.actor, _SPEC["actor"]) if plan.actor else None
        if actor is not None:
            drafted["actor"] = actor
        drafted["id"] = self._id(f"organisation:{subject}" if field_name != "model" else key, plan)
        drafted.update(told)
        if plan.evidence:
            drafted.update(_evidence(reader, *plan.evidence))
        if plan.day_assumed:
            drafted["assumed"] = ["occurred_on"]
        return drafted

    def _id(self, subject: str, plan: Plan) -> str:
        """Return the event's id: the same row told again gives the same one.

        Assumptions make it another, so that a sheet can be imported again under others once the
        first import is retracted.
        """
        prefix = f"{self.mapping.name}+{self.digest}" if self.digest else self.mapping.name
        ident = f"{prefix}:{subject}:{plan.name}"
        if len(ident) > _MAX_ID:
            ident = f"{prefix}:{hashlib.sha256(subject.encode()).hexdigest()}:{plan.name}"
        return ident

    def _declare(self, number: int, drafted: Drafted) -> None:
        """Keep what is told of an organisation once, from the earliest of its days."""
        ident = str(drafted["id"])
        first, before = self._declared.setdefault(ident, (number, drafted))
        if {**before, "occurred_on": None} != {**drafted, "occurred_on": None}:
            self._contradicted.setdefault(ident, [first]).append(number)
        elif str(drafted["occurred_on"]) < str(before["occurred_on"]):
            self._declared[ident] = (number, drafted)

    def _contradictions(self) -> Iterator[InputError]:
        for ident, rows in self._contradicted.items():
            organisation = self._declared[ident][1]["organisation"]
            yield InputError(
                f"what is told of '{organisation}' differs in rows {_some(rows)}.",
                "Tell the same of an organisation in each of its rows, or only once.",
                row=rows[-1],
            )


def _evidence(reader: RowReader, title: Cell, uri: Cell) -> Drafted:
    address, name = reader.address(uri), reader.text(title)
    document = {"title": name or address, "uri": address}
    told = {field_name: value for field_name, value in document.items() if value}
    return {"evidence": [told]} if told else {}


def _some(words: Iterable[object]) -> str:
    listed = [str(word) for word in words]
    more = f" and {len(listed) - 5} more" if len(listed) > 5 else ""
    return ", ".join(listed[:5]) + more


_SPEC = {spec.name: spec for cls in (ModelEvent, OrganisationEvent) for spec in cls.specs}
