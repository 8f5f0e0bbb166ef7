"""The same id twice: the same content is the same event, other content is refused."""

from __future__ import annotations

import json
from shlex import quote

from lifecycle.domain.envelope import Event
from lifecycle.domain.recorded import Recorded
from lifecycle.errors import Conflict

UNCORRECTABLE = frozenset({"type", "model", "organisation", "target"})


def refuse_other_content(event: Event, earlier: Recorded) -> None:
    """Refuse an event whose id a recorded one has with other content, naming what differs.

    A fact that is left out and one that is told to be unknown are the same content.
    """
    if event == earlier.event:
        return
    now, then = _known(event), _known(earlier.event)
    differing = [name for name in dict.fromkeys([*then, *now]) if then.get(name) != now.get(name)]
    if not differing:
        return
    told = ", ".join(
        f"{name}={_shown(then.get(name))} (now: {_shown(now.get(name))})" for name in differing[:3]
    )
    if UNCORRECTABLE.isdisjoint(differing):
        changes = " ".join(f"--set {name}={quote(_shown(now.get(name)))}" for name in differing[:3])
        cure = f"Correct it: lifecycle correct {earlier.ref} {changes} --reason TEXT"
    else:
        cure = "If it is another event, give it another id."
    raise Conflict(
        f"{earlier.ref} was already recorded under id {event.id} with {told}.", cure, code="LC130"
    )


def _known(event: Event) -> dict[str, object]:
    return {name: value for name, value in event.as_mapping().items() if value is not None}


def _shown(value: object) -> str:
    if value is None:
        return "unknown"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:59] + "…"
