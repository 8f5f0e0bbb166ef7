"""The invented portfolio that the benches record and ask: ten events a model."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta


def story(models: int) -> Iterator[dict[str, object]]:
    """Yield ten events of each of so many models."""
    yield {
        "type": "organisation_declared",
        "organisation": "acme",
        "occurred_on": "2024-01-01",
        "established_in": "union",
    }
    for number in range(models):
        yield from _life(f"m-{number}", date(2025, 1, 1) + timedelta(days=number % 400))


def _life(model: str, day: date) -> Iterator[dict[str, object]]:
    facts: list[tuple[str, dict[str, object]]] = [
        ("registered", {}),
        ("trained", {"run_id": model, "update_flop": "5e23", "cumulative_flop": "5e23"}),
        ("assessed", {"outputs": ["text"], "generality": "significant"}),
        ("prototyped", {"sole_purpose": True}),
        ("licensed", {"free_and_open_source": False}),
        (
            "released",
            {"channel": "api", "market": "union", "commercial": True, "own_name": True},
        ),
        ("documented", {"obligation": "53(1)(a)", "title": "documentation"}),
        ("documented", {"obligation": "53(1)(c)", "title": "policy"}),
        ("documented", {"obligation": "53(1)(d)", "title": "summary"}),
        ("noted", {"text": "reviewed"}),
    ]
    for place, (kind, told) in enumerate(facts):
        yield {
            "type": kind,
            "model": model,
            "actor": "acme",
            "occurred_on": (day + timedelta(days=place)).isoformat(),
            "id": f"{model}/{place}",
            **told,
        }
