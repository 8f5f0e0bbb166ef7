"""Examples for the help of each type of event, made from the same descriptions as its options."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lifecycle.domain import ModelEvent, OrganisationEvent, facts_of
from lifecycle_cli.fact_options import option_name

if TYPE_CHECKING:
    from lifecycle.domain import Event, FactSpec

MODEL, ORGANISATION = "atlas-7b", "acme"
MOST_FACTS = 3
WIDTH = 78

_OF_KIND: Mapping[str, str] = {
    "flag": "yes",
    "key": "borealis",
    "keys": "acme,borealis",
    "day": "2026-01-20",
    "flop": "3e24",
    "flop_range": "2.5e24..3.5e24",
    "number": "4200",
    "components": "pretraining=2.7e24,distillation=3e23",
    "country": "DE",
}
_OF_FACT: Mapping[str, str] = {
    "base_model": "cirrus-70b",
    "document_version": "3",
    "error_margin": "0.3",
    "incident": "outage-1",
    "label": "Atlas 7B",
    "licence": "Apache-2.0",
    "methods": "hardware_hours",
    "name": "Atlas 7B",
    "parameters": "7e9",
    "reason": "mandate not renewed",
    "receipt": "EC-2026-17",
    "request": "information-1",
    "basis": "91(1)",
    "run_id": "atlas-run",
    "system": "helpdesk",
    "text": "The release was announced at a conference.",
    "title": "Technical documentation",
    "use": "search",
    "variant_of": "atlas-7b",
    "wording": "Not for use in the European Union.",
}


def examples_of(cls: type[Event]) -> tuple[str, ...]:
    """Return two examples of a type: one that tells its first facts, one that only tries."""
    subject = ORGANISATION if issubclass(cls, OrganisationEvent) else MODEL
    start = ["lifecycle", "record", cls.type, subject, "--on"]
    told = [_told(spec) for spec in facts_of(cls)[:MOST_FACTS]]
    required = [_told(spec) for spec in facts_of(cls) if spec.required]
    actor = ["--actor acme"] if issubclass(cls, ModelEvent) else []
    return (
        _broken([*start, "2026-01-15", *actor, *told]),
        _broken([*start, "yesterday", *required, "--id", f"{cls.type}-1", "-n"]),
    )


def _told(spec: FactSpec) -> str:
    sample = _OF_FACT.get(spec.name) or (spec.words[0] if spec.words else _OF_KIND[spec.kind])
    return f"{option_name(spec.name)} {shlex.quote(sample)}"


def _broken(words: list[str]) -> str:
    """Return a command line, broken as a shell takes it where it is too wide for the help."""
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + len(word) + len(" \\") > WIDTH - 2:
            lines[-1] += "\\"
            lines.append("   ")
        lines[-1] += f"{word} "
    return "\n".join(line.rstrip() for line in lines)
