"""The command ``timestamp``: the question to an authority, and its answer, as files."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from lifecycle.errors import InputError, unwritable
from lifecycle.time import show_instant
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.output import say
from lifecycle_cli.session import Session, pass_session, read_file
from lifecycle_cli.signing import handed_out
from lifecycle_cli.words import plural

QUERY, KEEP = "query", "keep"


@command(
    "timestamp",
    examples=(
        "lifecycle timestamp query models.tsq",
        "lifecycle timestamp keep models.tsr",
    ),
)
@click.argument("action", type=Choice((QUERY, KEEP)), help="What to do.")
@click.argument("file", type=click.Path(path_type=Path), help="The question, or the answer.")
@option("--key", "key", type=click.Path(path_type=Path), metavar="FILE", help="The signing key.")
@pass_session
def timestamp(session: Session, action: str, file: Path, key: Path | None) -> None:
    """Have an authority's clock stamp a checkpoint.

    'query' hands out a checkpoint of all events, in FILE.checkpoint, and writes the question
    about it (RFC 3161) to FILE. Nothing here speaks to the network: send it at once, with

    \b
      curl -H 'Content-Type: application/timestamp-query' \\
        --data-binary @models.tsq -o models.tsr URL-OF-THE-AUTHORITY

    'keep' keeps the answer with the checkpoint. It goes into bundles, and from then on no event
    after it can be dated before it. An answer that came more than five minutes after a later
    event is not kept: it would make that event look dated back.
    """  # noqa: D301 -- click reads the escape
    if action == QUERY:
        _query(session, file, key)
    else:
        _keep(session, file)


def _query(session: Session, file: Path, key: Path | None) -> None:
    from lifecycle.auditing.timestamps import timestamp_query  # noqa: PLC0415 -- needs an extra

    beside = file.with_suffix(".checkpoint")
    if beside == file:
        raise InputError(
            f"{file} is to hold the question, and the checkpoint goes beside it.",
            f"Name it {file.with_suffix('.tsq')}.",
            field="FILE",
        )
    signed = handed_out(session, key, beside)
    _write(file, timestamp_query(signed.note))
    say(f"Wrote the checkpoint of {plural(signed.checkpoint.size, 'event')} to {beside},")
    say(f"and the question about it to {file}. Send it at once:")
    say("  curl -H 'Content-Type: application/timestamp-query' \\")
    answer = file.with_suffix(".tsr")
    say(f"    --data-binary @{shlex.quote(str(file))} -o {shlex.quote(str(answer))} URL")
    say(f"Then: lifecycle timestamp keep {shlex.quote(str(answer))}")


def _keep(session: Session, file: Path) -> None:
    from lifecycle.auditing.timestamps import MAX_ANSWER, keep_timestamp  # noqa: PLC0415 -- an extra

    answer = read_file(file, "FILE")
    if len(answer) > MAX_ANSWER:
        raise InputError(
            f"{file} has more than {MAX_ANSWER:,} bytes.",
            "Give the answer alone, as the authority sent it.",
            field="FILE",
        )
    with session.writing() as ledger:
        kept = keep_timestamp(ledger, answer)
    count = plural(kept.size, "event")
    say(f"Kept: at {show_instant(kept.at)} an authority saw the checkpoint of {count}.")
    say("Whose clock that is, only its certificate tells: lifecycle verify --authority FILE")


def _write(path: Path, data: bytes) -> None:
    from lifecycle.seal.files import replace_file  # noqa: PLC0415 -- help does without it

    try:
        replace_file(path, data)
    except OSError as error:
        raise unwritable(path, error, field="FILE") from error
