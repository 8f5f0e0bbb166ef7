"""Copies a ledger that is in use, and takes a copy back; both are verified before they count."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from lifecycle.errors import Conflict, IntegrityFailure
from lifecycle.recording.faults import FAILURES, refusal_of, refusal_of_file
from lifecycle.recording.files import connect, open_place, sweep
from lifecycle.recording.verify import Report, verify
from lifecycle.seal.keyring import KeyRing


def back_up(
    where: str | Path,
    target: Path,
    *,
    checkpoint: bytes | None = None,
    keys: KeyRing | None = None,
) -> Report:
    """Copy a ledger, also while others write to it, into one new file; return its verification.

    The copy is the ledger as it was at one moment. It is there whole or not at all, and its
    owner alone may read it. To take a backup back, copy it to where the ledger is to be, and
    give the newest ``checkpoint`` known: an older copy verifies as well, only not against that.

    Raises ``Conflict`` when the target exists, ``LedgerUnavailable`` when it cannot be written,
    and ``IntegrityFailure`` when the copy does not verify; nothing is left then.
    """
    if target.exists():
        raise Conflict(f"there is {target} already.", "Name a file that does not exist yet.")
    partial = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _copy(where, partial)
        report = verify(partial, checkpoint=checkpoint, keys=keys)
        if not report.ok:
            raise IntegrityFailure(
                f"{where} does not verify: {report.problems[0].cause}.",
                "See everything that is wrong with: lifecycle verify",
            )
        os.link(partial, target)
    except OSError as error:
        raise refusal_of_file(error, str(target)) from error
    finally:
        for beside in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                partial.with_name(partial.name + beside).unlink()
    report.where = str(target)
    return report


def _copy(where: str | Path, target: Path) -> None:
    place = open_place(where, create=False, read_only=True)
    try:
        with closing(connect(place)) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    except FAILURES as error:
        raise refusal_of(error, place.where) from error
    sweep(place)
