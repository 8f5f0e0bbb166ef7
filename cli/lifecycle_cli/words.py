"""How findings are said to people: the words beside the machine's, the same in every command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from lifecycle_cli.lines import Cell, Toned

Plain = Mapping[str, Any]
"""An answer, an obligation or a due day as the read side gives it."""

CONCLUSIONS: Mapping[str, str] = {
    "gpai": "general-purpose AI model",
    "systemic_risk": "systemic risk",
    "placed_on_market": "placed on the Union market",
    "rd_exclusion": "outside: research and prototypes",
    "internal_use_exemption": "exempt: purely internal use",
    "open_source_exemption": "exempt: free and open source",
    "limited_to_modification": "duties limited to the modification",
    "ai_system_rules_also_apply": "rules on AI systems apply as well",
    "transitional": "in transition until 2 August 2027",
    "enforceable": "can be enforced with fines",
}

GAPS = ("late", "unmet")
"""Performances that leave something to do; "unknown" is a duty that nobody has called on."""

LABELS: Mapping[str, str] = {
    **CONCLUSIONS,
    "placed_on": "first day on the Union market",
    "obligations_active": "at least one obligation active",
}

_STATUS_TONES = {"active": "strong", "undetermined": "open", "transitional": "quiet"}
_PERFORMANCE_TONES = {"met": "good", "unmet": "bad", "late": "bad", "unknown": "open"}


def outcome(value: str) -> Cell:
    """Return a three-valued outcome with its tone."""
    return Toned(value, "open") if value == "undetermined" else value


def status_of(found: Plain) -> Cell:
    """Return the status of an obligation; what lawyers dispute is marked by a word."""
    text = f"{found['status']}, contested" if found["contested"] else str(found["status"])
    tone = _STATUS_TONES.get(found["status"])
    return text if tone is None else Toned(text, tone)


def performed(found: Plain) -> Cell:
    """Return whether an active obligation was performed, a dash where none is asked for."""
    if found["status"] != "active":
        return "-"
    text = str(found["performance"])
    return Toned(text, _PERFORMANCE_TONES[text]) if text in _PERFORMANCE_TONES else text


def due(found: Plain | None) -> str:
    """Return a due day, with the last day where a holiday or weekend moves it."""
    if found is None:
        return "-"
    calendar, rolled = found["calendar"], found["rolled"]
    return str(calendar) if calendar == rolled else f"{calendar} (latest {rolled})"


def state(answer: Plain) -> Cell:
    """Return where a model stands: on the market, not placed, or undetermined."""
    if answer["gpai"] == "no":
        return "not general-purpose"
    if "undetermined" in (answer["gpai"], answer["placed_on_market"]):
        return Toned("undetermined", "open")
    return "on the market" if answer["placed_on_market"] == "yes" else "not placed"


def duties(answer: Plain) -> str:
    """Return how many obligations have which status."""
    listed: Sequence[Plain] = answer["obligations"]
    counted = {name: sum(o["status"] == name for o in listed) for name in _STATUS_TONES}
    parts = [f"{number} {name}" for name, number in counted.items() if number]
    if any(found["contested"] for found in listed) or answer["contested"]:
        parts.append("contested")
    return ", ".join(parts) or "none"


def gaps(answer: Plain) -> Cell:
    """Return what is left to do; "nothing due" is not "complete", and neither is what is open."""
    listed: Sequence[Plain] = answer["obligations"]
    active = [found for found in listed if found["status"] == "active"]
    is_open = any(found["status"] == "undetermined" for found in listed)
    if not active:
        return Toned("not known", "open") if is_open else "nothing due"
    parts: list[str] = []
    for name in GAPS:
        ids = [str(found["id"]) for found in active if found["performance"] == name]
        if ids:
            parts.append(f"{len(ids)} {name}: {short_ids(ids)}")
    if parts:
        return Toned("; ".join(parts), "bad")
    return Toned("met, rest not known", "open") if is_open else Toned("complete", "good")


def has_gaps(answer: Plain) -> bool:
    """Return whether an active obligation is unmet or late."""
    return any(is_gap(found) for found in answer["obligations"])


def is_gap(found: Plain) -> bool:
    """Return whether an obligation is active and unmet or late."""
    return found["status"] == "active" and found["performance"] in GAPS


def short_ids(ids: Sequence[str]) -> str:
    """Return ids of obligations with what they share said once: ``53(1)(a)(b)(d), 54(1)``."""
    groups: dict[str, list[str]] = {}
    for id_ in ids:
        paragraph = id_[: id_.rindex("(")] if id_.count("(") > 1 else id_
        groups.setdefault(paragraph, []).append(id_[len(paragraph) :])
    return ", ".join(f"{paragraph}{''.join(points)}" for paragraph, points in groups.items())


def decided(names: Sequence[str]) -> str:
    """Return what a fact would decide: conclusions in words, then the ids of obligations."""
    said = [LABELS[name] for name in names if name in LABELS]
    ids = [name for name in names if name not in LABELS]
    return ", ".join([*said, *([short_ids(ids)] if ids else [])])


def plural(number: int, noun: str) -> str:
    """Return a number with its noun: ``1 event``, ``2 events``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def typed(obligation: str) -> str:
    """Return an obligation's id as a shell takes it without quotation marks: ``53-1-d``."""
    return obligation.replace(")(", "-").replace("(", "-").replace(")", "")
