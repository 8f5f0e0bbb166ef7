"""Whoever runs a ledger and cheats: edits its file, seals it again, signs it again."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from lifecycle.auditing.checkpoints import hand_out, sign_checkpoint
from lifecycle.auditing.keys import give_key, key_path, keys_of, memory_path
from lifecycle.ledger import Ledger
from lifecycle.recording import schema
from lifecycle.recording.rows import leaf_of
from lifecycle.seal.keyring import KeyRing
from lifecycle.seal.merkle import Frontier

ANCHORED = 100
SIZE = 120
START = datetime(2026, 3, 1, tzinfo=UTC)

Edit = Callable[[sqlite3.Connection], object]


class Ticking:
    """A clock that goes on by a minute each time it is asked."""

    def __init__(self, instant: datetime = START) -> None:
        self.instant = instant

    def __call__(self) -> datetime:
        self.instant += timedelta(minutes=1)
        return self.instant


def events_told(count: int, text: str = "api") -> list[dict[str, object]]:
    """Return the events of ten models that are registered and then released again and again."""
    return [
        {"type": "registered", "model": f"m{number}", "occurred_on": "2026-01-05"}
        if number < 10
        else {
            "type": "released",
            "model": f"m{number % 10}",
            "occurred_on": "2026-01-06",
            "channel": text,
        }
        for number in range(count)
    ]


class Desk:
    """A ledger in a folder, its key, and the checkpoint that somebody else keeps."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "ledger.db"
        self.key = key_path(self.path)
        self.kept = folder / "kept-elsewhere.checkpoint"
        self.clock = Ticking()

    def open(self) -> Ledger:
        """Open the ledger."""
        return Ledger.open(self.path, clock=self.clock)

    def start(self) -> None:
        """Record 100 events, hand out a checkpoint of them, and record 20 more."""
        with self.open() as ledger:
            give_key(ledger, self.key, origin="example.org/ledger")
            told = events_told(SIZE)
            ledger.import_events(told[:ANCHORED])
            hand_out(ledger, self.key, self.kept)
            ledger.import_events(told[ANCHORED:])
            sign_checkpoint(ledger, self.key)

    def copy(self, folder: Path) -> Desk:
        """Return the same desk in another folder."""
        shutil.copytree(self.path.parent, folder, dirs_exist_ok=True)
        return Desk(folder)

    def keys(self) -> KeyRing:
        """Return the public key as it was given to others when the ledger was made."""
        with self.open() as ledger:
            return KeyRing.of(keys_of(ledger).tenures[0].key)

    def edit(self, edit: Edit) -> None:
        """Change rows behind the program's back, leaving the seal as it is."""
        with self._unguarded() as connection:
            edit(connection)

    def seal_again(self) -> None:
        """Number the rows anew and compute every leaf and the tree again."""
        with self._unguarded() as connection:
            rows = connection.execute("SELECT * FROM events ORDER BY position").fetchall()
            connection.execute("DELETE FROM events")
            versions: dict[str, int] = {}
            tree = Frontier()
            last = 0
            for position, (_, stream, _, topic, day, at, by, own_id, body, _) in enumerate(rows):
                versions[stream] = versions.get(stream, 0) + 1
                last = max(last + 1, at)
                columns = (position, stream, versions[stream], topic, day, last, by, own_id, body)
                leaf = leaf_of(columns)
                tree = tree.append(leaf)
                connection.execute(
                    "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*columns, leaf)
                )
            connection.execute(
                "UPDATE frontier SET size = ?, nodes = ?", (tree.size, tree.to_bytes())
            )

    def sign_again(self) -> None:
        """Forget every checkpoint that was signed, and sign what is there now with the key."""
        with self._unguarded() as connection:
            connection.execute("DELETE FROM checkpoints")
        memory_path(self.key).unlink(missing_ok=True)
        with self.open() as ledger:
            sign_checkpoint(ledger, self.key)

    @contextmanager
    def _unguarded(self) -> Generator[sqlite3.Connection]:
        guards = ("events_are_never_changed", "events_are_never_deleted")
        with closing(sqlite3.connect(self.path)) as connection, connection:
            for guard in guards:
                connection.execute(f"DROP TRIGGER {guard}")
            yield connection
            for guard in guards:
                connection.execute(schema.OBJECTS[guard])
