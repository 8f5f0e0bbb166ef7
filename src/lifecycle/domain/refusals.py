"""Says of an event that cannot be taken which field is wrong, why, and what to write instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from pydantic import ValidationError

from lifecycle.domain.fact import FactSpec, Refused
from lifecycle.domain.values import shown
from lifecycle.errors import InputError

LEDGER_FIELDS = frozenset({"position", "recorded_at", "recorded_by", "version"})
"""What the ledger alone sets."""

FIXED_FIELDS = frozenset({"type", "model", "organisation", "id", "target"}) | LEDGER_FIELDS
"""What no correction changes."""

_MISSING = {
    "occurred_on": (
        "the day is missing.",
        'Say from which day it holds, such as "occurred_on": "2026-01-15".',
    ),
    "model": ("the model is missing.", 'Name it by its key, such as "model": "atlas-7b".'),
    "organisation": (
        "the organisation is missing.",
        'Name it by its key, such as "organisation": "acme".',
    ),
    "target": ("the target is missing.", 'Name the event, such as "target": "atlas-7b#3".'),
    "reason": (
        "the reason is missing.",
        'Say why, such as "reason": "wrong day in the release notes".',
    ),
    "changes": (
        "the changes are missing.",
        'Say what it should have been: "changes": {"market": "union"}.',
    ),
}


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return ``"Did you mean 'x'?"`` for a near miss, else nothing."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else ""


def unknown_type(word: object, known: Iterable[str]) -> InputError:
    """Return the refusal of a type that is not in the vocabulary."""
    if word is None:
        return InputError(
            "the type is missing.", 'Add one, such as "type": "released".', field="type"
        )
    guess = suggestion(word, known) if isinstance(word, str) else ""
    return InputError(
        f"there is no type {shown(word)}.", guess or "See: lifecycle kinds", field="type"
    )


def explained(kind: str, specs: Sequence[FactSpec], error: ValidationError) -> InputError:
    """Return the refusal for pydantic's findings, the first of unknown, wrong, missing."""
    found = error.errors(include_url=False)
    ranks = {"extra_forbidden": 0, "value_error": 1, "missing": 2}
    first = min(found, key=lambda detail: ranks.get(detail["type"], 1))
    field = shown(str(first["loc"][0])).strip('"') if first["loc"] else None
    more = f" ({len(found) - 1} more in this event.)" if len(found) > 1 else ""
    refusal = _refusal(kind, specs, first["type"], field or "", first.get("ctx", {}).get("error"))
    return InputError(refusal.cause + more, refusal.cure, field=field, code=refusal.code)


def _refusal(
    kind: str, specs: Sequence[FactSpec], finding: str, field: str, cause: object
) -> InputError:
    if isinstance(cause, Refused):
        return InputError(cause.refusal.bare_cause, cause.refusal.cure, code=cause.refusal.code)
    if finding == "missing":
        return InputError(*_MISSING.get(field, ("it is missing.", f"A '{kind}' event needs it.")))
    if finding == "extra_forbidden":
        if field in LEDGER_FIELDS:
            return InputError("the ledger alone sets it.", "Leave it out.")
        names = [spec.name for spec in specs]
        return InputError(
            f"events of type '{kind}' have no such field.",
            suggestion(field, names) or f"It has: {', '.join(names)}.",
        )
    return InputError("it cannot be read.", f"See: lifecycle kinds {kind}")
