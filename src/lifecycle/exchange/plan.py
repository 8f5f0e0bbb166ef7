"""What a mapping says, once read: the cells, conditions and events that a row of a sheet gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lifecycle.domain import Event


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, or a constant ``value``.

    ``split`` parts the cell into items; ``slug`` makes keys of names; ``table`` gives each item
    its value, and an item that is not in it is refused unless ``others`` is ``unknown``. A fact
    that is one value takes it from several items only where all of them give the same.
    """

    column: str = ""
    value: object = None
    split: str = ""
    slug: bool = False
    table: Mapping[str, object] | None = None
    others: str = "refuse"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a column must hold: one of ``words``, something or nothing, one item or several."""

    cell: Cell
    words: tuple[str, ...] = ()
    filled: bool | None = None
    several: bool | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How one event is drafted from a row.

    It is drafted where every condition holds and a column of its own tells something, its
    ``day`` included, or ``always``.
    """

    cls: type[Event]
    name: str
    subject: Cell
    day: Cell
    own_day: bool
    day_assumed: bool
    actor: Cell | None
    facts: Mapping[str, Cell]
    evidence: tuple[Cell, Cell] | None
    conditions: tuple[Condition, ...]
    always: bool


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """A mapping as it was read: ``digest`` is the SHA-256 of its file."""

    name: str
    about: str
    digest: str
    delimiter: str
    model: Cell
    day: Cell
    keys: Mapping[str, str]
    plans: tuple[Plan, ...]
    columns_may_miss: bool
    others_refused: bool
    contradictions_left_out: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column it reads, in the order of the file."""
        return tuple(dict.fromkeys(cell.column for cell in self._cells() if cell.column))

    def _cells(self) -> Iterator[Cell]:
        yield self.model
        yield self.day
        for plan in self.plans:
            yield plan.subject
            yield plan.day
            yield from plan.facts.values()
            yield from plan.evidence or ()
            yield from (condition.cell for condition in plan.conditions)
            if plan.actor:
                yield plan.actor
