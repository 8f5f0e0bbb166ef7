"""Invents records by seed, each a life of one to three models, with questions on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.law.author import EDGES, Author
from tests.law.chapters import (
    decisions,
    ended,
    handed_out,
    inside,
    licence,
    made,
    modified,
    others,
    partners,
    released,
    research,
    systems,
    variant,
)

OTHER_USES = {"used_internally", "rebranded", "third_party_published"}


@dataclass(frozen=True)
class Question:
    """What is asked of a record."""

    model: str
    actor: str
    day: str


@dataclass(frozen=True)
class Life:
    """A record in the order of recording, and what is asked of it."""

    seed: int
    events: list[dict[str, Any]]
    questions: list[Question]


def life(seed: int) -> Life:
    """Return the record that this seed invents, with four questions on it."""
    author = Author(seed)
    author.events.append({"type": "registered", "model": "root", "occurred_on": "2024-08-01"})
    for organisation in ("maker", "other"):
        if not author.chance(0.1):
            told = {"type": "organisation_declared", "organisation": organisation}
            where = {"established_in": author.place()}
            if author.chance(0.2):
                where = {"country": author.one_of(["DE", "US"])}
            facts = {name: value for name, value in where.items() if value is not None}
            author.events.append({**told, "occurred_on": "2024-08-01", **facts})
    models = ["root"]
    tuned = author.chance(0.35)
    made(author, "root", author.maker, certain=tuned)
    chapters = [handed_out, systems, inside, licence, decisions, others, research, ended]
    for chapter in author.random.sample(chapters, author.random.randrange(1, 4)):
        chapter(author, "root")
    if author.chance(0.7):
        released(author, "root", author.maker)
    if author.chance(0.15):
        models.append("variant")
        variant(author)
    if tuned:
        models.append("tuned")
        modified(author)
    if "variant" not in models and author.chance(0.12):
        partners(author, "root")
    types = {event["type"] for event in author.events}
    if types & OTHER_USES:  # whether the use is the science itself is told by nothing
        author.events = [e for e in author.events if e["type"] != "reserved_for_science"]
    days = [event["occurred_on"] for event in author.events if event["occurred_on"] >= "2024-09"]
    questions = [
        Question(
            author.one_of(models),
            author.one_of(["maker", "maker", "other"]),
            str(
                date.fromisoformat(author.one_of([*days, *EDGES, author.day()]))
                + timedelta(days=author.one_of([0, 0, 0, -1, 1, 400]))
            ),
        )
        for _ in range(4)
    ]
    return Life(seed, author.events, questions)
