"""The command ``init``: makes an empty ledger, and the key that will sign for it beside it."""

from __future__ import annotations

from pathlib import Path

from lifecycle.errors import Conflict
from lifecycle_cli.anchoring import sign_what_was_written
from lifecycle_cli.command import command, option
from lifecycle_cli.output import say
from lifecycle_cli.session import Session, pass_session


@command(
    "init",
    examples=(
        "lifecycle init",
        "lifecycle init --ledger models.db",
        "lifecycle init --no-key",
    ),
)
@option("--no-key", is_flag=True, help="Make no signing key; checkpoints stay unsigned.")
@pass_session
def init(session: Session, *, no_key: bool) -> None:
    """Make an empty ledger.

    Beside it lies the key that signs its checkpoints, for its owner's eyes. Whoever has the key
    can sign for the ledger; without it events are recorded all the same.
    """
    from lifecycle.auditing.keys import give_key, key_path  # noqa: PLC0415 -- help does without it
    from lifecycle.ledger import Ledger  # noqa: PLC0415 -- likewise

    where = session.where
    if Path(where).exists():
        raise Conflict(
            f"{where} is there already.",
            "Record in it, or name another one: lifecycle init --ledger PATH",
            code="LC131",
        )
    with Ledger.open(where, clock=session.clock) as ledger:
        say(f"Made the ledger {where}.")
        if not no_key:
            path = key_path(where)
            key = give_key(ledger, path)
            say(f"Its signing key is in {path}; keep that file to yourself.")
            say(f"Its public key, for others to keep: {key}")
            sign_what_was_written(ledger, where)
    say("Next: lifecycle record registered MODEL --on DAY")
