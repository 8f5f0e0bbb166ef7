"""What the record says once corrections and retractions have done their work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.law.bruteforce.worlds import Told


def effective(recorded: Sequence[Mapping[str, Any]]) -> list[Told]:
    """Return the events that stand, by day and then by the order in which they were recorded.

    ``recorded`` is in the order of the record. A correction or retraction names its target by
    ``id`` or by ``STREAM#n``; it may itself be corrected or retracted, so the last is read first.
    """
    rows: list[dict[str, Any]] = []
    names: dict[str, int] = {}
    length: dict[str, int] = {}
    for place, event in enumerate(recorded):
        stream = event["model"] if "model" in event else f"organisation:{event['organisation']}"
        length[stream] = length.get(stream, 0) + 1
        names[f"{stream}#{length[stream]}"] = place
        if "id" in event:
            names[event["id"]] = place
        rows.append({**event, "#": place})
    gone: set[int] = set()
    for place in reversed(range(len(rows))):
        event = rows[place]
        if place in gone:
            continue
        if event["type"] == "retracted":
            gone.add(names[event["target"]])
    corrections = [
        event
        for place, event in enumerate(rows)
        if event["type"] == "corrected" and place not in gone
    ]
    for event in reversed(corrections):  # corrections of corrections first, the last one first
        target = rows[names[event["target"]]]
        if target["type"] == "corrected":
            target.update(event["changes"])
    for event in corrections:
        target = rows[names[event["target"]]]
        if target["type"] != "corrected":
            target.update(event["changes"])
    standing = [
        event
        for place, event in enumerate(rows)
        if place not in gone and event["type"] not in {"corrected", "retracted"}
    ]
    return sorted(standing, key=lambda event: (event["occurred_on"], event["#"]))
