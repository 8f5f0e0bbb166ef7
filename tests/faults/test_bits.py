"""A flipped bit anywhere in a ledger's files is found, or changes nothing that is read."""

from __future__ import annotations

import random
import sqlite3
import sys
from collections import Counter
from pathlib import Path
from typing import Literal

import pytest
from tests.auditing.operator import SIZE, Desk, events_told

from lifecycle.auditing.checkpoints import hand_out
from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording.faults import FAILURES
from lifecycle.recording.verify import verify

Outcome = Literal["found", "unchanged", "missed"]


def at_rest(desk: Desk) -> bytes:
    """Return the ledger's one file, with its log taken in."""
    connection = sqlite3.connect(desk.path)
    connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    connection.close()
    return desk.path.read_bytes()


def told(path: Path) -> list[object]:
    """Return everything that the ledger answers from its events, and its keys.

    What lies outside the seal by design is left out: names of persons, and which checkpoints the
    keeper wrote and handed out when.
    """
    with (
        Ledger.open(path, create=False) as ledger,
        ledger.storage.seals(write=False) as seals,
    ):
        return [
            seals.keys(),
            *((each.position, each.event.body(), each.recorded_at) for each in ledger.events()),
            *(each.ref for model in ledger.models() for each in ledger.events(model=model)),
            ledger.head,
        ]


def outcome(path: Path, checkpoint: bytes | None, before: list[object]) -> Outcome:
    try:
        if not verify(path, checkpoint=checkpoint).ok:
            return "found"
        return "unchanged" if told(path) == before else "missed"
    except LifecycleError:
        return "found"


def only_integrity_check(path: Path, before: list[object]) -> Outcome:
    try:
        connection = sqlite3.connect(path)
        found = connection.execute("PRAGMA integrity_check").fetchall()
        connection.close()
        if found != [("ok",)]:
            return "found"
        return "unchanged" if told(path) == before else "missed"
    except (LifecycleError, *FAILURES):
        return "found"


def flipped_file(path: Path, content: bytes) -> Path:
    clear(path)
    path.write_bytes(content)
    return path


def clear(path: Path) -> None:
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)


@pytest.mark.parametrize(
    "tries",
    [
        pytest.param(60, id="60", marks=pytest.mark.slow),
        pytest.param(500, id="500", marks=pytest.mark.soak),
    ],
)
def test_a_flipped_bit_in_the_file_is_found_or_harmless(
    untouched: Desk, tmp_path: Path, tries: int
) -> None:
    desk = untouched.copy(tmp_path / "desk")
    whole, checkpoint = at_rest(desk), desk.kept.read_bytes()
    before = told(desk.path)
    chance = random.Random(3)  # noqa: S311 -- the same bits in every run
    ours: Counter[Outcome] = Counter()
    sqlites: Counter[Outcome] = Counter()
    for _ in range(tries):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        ours[outcome(flipped_file(desk.path, bytes(flipped)), checkpoint, before)] += 1
        sqlites[only_integrity_check(flipped_file(desk.path, bytes(flipped)), before)] += 1
    sys.stdout.write(
        f"bit flips in the file: verify {dict(ours)}, integrity_check {dict(sqlites)}\n"
    )
    assert ours["missed"] == 0
    assert sqlites["missed"] > 0, "the negative control: SQLite alone misses some"


@pytest.mark.parametrize(
    "tries",
    [
        pytest.param(40, id="40", marks=pytest.mark.slow),
        pytest.param(200, id="200", marks=pytest.mark.soak),
    ],
)
def test_a_flipped_bit_in_the_log_is_found_or_harmless(
    untouched: Desk, tmp_path: Path, tries: int
) -> None:
    files, checkpoint, before = with_a_log(untouched, tmp_path)
    chance = random.Random(4)  # noqa: S311 -- the same bits in every run
    counted: Counter[Outcome] = Counter()
    place = tmp_path / "ledger.db"
    for _ in range(tries):
        flipped = bytearray(files["-wal"])
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        lay_out(place, files[""], bytes(flipped))
        counted[outcome(place, checkpoint, before)] += 1
    sys.stdout.write(f"bit flips in the log: {dict(counted)}\n")
    assert counted["missed"] == 0
    assert counted["found"] > 0


@pytest.mark.parametrize(
    "cuts",
    [
        pytest.param(30, id="30", marks=pytest.mark.slow),
        pytest.param(100, id="100", marks=pytest.mark.soak),
    ],
)
def test_a_log_that_was_cut_leaves_a_shorter_ledger_that_only_a_checkpoint_tells(
    untouched: Desk, tmp_path: Path, cuts: int
) -> None:
    files, checkpoint, before = with_a_log(untouched, tmp_path)
    counted: Counter[Outcome] = Counter()
    silent = 0
    place = tmp_path / "ledger.db"
    for number in range(cuts):
        log = files["-wal"][: len(files["-wal"]) * number // cuts]
        lay_out(place, files[""], log)
        counted[outcome(place, checkpoint, before)] += 1
        lay_out(place, files[""], log)
        silent += outcome(place, None, before) == "missed"
    sys.stdout.write(f"cut logs: {dict(counted)}; without a checkpoint {silent} are missed\n")
    assert counted["missed"] == 0
    assert counted["found"] > 0
    assert silent > 0, "the negative control: a shorter log is a silent step back"


def with_a_log(untouched: Desk, folder: Path) -> tuple[dict[str, bytes], bytes, list[object]]:
    """Return the files of a ledger with its newest events in the log, and a checkpoint of all."""
    desk = untouched.copy(folder / "desk")
    at_rest(desk)
    holder = sqlite3.connect(desk.path)
    holder.execute("SELECT count(*) FROM events").fetchone()
    with desk.open() as ledger:
        for event in events_told(SIZE + 20)[SIZE:]:
            ledger.record(event)
        checkpoint = hand_out(ledger, desk.key).note
    files = {
        beside: desk.path.with_name(desk.path.name + beside).read_bytes() for beside in ("", "-wal")
    }
    assert files["-wal"]
    before = told(desk.path)
    holder.close()
    return files, checkpoint, before


def lay_out(place: Path, content: bytes, log: bytes) -> None:
    clear(place)
    place.write_bytes(content)
    place.with_name(place.name + "-wal").write_bytes(log)
