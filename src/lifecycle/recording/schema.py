"""What a ledger's file is: its tables word for word, its mark; any other file is refused."""

from __future__ import annotations

import sqlite3

from lifecycle.errors import IntegrityFailure, LedgerUnavailable

APPLICATION_ID = 0x4C43_4C47
"""Marks a SQLite file as one of ours ("LCLG")."""

USER_VERSION = 1
"""The shape of the tables below; a file with a higher one was written by a newer program."""

SEALED_COLUMNS = (
    "position",
    "stream",
    "version",
    "topic",
    "occurred_on",
    "recorded_at",
    "recorded_by",
    "event_id",
    "body",
)
"""The columns of ``events`` in the order in which a leaf covers them: all but ``leaf`` itself."""

# SQLite keeps these texts as they are written here, and a file is one of ours when it holds
# exactly them: a changed letter would make every existing ledger unreadable.
OBJECTS = {
    "events": """CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  version INTEGER NOT NULL,
  topic TEXT NOT NULL,
  occurred_on TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  recorded_by TEXT NOT NULL,
  event_id TEXT UNIQUE,
  body BLOB NOT NULL,
  leaf BLOB NOT NULL CHECK (length(leaf) = 32),
  UNIQUE (stream, version)
) STRICT""",
    "one_spelling_a_stream": """CREATE UNIQUE INDEX one_spelling_a_stream
ON events (lower(stream)) WHERE version = 1""",
    "events_are_never_changed": """CREATE TRIGGER events_are_never_changed
BEFORE UPDATE ON events BEGIN SELECT RAISE (ABORT, 'a recorded event is never changed'); END""",
    "events_are_never_deleted": """CREATE TRIGGER events_are_never_deleted
BEFORE DELETE ON events BEGIN SELECT RAISE (ABORT, 'a recorded event is never deleted'); END""",
    "frontier": """CREATE TABLE frontier (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  nodes BLOB NOT NULL
) STRICT""",
    "first_key": """CREATE TABLE first_key (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  key TEXT NOT NULL
) STRICT""",
    "checkpoints": """CREATE TABLE checkpoints (
  number INTEGER PRIMARY KEY,
  size INTEGER NOT NULL,
  nodes BLOB NOT NULL,
  note BLOB NOT NULL,
  written_at INTEGER NOT NULL,
  handed_out_at INTEGER,
  hands_over INTEGER NOT NULL,
  timestamp BLOB
) STRICT""",
    "names": """CREATE TABLE names (
  space TEXT NOT NULL,
  folded TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (space, folded)
) STRICT, WITHOUT ROWID""",
    "person": """CREATE TABLE person (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID""",
}


_HARMLESS = ("CREATE TABLE ", "CREATE INDEX ", "CREATE UNIQUE INDEX ")


def create(connection: sqlite3.Connection) -> None:
    """Write the tables into an empty file, unless another process has just done so."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if is_blank(connection):
            for statement in OBJECTS.values():
                connection.execute(statement)
            connection.execute("INSERT INTO frontier VALUES (1, 0, x'')")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {USER_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def is_blank(connection: sqlite3.Connection) -> bool:
    """Return whether the file holds nothing and belongs to no other program."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    return mark == 0 and not _objects(connection)


def check(connection: sqlite3.Connection, where: str, *, newer: bool = False) -> None:
    """Refuse a file that is not a ledger of this version, before any of its rows is read.

    A view, a trigger or a table that is not ours could hang a reader or show it other rows.
    With ``newer``, the tables and indexes that a later version added are let be. Raises
    ``LedgerUnavailable`` for another program's file and for a newer ledger,
    ``IntegrityFailure`` for a ledger whose tables were changed.
    """
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    if mark != APPLICATION_ID:
        raise not_a_ledger(where)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    later = version > USER_VERSION
    if later and not newer:
        raise LedgerUnavailable(
            f"{where} was written by a newer version of this program (its tables have version"
            f" {version}, this program knows {USER_VERSION}).",
            "Upgrade the package gpai-lifecycle-ledger.",
            code="LC304",
        )
    found = _objects(connection)
    strange = sorted(
        name
        for name, text in found.items()
        if OBJECTS.get(name) != text
        and not (later and name not in OBJECTS and text.startswith(_HARMLESS))
    )
    missing = sorted(OBJECTS.keys() - found.keys())
    if strange or missing:
        raise IntegrityFailure(
            f"the tables of {where} are not those of a ledger:"
            + (f" not ours: {', '.join(map(ascii, strange))}." if strange else "")
            + (f" missing: {', '.join(missing)}." if missing else ""),
            "Restore it from a backup, and compare that with a checkpoint kept elsewhere.",
            code="LC410",
        )


def not_a_ledger(where: str) -> LedgerUnavailable:
    """Return the refusal of a file that is something else."""
    return LedgerUnavailable(
        f"{where} is not a ledger of this program.",
        "Name the ledger with --ledger PATH, or make a new one: lifecycle init",
        code="LC303",
    )


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the texts of what the file holds, by name; SQLite's own indexes have none."""
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return dict(rows.fetchall())
