"""How a fact is declared: one line gives every door its name, kind, unit, help and words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, TypeAlias, cast

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_core import CoreSchema, core_schema

from lifecycle.domain import structures, values
from lifecycle.domain.structures import Evidence as Document
from lifecycle.errors import InputError


class Refused(ValueError):
    """Carries a refusal through pydantic, which turns every other exception type away."""

    def __init__(self, refusal: InputError) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: its name, and the one reader that every door uses.

    ``read`` takes plain data and returns the exact value or raises ``InputError``. An
    optional value may be ``None``: unknown, held as ``unknown``.
    """

    name: str
    read: Callable[[object], object]
    optional: bool = True
    unknown: object = None

    def take(self, value: object) -> object:
        """Return the value read, ``None`` as unknown; raises ``InputError``."""
        if value is not None:
            return self.read(value)
        if self.optional:
            return self.unknown
        raise InputError("it cannot be unknown.", "Give it a value.")

    def validate(self, value: object) -> object:
        """Return the value read, or raise ``Refused``."""
        try:
            return self.take(value)
        except InputError as refusal:
            raise Refused(refusal) from None

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        """Let this reader alone decide, also where the annotation would allow more."""
        return core_schema.no_info_plain_validator_function(self.validate)


Flag: TypeAlias = Annotated[bool | None, Kind("flag", values.read_flag)]
Word: TypeAlias = Annotated[str | None, Kind("word", values.read_line)]
Words: TypeAlias = Annotated[
    tuple[str, ...] | None, Kind("words", structures.list_of(values.read_line))
]
Recipients: TypeAlias = Annotated[tuple[str, ...] | None, Kind("words", structures.read_recipients)]
Names: TypeAlias = Annotated[
    tuple[str, ...], Kind("names", structures.list_of(values.read_name), unknown=())
]
Key: TypeAlias = Annotated[str | None, Kind("key", values.read_key)]
Keys: TypeAlias = Annotated[
    tuple[str, ...] | None, Kind("keys", structures.list_of(values.read_key))
]
OwnId: TypeAlias = Annotated[str | None, Kind("id", values.read_id)]
Day: TypeAlias = Annotated[date | None, Kind("day", values.read_day)]
Flop: TypeAlias = Annotated[Decimal | None, Kind("flop", values.read_number)]
FlopRange: TypeAlias = Annotated[
    tuple[Decimal, Decimal] | None, Kind("flop_range", structures.read_range)
]
Number: TypeAlias = Annotated[Decimal | None, Kind("number", values.read_number)]
Text: TypeAlias = Annotated[str | None, Kind("text", values.read_line)]
Prose: TypeAlias = Annotated[str | None, Kind("prose", values.read_prose)]
LongProse: TypeAlias = Annotated[str | None, Kind("long_prose", values.read_long_prose)]
Country: TypeAlias = Annotated[str | None, Kind("country", values.read_country)]
Components: TypeAlias = Annotated[
    Mapping[str, Decimal | None] | None, Kind("components", structures.read_components)
]
Evidence: TypeAlias = Annotated[
    tuple[Document, ...], Kind("evidence", structures.read_evidence, unknown=())
]
Assumptions: TypeAlias = Annotated[
    Mapping[str, object] | None, Kind("assumptions", structures.read_assumptions)
]

MaybeModel: TypeAlias = Annotated[str | None, Kind("model_key", values.read_model_key)]
TheModel: TypeAlias = Annotated[str, Kind("model_key", values.read_model_key, optional=False)]
TheOrganisation: TypeAlias = Annotated[str, Kind("key", values.read_key, optional=False)]
TheDay: TypeAlias = Annotated[date, Kind("day", values.read_day, optional=False)]
TheTarget: TypeAlias = Annotated[str, Kind("target", values.read_target, optional=False)]
TheText: TypeAlias = Annotated[str, Kind("text", values.read_line, optional=False)]
TheReason: TypeAlias = Annotated[str, Kind("prose", values.read_prose, optional=False)]
TheLongProse: TypeAlias = Annotated[str, Kind("long_prose", values.read_long_prose, optional=False)]
TheHash: TypeAlias = Annotated[str, Kind("sha256", values.read_sha256, optional=False)]
TheNumber: TypeAlias = Annotated[Decimal, Kind("number", values.read_number, optional=False)]
TheChanges: TypeAlias = Annotated[
    Mapping[str, object], Kind("changes", structures.read_changes, optional=False)
]


@dataclass(frozen=True, slots=True)
class FactSpec:
    """What every door must know of a fact: validation, options, JSON Schema, reference.

    ``unit`` is empty where there is none; ``words`` are the listed words of kind ``word`` or
    ``words``; ``read`` takes plain data and returns the value or raises ``InputError``.
    """

    name: str
    kind: str
    help: str
    unit: str
    words: tuple[str, ...]
    required: bool
    read: Callable[[object], object]


def fact(
    meaning: str, *, unit: str = "", words: tuple[str, ...] = (), unknown: object = None
) -> Any:  # noqa: ANN401 -- like pydantic's Field, it stands for a value of the declared type
    """Declare a fact that may be unknown."""
    return Field(
        default=unknown, description=meaning, json_schema_extra={"unit": unit, "words": list(words)}
    )


def required(meaning: str, *, unit: str = "") -> Any:  # noqa: ANN401 -- as for fact()
    """Declare a field without which the event would say nothing."""
    return Field(description=meaning, json_schema_extra={"unit": unit, "words": []})


def spec_of(name: str, field: FieldInfo) -> FactSpec:
    """Return the description of a declared field."""
    kind = next(item for item in field.metadata if isinstance(item, Kind))
    extra = cast("Mapping[str, object]", field.json_schema_extra)
    return FactSpec(
        name=name,
        kind=kind.name,
        help=field.description or "",
        unit=cast("str", extra["unit"]),
        words=tuple(cast("list[str]", extra["words"])),
        required=field.is_required(),
        read=kind.take,
    )
