"""The command ``import``: all events of a file or none, every bad row named by its number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from lifecycle.errors import InputError
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.lines import Toned
from lifecycle_cli.output import notice, say, say_json
from lifecycle_cli.session import STDIN, read_argument
from lifecycle_cli.spooling import collected, propose
from lifecycle_cli.words import plural
from lifecycle_cli.writing import Writing, receipt_form, writing

if TYPE_CHECKING:
    from lifecycle.exchange.csv_reader import Draft
    from lifecycle.intake import ImportSource, Placing, Told
    from lifecycle.view import Receipt

JSONL, CSV, SPOOL, MLFLOW = "jsonl", "csv", "spool", "mlflow"


@command(
    "import",
    examples=(
        "lifecycle import events.jsonl",
        "lifecycle import inventory.csv --mapping officer -n",
        "lifecycle import inventory.csv --mapping officer --assume market=union",
        "lifecycle import spool/",
    ),
)
@click.argument(
    "file",
    metavar="FILE|DIR|URI|-",
    help="A file, a spool's folder, with --from mlflow a registry, or - for standard input.",
)
@option(
    "--from",
    "source_form",
    type=Choice((JSONL, CSV, SPOOL, MLFLOW)),
    help="What it is. [default: by what is there]",
)
@option("--mapping", metavar="NAME|FILE", help="How the columns of a CSV become events.")
@option(
    "--assume",
    "assumed",
    multiple=True,
    metavar="FACT=VALUE",
    help="A fact to assume where the file is silent; marked in each event.",
)
@option("-o", "--output", metavar="FILE", type=Path, help="Where --from mlflow writes.")
@writing
def import_(
    how: Writing,
    file: str,
    source_form: str | None,
    mapping: str | None,
    assumed: tuple[str, ...],
    output: Path | None,
) -> None:
    """Record all events of a file, or none.

    JSON Lines have one event a line. A CSV becomes events by a mapping: one that is shipped
    (officer, epoch) or a TOML file of your own. The import is itself recorded, so that it can be
    retracted as a whole, and importing the same file again adds nothing.

    Of a spool (see: record --spool) every event is recorded that can be; it stays as it is. Of a
    registry of MLflow nothing is recorded: candidate events are written, for you to complete and
    import.
    """
    form = _form(file, source_form, mapping)
    owners = ((mapping, "--mapping", CSV), (assumed, "--assume", CSV), (output, "-o", MLFLOW))
    for given, option_, owner in owners:
        if given and form != owner:
            raise InputError(f"it belongs to --from {owner}.", "Leave it out.", field=option_)
    name = "standard input" if file == STDIN else Path(file).name
    if form == MLFLOW:
        propose(how, file, output)
    elif form == SPOOL:
        _import_spool(how, file)
    elif form == CSV:
        _import_sheet(how, read_argument(file), name, mapping, _assumptions(assumed))
    else:
        _import_lines(how, read_argument(file), name)


def _import_spool(how: Writing, folder: str) -> None:
    from lifecycle.pipelines.collect import LeftOut  # noqa: PLC0415 -- this form alone

    found = collected(how, folder)
    if found is None:
        return
    if found.receipts or how.json:
        _said(how, list(found.receipts), folder)
    else:
        say(f"There is no event in {folder}.")
    if found.left_out:
        raise LeftOut(found.left_out, folder)


def _form(file: str, told: str | None, mapping: str | None) -> str:
    if told is not None:
        return told
    if Path(file).is_dir():
        return SPOOL
    return CSV if mapping is not None or file.lower().endswith(".csv") else JSONL


def _assumptions(told: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in told:
        name, equals, value = text.partition("=")
        if not equals:
            raise InputError(
                f"{text!a} is not FACT=VALUE.",
                "Write it as --assume released.market=union.",
                field="--assume",
            )
        found[name.strip()] = value.strip()
    return found


def _import_lines(how: Writing, content: bytes, name: str) -> None:
    from lifecycle.exchange.json_reader import read_events  # noqa: PLC0415 -- this form alone
    from lifecycle.intake import ImportSource  # noqa: PLC0415 -- help does without it

    read = read_events(content.splitlines(keepends=True))
    sha256 = hashlib.sha256(content).hexdigest()
    source = ImportSource(id=f"import:{sha256[:32]}", name=name, sha256=sha256)
    lines = [line for line, _ in read]

    def placed(error: InputError, number: int) -> InputError:
        return error.at_line(lines[number - 1])

    _import(how, [event for _, event in read], source, placed)


def _import_sheet(
    how: Writing, content: bytes, name: str, mapping: str | None, assumed: Mapping[str, str]
) -> None:
    from lifecycle.exchange.csv_reader import read_csv  # noqa: PLC0415 -- this form alone
    from lifecycle.exchange.mapping import load_mapping, shipped_mappings  # noqa: PLC0415 -- likewise

    if mapping is None:
        raise InputError(
            "a CSV file needs a mapping from its columns to events.",
            f"Add --mapping NAME ({', '.join(shipped_mappings())}) or --mapping FILE.toml.",
            field="--mapping",
        )
    draft = read_csv(content, load_mapping(mapping), assumed, name=name)
    for sentence in draft.notices:
        notice([Toned("Note: ", "open"), sentence])
    draft.refuse_problems()
    rows = [row for row, _ in draft.events]

    def placed(error: InputError, number: int) -> InputError:
        return error.at_row(rows[number - 1])

    _import(how, [event for _, event in draft.events], _source(draft), placed)


def _import(how: Writing, events: Sequence[Told], source: ImportSource, placed: Placing) -> None:
    title = f"{plural(len(events), 'event')} of {source.name}"
    with how.open() as ledger:
        if how.agreed(ledger, title, lambda: ledger.trial(events, source=source, placed=placed)):
            receipts = ledger.import_events(events, source=source, placed=placed)
            _said(how, receipts, source.name)


def _source(draft: Draft) -> ImportSource:
    from lifecycle.intake import ImportSource  # noqa: PLC0415 -- help does without it

    told = draft.imported
    return ImportSource(
        id=str(told["id"]),
        name=str(told["source"]),
        sha256=str(told["sha256"]),
        mapping=str(told["mapping"]),
        assumptions=cast("dict[str, object]", told["assumptions"]),
    )


def _said(how: Writing, receipts: list[Receipt], name: str) -> None:
    for receipt in receipts:
        for warning in receipt.warnings:
            notice([Toned("Warning: ", "open"), f"{receipt.ref}: {warning}"])
    new = [receipt for receipt in receipts if not receipt.already]
    if how.quiet:
        for receipt in new:
            say(receipt.ref)
    elif how.json:
        last = receipt_form(receipts[-1]) if receipts else None
        say_json(
            {
                "schema": "lifecycle/import/1",
                "events": max(len(new) - 1, 0),
                "written": bool(new),
                "import": last,
            }
        )
    elif new:
        say(f"Recorded {plural(len(new) - 1, 'event')} of {name}; the import is {new[-1].ref}.")
        say(f'To undo all of it: lifecycle retract {new[-1].ref} --reason "…"')
    else:
        say(f"{name} was imported already; nothing was added.")
