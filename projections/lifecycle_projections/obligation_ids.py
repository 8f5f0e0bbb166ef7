"""The ids of obligations for whoever types one: any usual way of writing it, or a refusal."""

from __future__ import annotations

from lifecycle.domain.words import OBLIGATIONS
from lifecycle.errors import NotFound
from lifecycle.law.obligation_ids import obligation_id


def obligation_named(text: str) -> str:
    """Return the id of an obligation written as ``53(1)(d)``, ``53-1-d``, ``Art. 53.1.d``.

    Raises ``NotFound`` where there is no such obligation, naming the nearest one.
    """
    found = obligation_id(text)
    if found in OBLIGATIONS:
        return found
    from difflib import get_close_matches  # noqa: PLC0415 -- only a refusal needs it

    near = get_close_matches(found, OBLIGATIONS, n=1)
    raise NotFound(
        f"there is no obligation {text!a}.",
        f"Did you mean '{near[0]}'?" if near else f"There are {', '.join(OBLIGATIONS)}.",
        code="LC106",
    )
