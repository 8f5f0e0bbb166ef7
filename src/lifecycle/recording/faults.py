"""Says of a failure of SQLite or of the file system what happened to the ledger and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable

from lifecycle.errors import IntegrityFailure, LedgerUnavailable, LifecycleError
from lifecycle.recording.schema import not_a_ledger

BUSY_SECONDS = 10
"""How long a write waits for another program's write."""


FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What using a file may raise; the latter where the text in a damaged file is none."""


def refusal_of(error: sqlite3.Error | UnicodeDecodeError, where: str) -> LifecycleError:
    """Return the refusal for an error of SQLite; the error itself stays its ``__cause__``."""
    if isinstance(error, UnicodeDecodeError):
        return _damaged(where, "it holds text that is none")
    primary = getattr(error, "sqlite_errorcode", 0) & 0xFF
    say = _REFUSALS.get(primary)
    if say is None:
        return LedgerUnavailable(f"{where} cannot be used: {error}.")
    return say(where, str(error))


def refusal_of_file(error: OSError, where: str) -> LedgerUnavailable:
    """Return the refusal for an error of the file system."""
    if isinstance(error, FileNotFoundError):
        return LedgerUnavailable(
            f"there is no folder for {where}.",
            "Make the folder, or name another place.",
            code="LC301",
        )
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(where)
    return _not_writable(where, error.strerror or str(error))


def missing(where: str) -> LedgerUnavailable:
    """Return the refusal of a ledger that is not there."""
    return LedgerUnavailable(
        f"there is no ledger at {where}.",
        "Make one: lifecycle init, or name yours: --ledger PATH",
        code="LC301",
    )


def locked(where: str, _: str = "") -> LedgerUnavailable:
    """Return the refusal of a write for which others did not make room."""
    return LedgerUnavailable(
        f"another program has been writing to {where} for more than {BUSY_SECONDS} seconds.",
        "Try again; if it stays so, end the program that holds the file.",
        code="LC302",
    )


def _other_file(where: str, _: str = "") -> LedgerUnavailable:
    return not_a_ledger(where)


def _damaged(where: str, cause: str) -> IntegrityFailure:
    return IntegrityFailure(
        f"the file {where} is damaged: {cause}.",
        "Restore it from a backup, and compare that with a checkpoint kept elsewhere.",
        code="LC411",
    )


def _disk_full(where: str, _: str = "") -> LedgerUnavailable:
    return LedgerUnavailable(
        f"the disk is full: nothing of this write to {where} was kept.",
        "Free some space, then record it again.",
        code="LC307",
    )


def _disk_failed(where: str, cause: str) -> LedgerUnavailable:
    return LedgerUnavailable(
        f"the disk failed while {where} was used: {cause}.",
        "Check the disk and its free space, then try again.",
        code="LC308",
    )


def _not_writable(where: str, cause: str) -> LedgerUnavailable:
    return LedgerUnavailable(
        f"{where} cannot be opened for this: {cause}.",
        "Check who owns the file and its folder, and that the medium can be written to.",
        code="LC305",
    )


_REFUSALS: dict[int, Callable[[str, str], LifecycleError]] = {
    sqlite3.SQLITE_BUSY: locked,
    sqlite3.SQLITE_LOCKED: locked,
    sqlite3.SQLITE_NOTADB: _other_file,
    sqlite3.SQLITE_CORRUPT: _damaged,
    sqlite3.SQLITE_FULL: _disk_full,
    sqlite3.SQLITE_IOERR: _disk_failed,
    sqlite3.SQLITE_READONLY: _not_writable,
    sqlite3.SQLITE_CANTOPEN: _not_writable,
    sqlite3.SQLITE_PERM: _not_writable,
}
