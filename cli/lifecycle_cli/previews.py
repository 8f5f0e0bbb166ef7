"""What recording something would change, as people read it before they agree."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lifecycle_cli.lines import Cell, Line, Toned, table, wrapped
from lifecycle_cli.words import short_ids

if TYPE_CHECKING:
    from lifecycle_projections.consequences import Change, Consequence

SHOWN = 10
"""How many models are shown."""

STARTS, ENDS = "starts", "ends"


def preview(found: Iterable[Consequence], title: str, width: int) -> Iterator[Line]:
    """Yield a title and, model by model, which obligations would change on which days.

    Of what is found no more is read than is shown.
    """
    yield from wrapped(title, width, "  ")
    yield ""
    models = itertools.groupby(found, lambda each: each.model)
    shown = 0
    for model, changes in itertools.islice(models, SHOWN):
        shown += 1
        for actor, group in itertools.groupby(changes, lambda each: each.actor):
            yield [Toned(model, "strong"), f", about {actor or 'nobody in particular'}"]
            header = ("EFFECT", "OBLIGATION", "WHEN", "EVIDENCE")
            yield from table(header, _rows(list(group)), width)
    if not shown:
        yield "It would change no obligation on any day."
    elif next(models, None) is not None:
        yield "It would change further models as well; --json has all."


def _rows(found: list[Consequence]) -> list[list[Cell]]:
    """Return one row for each obligation that starts, and one for all that change alike."""
    alike: dict[tuple[str, str, Cell, str], list[Consequence]] = {}
    for each in found:
        for change in each.changes:
            effect = _effect(change)
            own = each.obligation if effect == STARTS else ""
            key = (effect, _days(change), _evidence(each, change), own)
            alike.setdefault(key, []).append(each)
    return [
        [effect, _named(group), days, evidence]
        for (effect, days, evidence, _), group in alike.items()
    ]


def _named(group: list[Consequence]) -> str:
    if len(group) == 1:
        return f"{group[0].obligation} {group[0].title}"
    return short_ids([each.obligation for each in group])


def _effect(change: Change) -> str:
    if change.before == "inactive" and change.after == "active":
        return STARTS
    if change.after == "inactive" and change.before == "active":
        return ENDS
    return f"{change.before} -> {change.after}"


def _days(change: Change) -> str:
    return f"from {change.since}" + (f" to {change.until}" if change.until else "")


def _evidence(found: Consequence, change: Change) -> Cell:
    if change.after != "active":
        return "-"
    if found.performance == "met":
        return Toned("met", "good")
    if found.performance == "late":
        return Toned("late", "bad")
    return Toned("MISSING", "bad") if found.performance == "unmet" else "on request"
