"""Reads mappings from TOML: which columns of a spreadsheet tell which facts of which events."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import cast

from lifecycle.domain import KINDS, Event, OrganisationEvent
from lifecycle.domain.refusals import suggestion, unknown_type
from lifecycle.errors import InputError, NotFound
from lifecycle.exchange.plan import Cell, ColumnMapping, Condition, Plan
from lifecycle.exchange.toml_entry import Entry

_SHIPPED = resources.files("lifecycle.exchange") / "mappings"
_MAX_FILE = 1_000_000


def shipped_mappings() -> list[str]:
    """Return the names of the mappings that come with the program."""
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in _SHIPPED.iterdir()
        if entry.name.endswith(".toml")
    )


def shipped_template() -> bytes:
    """Return the officer's empty sheet as CSV, ready for a spreadsheet program."""
    return (_SHIPPED / "officer.csv").read_bytes()


def load_mapping(name: str) -> ColumnMapping:
    """Return a shipped mapping by its name, or one from a TOML file by its path.

    Raises ``NotFound`` where there is neither, ``InputError`` for a file that is no mapping.
    """
    if name in shipped_mappings():
        return parse_mapping((_SHIPPED / f"{name}.toml").read_bytes())
    try:
        with Path(name).open("rb") as file:
            content = file.read(_MAX_FILE + 1)
    except (OSError, ValueError):
        shipped = shipped_mappings()
        raise NotFound(
            f"there is no mapping {name[:80]!a}, and no file of that name that can be read.",
            suggestion(name, shipped) or f"Shipped are: {', '.join(shipped)}.",
        ) from None
    return parse_mapping(content)


def parse_mapping(content: bytes) -> ColumnMapping:
    """Return the mapping that a TOML file says; raises ``InputError`` that names the place."""
    if len(content) > _MAX_FILE:
        raise InputError(f"the mapping has more than {_MAX_FILE} bytes.", "Shorten it.")
    try:
        top = Entry(tomllib.loads(content.decode()), "at the top")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"the mapping is not TOML: {error}", "Mend it.") from None
    return _Builder(top).built(hashlib.sha256(content).hexdigest())


class _Builder:
    """Builds one mapping from the entries of its file."""

    def __init__(self, top: Entry) -> None:
        self.top = top
        self.tables = top.table("tables")
        self.model = self._cell(top.any("model"), "model")
        self.day = self._cell(top.any("day"), "day")
        actor = top.any("actor")
        self.actor = None if actor is None else self._cell(actor, "actor")

    def built(self, digest: str) -> ColumnMapping:
        """Return the whole mapping."""
        top = self.top
        mapping = ColumnMapping(
            name=top.need("name", str, ""),
            about=top.take("about", str, ""),
            digest=digest,
            delimiter=top.take("delimiter", str, ""),
            model=self.model,
            day=self.day,
            keys=cast("dict[str, str]", top.table("keys")),
            plans=tuple(self._plan(table) for table in top.tables("events")),
            columns_may_miss=top.take("columns_may_miss", bool, False),
            others_refused=top.take("others_refused", bool, False),
            contradictions_left_out=top.take("contradictions_left_out", bool, False),
        )
        top.close()
        names = [plan.name for plan in mapping.plans]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise top.refusal(f"two events are named '{twice}'.", 'Tell them apart: name = "…".')
        return mapping

    def _plan(self, table: Mapping[str, object]) -> Plan:
        kind = table.get("type")
        entry = Entry(table, f"event '{kind}'")
        kind = entry.need("type", str, "")
        cls = KINDS.get(kind)
        if cls is None:
            raise unknown_type(kind, KINDS)
        organisation = issubclass(cls, OrganisationEvent)
        subject, day, actor = (entry.any(name) for name in ("subject", "day", "actor"))
        evidence = entry.table("evidence")
        plan = Plan(
            cls=cls,
            name=entry.take("name", str, kind),
            subject=self._cell(subject, "subject") if organisation else self.model,
            day=self.day if day is None else self._cell(day, "day"),
            own_day=day is not None,
            day_assumed=entry.take("day_assumed", bool, False),
            actor=self._actor(actor, default=not organisation),
            facts=self._facts(cls, entry),
            evidence=self._evidence(evidence) if evidence else None,
            conditions=tuple(self._condition(each) for each in entry.tables("when")),
            always=entry.take("always", bool, False),
        )
        entry.close()
        return plan

    def _actor(self, told: object, *, default: bool) -> Cell | None:
        if told is False or (told is None and not default):
            return None
        return self.actor if told is None else self._cell(told, "actor")

    def _facts(self, cls: type[Event], entry: Entry) -> dict[str, Cell]:
        facts: dict[str, Cell] = {}
        known = [spec.name for spec in cls.specs]
        for name, told in entry.table("facts").items():
            if name not in known:
                guess = suggestion(name, known) or f"See: lifecycle kinds {cls.type}"
                raise entry.refusal(f"'{cls.type}' has no fact '{name}'.", guess)
            facts[name] = self._cell(told, f"fact '{name}' of '{cls.type}'")
        return facts

    def _evidence(self, table: Mapping[str, object]) -> tuple[Cell, Cell]:
        entry = Entry(table, "evidence")
        cells = self._cell(entry.any("title"), "title"), self._cell(entry.any("uri"), "uri")
        entry.close()
        return cells

    def _condition(self, table: Mapping[str, object]) -> Condition:
        entry = Entry(table, "when")
        cell = Cell(column=entry.need("column", str, ""), split=entry.take("split", str, ""))
        filled, several = entry.any("filled"), entry.any("several")
        condition = Condition(
            cell=cell,
            words=tuple(cast("list[str]", entry.take("is", list, []))),
            filled=filled if isinstance(filled, bool) else None,
            several=several if isinstance(several, bool) else None,
        )
        entry.close()
        return condition

    def _cell(self, told: object, place: str) -> Cell:
        if isinstance(told, str):
            return Cell(column=told)
        if not isinstance(told, dict):
            raise Entry({}, place).refusal("no column is named.", 'Write "COLUMN".')
        entry = Entry(cast("dict[str, object]", told), place)
        table = entry.take("table", str, "")
        if table and table not in self.tables:
            raise entry.refusal(f"there is no table '{table}'.", f"Add [tables.{table}].")
        cell = Cell(
            column=entry.take("column", str, ""),
            value=entry.any("value"),
            split=entry.take("split", str, ""),
            slug=entry.take("slug", bool, False),
            table=cast("dict[str, object]", self.tables[table]) if table else None,
            others=entry.take("others", str, "refuse"),
        )
        entry.close()
        if bool(cell.column) == (cell.value is not None):
            raise entry.refusal("it needs a column or a value.", "Name one of them.")
        return cell
