"""The command ``attach``: a file becomes evidence for an obligation by its hash."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import click

from lifecycle.errors import InputError
from lifecycle_cli.command import command, option
from lifecycle_cli.completing import model_keys, obligation_ids
from lifecycle_cli.values import Day
from lifecycle_cli.why import obligation_named
from lifecycle_cli.writing import Writing, writing


@command(
    "attach",
    examples=(
        "lifecycle attach atlas-7b 53-1-d summary.pdf --on 2026-01-20",
        """lifecycle attach atlas-7b 53-1-d summary.pdf --on 2026-01-20 \\
    --uri https://acme.example/summary.pdf --document-version 2 -n""",
    ),
)
@click.argument("model", shell_complete=model_keys, help="The model.")
@click.argument("obligation", shell_complete=obligation_ids, help="53(1)(d), 53-1-d or 53.1.d.")
@click.argument("file", type=click.Path(path_type=Path), help="The document.")
@option("--on", type=Day(), required=True, help="The day on which it was done.")
@option("--title", metavar="TEXT", help="What the document is. [default: the file's name]")
@option("--document-version", metavar="TEXT", help="The document's version.")
@option("--uri", metavar="URI", help="Where the document can be found.")
@option("--actor", metavar="KEY", help="The organisation that did it.")
@option("--id", metavar="KEY", help="Your own key for the event.")
@writing
def attach(
    how: Writing,
    /,
    model: str,
    obligation: str,
    file: Path,
    on: date,
    **given: str | None,
) -> None:
    """Record that a document performs an obligation.

    The file's hash is recorded. The file itself stays where it is; 'verify --evidence DIR' finds
    it again by its hash.
    """
    named, uri = given.pop("title") or file.name, given.pop("uri")
    document = {"title": named, "sha256": file_hash(file), **({"uri": uri} if uri else {})}
    drafted: dict[str, object] = {
        "type": "documented",
        "model": model,
        "occurred_on": on.isoformat(),
        **{name: value for name, value in given.items() if value is not None},
        "obligation": obligation_named(obligation),
        "title": named,
        "evidence": [document],
    }
    said = f"{named} for {drafted['obligation']} of {model} on {on}, SHA-256 {document['sha256']}"
    with how.open() as ledger:
        if how.agreed(ledger, said, lambda: ledger.trial([drafted])):
            how.receipt(ledger.record(drafted), said)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits; raises ``InputError``."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", "Check its name.", field="FILE"
        ) from error
