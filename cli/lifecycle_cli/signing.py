"""The commands ``checkpoint`` and ``key``: the signed tree head, and the key that signs it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from lifecycle.errors import InputError, KeyLocked
from lifecycle_cli.command import command, option
from lifecycle_cli.output import notice, say
from lifecycle_cli.session import Session, interactive, pass_session
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from lifecycle.auditing.checkpoints import Signed

PASSPHRASE_VARIABLE = "LIFECYCLE_PASSPHRASE"  # noqa: S105 -- the name of a variable

T = TypeVar("T")


@command(
    "checkpoint",
    examples=(
        "lifecycle checkpoint",
        "lifecycle checkpoint -o models.checkpoint",
        "lifecycle checkpoint --receipt atlas-7b#5 -o released.tlog-proof",
    ),
)
@option(
    "-o",
    "--output",
    "path",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write to a file instead of standard output.",
)
@option("--key", "key", type=click.Path(path_type=Path), metavar="FILE", help="The signing key.")
@option(
    "--receipt",
    metavar="EVENT",
    help="Write instead the proof that the last checkpoint covers this event.",
)
@pass_session
def checkpoint(session: Session, path: Path | None, key: Path | None, receipt: str | None) -> None:
    """Sign the ledger as it is, and hand the checkpoint out.

    Keep it where whoever writes the ledger cannot: later 'verify --checkpoint' proves that
    nothing it covers was changed. Each command that writes signs one too, but what stays beside
    the ledger proves nothing to others. A receipt is one file that proves a single event to
    anybody who has the ledger's public key.
    """
    if receipt is not None:
        _write_receipt(session, receipt, path)
        return
    signed = handed_out(session, key, path)
    if path is None:
        click.echo(signed.note.decode(), nl=False)
    else:
        notice(f"Wrote the checkpoint of {plural(signed.checkpoint.size, 'event')} to {path}.")


def handed_out(session: Session, key: Path | None, target: Path | None) -> Signed:
    """Sign a checkpoint of all events, write it to a file if one is named, and note that it left.

    ``key`` is the signing key's file, by default the ledger's own.
    """
    from lifecycle.auditing.checkpoints import hand_out  # noqa: PLC0415 -- help does without it
    from lifecycle.auditing.keys import key_path, signing_key  # noqa: PLC0415 -- likewise

    def sign(passphrase: str | None) -> Signed:
        with session.writing() as ledger:
            signing = key or signing_key(ledger, key_path(session.where), passphrase)
            return hand_out(ledger, signing, target, passphrase)

    return unlocked(sign)


def _write_receipt(session: Session, event: str, path: Path | None) -> None:
    from lifecycle.auditing.receipts import receipt_for  # noqa: PLC0415 -- help does without it
    from lifecycle.seal.files import replace_file  # noqa: PLC0415 -- likewise

    with session.reading() as ledger:
        proof = receipt_for(ledger, event)
    if path is None:
        click.echo(proof.decode(), nl=False)
    else:
        replace_file(path, proof)
        notice(f"Wrote the receipt of {event} to {path}.")


@command(
    "key",
    examples=(
        "lifecycle key",
        "lifecycle key --all",
        "lifecycle key --rotate models-2.key",
    ),
)
@option("--all", "every", is_flag=True, help="List the earlier keys as well.")
@option("--new", is_flag=True, help="Make the first key of a ledger that has none.")
@option(
    "--rotate",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Make a new key there and hand over to it.",
)
@option(
    "--key", "key_file", type=click.Path(path_type=Path), metavar="FILE", help="The key so far."
)
@option("--encrypt", is_flag=True, help="Ask for a passphrase for the key that is made.")
@pass_session
def key(
    session: Session,
    rotate: Path | None,
    key_file: Path | None,
    *,
    every: bool,
    new: bool,
    encrypt: bool,
) -> None:
    """Show the ledger's public key, make or replace it.

    Others need the public key to verify your checkpoints. A passphrase is taken from
    LIFECYCLE_PASSPHRASE, or asked for on a terminal.
    """
    from lifecycle.auditing.keys import (  # noqa: PLC0415 -- help does without it
        give_key,
        key_path,
        keys_of,
        signing_key,
    )
    from lifecycle.auditing.rotation import rotate_key  # noqa: PLC0415 -- likewise

    default = key_path(session.where)
    if new:
        phrase = _fresh_passphrase(encrypt=encrypt)
        with session.writing() as ledger:
            say(str(give_key(ledger, key_file or default, passphrase=phrase)))
        return
    if rotate is None:
        with session.reading() as ledger:
            ring = keys_of(ledger)
        for tenure in ring.tenures if every else ():
            say(str(tenure.key))
            end = "on" if tenure.last is None else f"to {tenure.last}"
            say(f"  signs from {plural(tenure.first, 'event')} {end}")
        if not every:
            say(str(ring.current))
        return
    fresh = _fresh_passphrase(encrypt=encrypt)

    def hand_over(passphrase: str | None) -> tuple[Signed, bool]:
        with session.writing() as ledger:
            old = key_file or signing_key(ledger, default, passphrase)
            signed = rotate_key(ledger, old, rotate, passphrase=passphrase, new_passphrase=fresh)
            found = signing_key(ledger, default, fresh)
            return signed, found.resolve() == rotate.resolve()

    signed, found = unlocked(hand_over)
    say(str(signed.checkpoint.successor))
    if found:
        notice(f"From now on {rotate} signs for this ledger; it is found by itself.")
        notice("Hand out a checkpoint: lifecycle checkpoint -o FILE")
    else:
        notice(f"Sign with it from now on: lifecycle checkpoint --key {rotate} -o FILE")
        notice("Found by itself is only a file *.key in the folder of the ledger.")
    notice("Whoever has the old public key needs such a checkpoint to accept the new one.")


def unlocked(sign: Callable[[str | None], T]) -> T:
    """Sign with the passphrase of the environment; on a terminal ask for it where it is locked."""
    given = os.environ.get(PASSPHRASE_VARIABLE)
    try:
        return sign(given)
    except KeyLocked:
        if not interactive():
            raise
        return sign(click.prompt("Passphrase of the key", hide_input=True))


def _fresh_passphrase(*, encrypt: bool) -> str | None:
    if not encrypt:
        return None
    given = os.environ.get(PASSPHRASE_VARIABLE)
    if given:
        return given
    if not interactive():
        raise InputError(
            "nobody can be asked for a passphrase here.",
            f"Set {PASSPHRASE_VARIABLE}, or type the command on a terminal.",
            field="--encrypt",
        )
    asked: str = click.prompt("New passphrase", hide_input=True, confirmation_prompt=True)
    return asked
