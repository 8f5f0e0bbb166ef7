"""Writing: events through the public door beside raw sqlite3 with the same bytes and commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.ratio import Ratio, alternately, seconds
from bench.story import story
from lifecycle import Ledger
from lifecycle.recording.verify import verify
from lifecycle.seal.leaf import leaf_data

APPENDS = 300
MODELS = 1_000

Row = tuple[int, str, int, str, str, int, str, str | None, bytes, bytes]
_TABLE = (
    "CREATE TABLE events (position INTEGER PRIMARY KEY, stream TEXT, version INTEGER, topic TEXT,"
    " occurred_on TEXT, recorded_at INTEGER, recorded_by TEXT, event_id TEXT UNIQUE, body BLOB,"
    " leaf BLOB, UNIQUE (stream, version))"
)
_INSERT = "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def ratios() -> Iterator[Ratio]:
    """Yield the ratios of speeds of single appends and of a bulk import, and of verification."""
    with TemporaryDirectory() as folder:
        yield from _append(Path(folder))
        yield from _bulk(Path(folder))


def _append(folder: Path) -> Iterator[Ratio]:
    events = list(story(models=APPENDS // 10))
    ours = theirs = 0.0
    with Ledger.open(folder / "append.db") as ledger:
        raw = _raw(folder / "append.raw")
        for place, event in enumerate(events):
            start = perf_counter()
            ledger.record(event)
            ours += perf_counter() - start
            row = _rows(folder / "append.db", place)
            start = perf_counter()
            with raw:
                raw.execute("BEGIN IMMEDIATE")
                raw.executemany(_INSERT, row)
            theirs += perf_counter() - start
    count = len(events)
    yield Ratio("append, one event a commit, speed of raw sqlite3", ours / count, theirs / count,
                reach="at least 0.8", speed=True)  # fmt: skip


def _bulk(folder: Path) -> Iterator[Ratio]:
    events = list(story(models=MODELS))
    with Ledger.open(folder / "bulk.db") as ledger:
        ours = seconds(lambda: ledger.import_events(events))
    rows = _rows(folder / "bulk.db", 0)
    raw = _raw(folder / "bulk.raw")

    def insert() -> None:
        with raw:
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(_INSERT, rows)

    yield Ratio("bulk import, speed of raw executemany", ours, seconds(insert),
                reach="at least 0.25", speed=True)  # fmt: skip

    leaves = [b"\x00" + leaf_data(row[:-1]) for row in rows]
    pairs = [(bytes(32), bytes(32))] * (len(rows) - 1)

    def hash_all() -> None:
        for leaf in leaves:
            sha256(leaf).digest()
        for left, right in pairs:
            sha256(b"\x01" + left + right).digest()

    checked = alternately(lambda: verify(folder / "bulk.db"), hash_all, rounds=9)
    yield Ratio("verify / hashing the leaves and nodes of its tree", *checked, reach="at most 2")


def _raw(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.execute("PRAGMA synchronous = FULL")
    raw.execute(_TABLE)
    return raw


def _rows(path: Path, start: int) -> Sequence[Row]:
    with sqlite3.connect(path) as stored:
        return stored.execute(
            "SELECT position, stream, version, topic, occurred_on, recorded_at, recorded_by,"
            " event_id, body, leaf FROM events WHERE position >= ?",
            (start,),
        ).fetchall()
