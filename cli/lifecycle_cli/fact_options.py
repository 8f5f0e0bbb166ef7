"""Options made from the vocabulary: one for each fact of a type, with its words and unit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from lifecycle.errors import InputError
from lifecycle.exchange.text import value_from_text
from lifecycle_cli.command import Option
from lifecycle_cli.completing import beginning

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from lifecycle.domain import Event, FactSpec

FACTS = "Facts (what is left out stays unknown)"

METAVARS: Mapping[str, str] = {
    "flag": "yes|no|unknown",
    "word": "WORD",
    "words": "WORD,WORD…",
    "names": "FACT,FACT…",
    "key": "KEY",
    "keys": "KEY,KEY…",
    "day": "DAY",
    "flop": "FLOP",
    "flop_range": "LOW..HIGH",
    "number": "NUMBER",
    "components": "PART=FLOP,…",
    "country": "CC",
}


_CURES: Mapping[str, str] = {"flop_range": "Write LOW..HIGH, such as 8e24..1.2e25."}
"""What to type where the cure of the reader is for JSON."""


class FactValue(click.ParamType[object]):
    """The value of one fact, read as every other door reads it."""

    name = "fact"

    def __init__(self, spec: FactSpec) -> None:
        self.spec = spec

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the kind of value as the help shows it."""
        return METAVARS.get(self.spec.kind, "TEXT")

    def convert(
        self,
        value: object,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002
    ) -> object:
        """Return the value as plain data, wrapped so that an unknown one is told apart."""
        if isinstance(value, Told):
            return value
        try:
            return Told(value_from_text(self.spec, str(value)))
        except InputError as error:
            field = param.opts[-1] if param else self.spec.name
            cure = _CURES.get(self.spec.kind, error.cure)
            raise InputError(error.bare_cause, cure, field=field, code=error.code) from None

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the listed words that begin with what was typed."""
        words = ("yes", "no", "unknown") if self.spec.kind == "flag" else self.spec.words
        return beginning(words, incomplete)


class Told:
    """A value that was told, ``None`` where it was told to be unknown."""

    def __init__(self, value: object) -> None:
        self.value = value


def option_name(fact: str) -> str:
    """Return the option of a fact: ``--update-flop`` for ``update_flop``."""
    return "--" + fact.replace("_", "-")


def options_of(cls: type[Event]) -> list[click.Parameter]:
    """Return one option for each fact of a type of event."""
    from lifecycle.domain import facts_of  # noqa: PLC0415 -- help does without it

    return [
        Option(
            [option_name(spec.name), f"fact_{spec.name}"],
            type=FactValue(spec),
            section=FACTS,
            required=spec.required,
            help=meaning(spec),
        )
        for spec in facts_of(cls)
    ]


def meaning(spec: FactSpec) -> str:
    """Return what a fact means, with its unit and its listed words."""
    text = f"{spec.help[0].upper()}{spec.help[1:]}"
    if spec.unit and spec.unit != METAVARS.get(spec.kind):
        text += f", in {spec.unit}"
    return f"{text}: {', '.join(spec.words)}." if spec.words else f"{text}."


def told_facts(given: Mapping[str, Any]) -> dict[str, object]:
    """Return the facts among a command's parameters that were told, by their names."""
    return {
        name.removeprefix("fact_"): told.value
        for name, told in given.items()
        if name.startswith("fact_") and isinstance(told, Told)
    }
