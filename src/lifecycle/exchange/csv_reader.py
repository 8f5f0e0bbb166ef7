"""Drafts events from a spreadsheet: what the file says, what was assumed, what is wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lifecycle.domain.refusals import suggestion
from lifecycle.errors import InputError, ManyInputErrors
from lifecycle.exchange.assumptions import assumptions_digest, read_assumptions
from lifecycle.exchange.drafting import Drafting
from lifecycle.exchange.plan import ColumnMapping
from lifecycle.exchange.sheet import MAX_SHEET, Sheet, read_sheet


@dataclass(frozen=True, slots=True)
class Draft:
    """What a sheet gives: nothing of it is recorded yet.

    ``events`` are plain data by their rows (the header is row 1), in the order to record them;
    ``imported`` is the event that tells of the import itself, without its day; ``problems`` name
    every row that cannot be taken, ``notices`` what was left out or not found, in sentences.
    """

    events: tuple[tuple[int, dict[str, object]], ...]
    imported: dict[str, object]
    problems: tuple[InputError, ...]
    notices: tuple[str, ...]
    rows: int

    def refuse_problems(self) -> None:
        """Raise ``ManyInputErrors`` if there are any."""
        if self.problems:
            raise ManyInputErrors(list(self.problems))


def read_csv(
    source: Path | bytes,
    mapping: ColumnMapping,
    assumptions: Mapping[str, str] | None = None,
    *,
    name: str = "",
) -> Draft:
    """Return the events that a CSV file tells by a mapping.

    ``assumptions`` fill facts that the file leaves unknown, ``{"released.market": "union"}``,
    and are named in each event they touch. ``name`` is the file's name where its bytes are
    given. Raises ``InputError`` for a file, mapping or assumption that cannot be used at all;
    rows that cannot be taken are in ``Draft.problems``.
    """
    content = source if isinstance(source, bytes) else _content(source)
    given = dict(assumptions or {})
    sheet = read_sheet(content, mapping.columns, mapping.delimiter)
    _check_columns(sheet, mapping)
    drafting = Drafting(mapping, read_assumptions(given), assumptions_digest(given))
    drafting.take(sheet)
    days = {
        f"{plan.name}.occurred_on": plan.day.column for plan in mapping.plans if plan.day_assumed
    }
    sha256 = hashlib.sha256(content).hexdigest()
    assumed: dict[str, object] = {**days, **given}
    imported: dict[str, object] = {
        "type": "imported",
        "id": f"import:{_import_digest(sha256, mapping.digest, assumptions_digest(given))}",
        "source": name or (source.name if isinstance(source, Path) else "standard input"),
        "sha256": sha256,
        "mapping": f"{mapping.name}@{mapping.digest[:16]}",
        "assumptions": assumed,
        "events": str(len(drafting.events)),
    }
    problems = sorted(
        [*sheet.problems, *drafting.problems], key=lambda problem: (problem.row or 0, str(problem))
    )
    return Draft(
        events=tuple(drafting.events),
        imported=imported,
        problems=tuple(problems),
        notices=tuple(drafting.notices()),
        rows=len(sheet.rows),
    )


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_SHEET + 1)
    except OSError as error:
        raise InputError(
            f"{str(path)[:200]!a} cannot be read: {error.strerror}.", "Check its name."
        ) from None


def _import_digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _check_columns(sheet: Sheet, mapping: ColumnMapping) -> None:
    for column in mapping.columns:
        needed = not mapping.columns_may_miss or column == mapping.model.column
        if needed and column not in sheet.columns:
            raise InputError(
                f"there is no column {column!a}, which the mapping '{mapping.name}' reads.",
                suggestion(column, sheet.columns) or "Check the header, or choose another mapping.",
                row=1,
            )
    for column in sheet.columns:
        if mapping.others_refused and column and column not in mapping.columns:
            raise InputError(
                f"the mapping '{mapping.name}' knows no column {column[:60]!a}.",
                suggestion(column, mapping.columns) or "Rename it or take it out.",
                row=1,
            )
