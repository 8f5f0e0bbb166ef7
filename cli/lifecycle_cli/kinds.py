"""The command ``kinds``: the vocabulary, and empty templates to fill in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lifecycle.errors import NotFound
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.lines import Line, Toned, table, wrapped
from lifecycle_cli.output import CSV, FORMATS, JSON, JSONL, Report, Target, form_of
from lifecycle_cli.session import columns

if TYPE_CHECKING:
    from lifecycle.domain import Event, FactSpec

SHOWN_RULES = 4
"""Rules that people are shown beside a fact; JSON names all of them."""

SCHEMA = "lifecycle/kinds/1"
COLUMNS = ("type", "fact", "kind", "unit", "meaning", "words")

_WIDE_KINDS = {"flag": "yes or no", "words": "words", "flop": "number", "key": "key"}


@command(
    "kinds",
    examples=(
        "lifecycle kinds",
        "lifecycle kinds released",
        "lifecycle kinds --template csv -o models.csv",
    ),
)
@click.argument("kind", metavar="[TYPE]", required=False, help="A type of event.")
@option("--template", type=Choice(("json", "csv")), help="An empty event, or sheet, to fill in.")
@option("--format", "form", type=Choice(FORMATS), help="How it is written.")
@option("--json", "as_json", is_flag=True, help="The same as --format json.")
@option(
    "-o",
    "--output",
    "path",
    type=Path,
    metavar="FILE",
    help="Write to a file; its suffix names the format.",
)
def kinds(
    kind: str | None, template: str | None, form: str | None, *, as_json: bool, path: Path | None
) -> None:
    """Explain what can be recorded.

    Without TYPE it lists the types of events; with TYPE the facts of one, what they mean and the
    words that are listed. A template is what 'record -' or 'import --mapping officer' takes.
    """
    from lifecycle.domain import KINDS  # noqa: PLC0415 -- help does without it

    classes = list(KINDS.values()) if kind is None else [_class_of(kind)]
    target = Target(form_of(JSON if as_json else form, path, FORMATS), path, columns())
    if template is not None:
        target.write_text(_template(kind, classes, template))
        return
    facts = [(cls, spec) for cls in classes for spec in cls.specs if _own(spec)]
    # Which rules read a fact is told in JSON and of one type alone: finding it reads all rules.
    forms = [_form(cls) for cls in classes] if target.form in (JSON, JSONL) else []
    report = Report(
        data={"schema": SCHEMA, "types": forms},
        rows=forms,
        columns=COLUMNS,
        cells=[
            [cls.type, spec.name, spec.kind, spec.unit, spec.help, spec.words]
            for cls, spec in facts
        ],
        lines=lambda width: _list(classes, width) if kind is None else _facts(classes[0], width),
    )
    target.write(report)


def _class_of(kind: str) -> type[Event]:
    from lifecycle.domain import KINDS  # noqa: PLC0415 -- help does without it
    from lifecycle.domain.refusals import suggestion  # noqa: PLC0415 -- likewise

    found = KINDS.get(kind)
    if found is None:
        raise NotFound(
            f"there is no type {kind!a}.",
            suggestion(kind, KINDS) or "See them all: lifecycle kinds",
            code="LC107",
        )
    return found


def _own(spec: FactSpec) -> bool:
    from lifecycle.domain import ENVELOPE  # noqa: PLC0415 -- help does without it

    return spec.name not in ENVELOPE


def _form(cls: type[Event]) -> dict[str, Any]:
    return {
        "type": cls.type,
        "version": cls.version,
        "about": " ".join((cls.__doc__ or "").split()),
        "facts": [
            {
                "fact": spec.name,
                "kind": spec.kind,
                "unit": spec.unit or None,
                "meaning": spec.help,
                "words": list(spec.words),
                "required": spec.required,
                "read_by": list(_read_by(spec)),
            }
            for spec in cls.specs
            if _own(spec)
        ],
    }


def _list(classes: list[type[Event]], width: int) -> Iterator[Line]:
    rows = [[cls.type, " ".join((cls.__doc__ or "").split())] for cls in classes]
    yield from table(("TYPE", "WHAT HAPPENED"), rows, width)
    yield ""
    yield [Toned("Next: ", "strong"), "lifecycle kinds TYPE"]


def _facts(cls: type[Event], width: int) -> Iterator[Line]:
    yield [Toned(cls.type, "strong"), f"  {' '.join((cls.__doc__ or '').split())}"]
    yield ""
    rows = [
        [
            spec.name,
            _WIDE_KINDS.get(spec.kind, spec.kind.replace("_", " ")),
            _meaning(spec),
        ]
        for spec in cls.specs
        if _own(spec)
    ]
    if rows:
        yield from table(("FACT", "KIND", "MEANING"), rows, width)
        yield ""
    yield from wrapped(
        "Every fact may be left out, and is unknown then. Words that are not listed are kept as"
        " they are and decide nothing. What a rule says: lifecycle rules RULE.",
        width,
    )
    yield [Toned("Next: ", "strong"), f"lifecycle record {cls.type} --help"]


def _meaning(spec: FactSpec) -> str:
    unit = f" ({spec.unit})" if spec.unit else ""
    words = f": {', '.join(spec.words)}" if spec.words else ""
    return f"{spec.help}{unit}{words}{_shown(_read_by(spec))}"


def _shown(rules: tuple[str, ...]) -> str:
    if not rules:
        return ""
    more = f" and {len(rules) - SHOWN_RULES} more" if len(rules) > SHOWN_RULES else ""
    return f" [rules {', '.join(rules[:SHOWN_RULES])}{more}]"


def _read_by(spec: FactSpec) -> tuple[str, ...]:
    from lifecycle_projections.reads import rules_reading  # noqa: PLC0415 -- help does without it

    return rules_reading(spec.name)


def _template(kind: str | None, classes: list[type[Event]], form: str) -> str:
    """Return the officer's sheet, or an event with every field empty."""
    if form == CSV:
        from lifecycle.exchange.mapping import shipped_template  # noqa: PLC0415 -- seldom asked

        if kind is not None:
            raise NotFound(
                "a sheet tells of all types at once.",
                "Take the whole sheet: lifecycle kinds --template csv",
                code="LC107",
            )
        return shipped_template().decode()
    return "".join(
        json.dumps({"type": cls.type, **{spec.name: None for spec in cls.specs}}) + "\n"
        for cls in classes
    )
