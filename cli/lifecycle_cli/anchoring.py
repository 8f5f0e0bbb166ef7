"""After a write: the checkpoint of it, where the key can be used unasked; it stops no write."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lifecycle.errors import KeyUnavailable, LifecycleError
from lifecycle_cli.lines import Toned, visible
from lifecycle_cli.output import notice
from lifecycle_cli.signing import PASSPHRASE_VARIABLE

if TYPE_CHECKING:
    from lifecycle.ledger import Ledger


def sign_what_was_written(ledger: Ledger, where: str) -> None:
    """Sign a checkpoint of all events, or say in one line why the signer refused.

    Without a key, with a locked one or that of another ledger nothing is said: the events are
    there, only unsigned. What was written stands whatever happens here.
    """
    from lifecycle.auditing.checkpoints import sign_if_possible  # noqa: PLC0415 -- for a write
    from lifecycle.auditing.keys import key_path, signing_key  # noqa: PLC0415 -- likewise

    passphrase = os.environ.get(PASSPHRASE_VARIABLE)
    try:
        key = signing_key(ledger, key_path(where), passphrase)
        sign_if_possible(ledger, key, passphrase)
    except KeyUnavailable:
        return
    except LifecycleError as error:
        told = visible(f"what was written stands, but is not signed: {error}")
        notice([Toned("Warning: ", "open"), told])
