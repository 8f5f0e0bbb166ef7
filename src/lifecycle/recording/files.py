"""Opens a ledger's file: private, checked before it is read, durable when it is written."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import uniform
from time import monotonic, sleep

from lifecycle.errors import LedgerUnavailable
from lifecycle.recording import schema
from lifecycle.recording.faults import (
    BUSY_SECONDS,
    FAILURES,
    missing,
    refusal_of,
    refusal_of_file,
)

MAGIC = b"SQLite format 3\0"
OLDEST_SQLITE = (3, 37, 0)
"""The first SQLite with strict tables."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is kept: the name for messages, the URI for SQLite, and how it may be used."""

    where: str
    uri: str
    read_only: bool = False

    @property
    def in_memory(self) -> bool:
        """Whether it vanishes when it is closed."""
        return self.uri == ":memory:"

    @property
    def at_rest(self) -> bool:
        """Whether it lies where nothing can be written, and is read as a file that rests."""
        return self.uri.endswith("&immutable=1")


def open_place(where: str | Path, *, create: bool, read_only: bool) -> Place:
    """Return the place of a ledger that can be used, making the file if it may.

    ``where`` is a path or ``:memory:``. Raises ``LedgerUnavailable`` or ``IntegrityFailure``.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LedgerUnavailable(
            f"this Python brings SQLite {sqlite3.sqlite_version}, which has no strict tables.",
            "Use a Python with SQLite 3.37 or later.",
        )
    if str(where) == ":memory:":
        return Place("the ledger in memory", ":memory:")
    path = Path(where)
    place = Place(str(where), _uri(path, "ro" if read_only else "rw"), read_only)
    if create and not read_only:
        _make_private_file(path, place)
    _refuse_other_files(path, place, create=create and not read_only)
    if read_only:
        place = _readable(path, place)
    elif create:
        _make_tables(place)
    return place


def connect(place: Place, *, newer: bool = False) -> sqlite3.Connection:
    """Return a connection with every guard set and asserted, to a file that was checked.

    With ``newer``, a file of a later version is taken as well. Its statements commit
    themselves unless they are put between BEGIN and COMMIT.
    """
    connection = _connect(place)
    try:
        if place.in_memory:
            schema.create(connection)
        schema.check(connection, place.where, newer=newer)
        if not place.read_only:
            _set_durable(connection, place)
    except FAILURES as error:
        connection.close()
        raise refusal_of(error, place.where) from error
    except BaseException:
        connection.close()
        raise
    return connection


def sweep(place: Place) -> None:
    """Have the empty log taken away that reading alone made beside the file.

    A connection that only reads makes the log and its index, and cannot remove them. SQLite does
    when the last connection is closed that may write: it alone knows whether others use them.
    """
    log = Path(f"{place.where}-wal")
    if not place.read_only or place.at_rest or not _is_empty(log):
        return
    writable = replace(place, uri=_uri(place.where, "rw"))
    with suppress(LedgerUnavailable, *FAILURES), closing(_connect(writable)) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master")


def _is_empty(path: Path) -> bool:
    try:
        return path.stat().st_size == 0
    except OSError:
        return False


def _uri(where: str | Path, mode: str) -> str:
    return f"{Path(where).absolute().as_uri()}?mode={mode}"


def _connect(place: Place) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            place.uri, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=True
        )
    except FAILURES as error:
        raise refusal_of(error, place.where) from error
    # Before the file is read at all: its schema must not call functions, its pages must be sound.
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    if place.read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _set_durable(connection: sqlite3.Connection, place: Place) -> None:
    """Make an acknowledged write survive a power loss, and an erased name leave no trace."""
    if not place.in_memory:
        _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA synchronous").fetchone()[0] != 2:
        raise LedgerUnavailable(
            f"SQLite does not keep what is written to {place.where} through a power loss.",
            "Use a Python whose SQLite supports PRAGMA synchronous = FULL.",
        )


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; SQLite does not wait here for others that do the same."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(uniform(0.001, 0.02))  # noqa: S311 -- spreads the tries, keeps no secret
        else:
            assert mode == "wal"
            return


def _make_private_file(path: Path, place: Place) -> None:
    """Make an empty file that its owner alone may read; SQLite gives its log the same mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise refusal_of_file(error, place.where) from error


def _refuse_other_files(path: Path, place: Place, *, create: bool) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except FileNotFoundError:
        raise missing(place.where) from None
    except IsADirectoryError:
        raise schema.not_a_ledger(place.where) from None
    except OSError as error:
        raise refusal_of_file(error, place.where) from error
    if start != MAGIC and not (create and not start):
        raise schema.not_a_ledger(place.where)


def _make_tables(place: Place) -> None:
    """Write the tables into a file that is still empty, whoever made it."""
    connection = _connect(place)
    try:
        if schema.is_blank(connection):
            _set_durable(connection, place)
            schema.create(connection)
    except FAILURES as error:
        raise refusal_of(error, place.where) from error
    finally:
        connection.close()


def _readable(path: Path, place: Place) -> Place:
    """Return the place as it can be read: on a medium that cannot be written, as a file that rests.

    A log beside the file would then be passed over, and with it the newest events: refused.
    """
    try:
        connection = _connect(place)
        try:
            connection.execute("SELECT count(*) FROM sqlite_master")
        finally:
            connection.close()
    except (sqlite3.OperationalError, LedgerUnavailable) as error:
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise LedgerUnavailable(
                f"{place.where} has a log of its newest events, which cannot be read here.",
                f"Copy it and {log.name} to a folder that can be written to, and open it there.",
                code="LC306",
            ) from error
        return replace(place, uri=f"{place.uri}&immutable=1")
    except FAILURES as error:
        raise refusal_of(error, place.where) from error
    return place
