"""A spool: events wait in files of their own, whole or not at all, and are read back in order."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.given import LONG_AFTER, ScriptedClock

from lifecycle import InputError, LedgerUnavailable
from lifecycle.pipelines.spool import Spool

TRAINED = {"type": "trained", "model": "atlas", "occurred_on": "2026-01-10"}


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", clock=ScriptedClock())


def ids(spool: Spool) -> list[str]:
    kept, refusals = spool.read()
    assert refusals == []
    return [each.id for each in kept]


def refused(spool: Spool) -> list[str]:
    _, refusals = spool.read()
    return [str(refusal) for refusal in refusals]


def test_an_event_lies_in_a_file_of_its_own(spool: Spool) -> None:
    kept = spool.keep({**TRAINED, "id": "run-17:1"})
    assert [path.name for path in spool.folder.iterdir()] == [kept.path.name]
    assert json.loads(kept.path.read_text()) == {**TRAINED, "id": "run-17:1"}
    assert kept.path.read_bytes().endswith(b"\n")


def test_what_has_no_id_gets_one(spool: Spool) -> None:
    first, second = spool.keep(TRAINED), spool.keep(TRAINED)
    assert first.id != second.id
    assert ids(spool) == [first.id, second.id]


def test_events_are_read_in_the_order_kept_though_the_clock_stands(spool: Spool) -> None:
    told = [f"run-17:{step}" for step in range(20)]
    for each in told:
        spool.keep({**TRAINED, "id": each})
    assert ids(spool) == told


def test_several_spools_of_one_folder_are_read_by_the_clock(tmp_path: Path) -> None:
    early, late = ScriptedClock(), ScriptedClock(LONG_AFTER + timedelta(seconds=1))
    Spool(tmp_path, clock=late).keep({**TRAINED, "id": "second"})
    Spool(tmp_path, clock=early).keep({**TRAINED, "id": "first"})
    assert ids(Spool(tmp_path)) == ["first", "second"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"type": "trainde"}, "Did you mean 'trained'?"),
        ({"occurred_on": "2026-11-25"}, "is after today, 2026-11-24"),
        ({"update_flop": 3e24}, "binary float"),
    ],
)
def test_what_no_ledger_takes_is_not_kept(
    spool: Spool, changes: dict[str, object], named: str
) -> None:
    with pytest.raises(InputError, match=named.replace("?", r"\?")):
        spool.keep({**TRAINED, **changes})
    assert not spool.folder.exists()


def test_the_last_day_is_that_of_brussels(tmp_path: Path) -> None:
    just_after_midnight_there = ScriptedClock(datetime(2026, 1, 9, 23, 30, tzinfo=UTC))
    assert Spool(tmp_path, clock=just_after_midnight_there).keep(TRAINED).path.exists()


def test_a_folder_that_cannot_be_written_to_is_named(spool: Spool) -> None:
    spool.folder.parent.joinpath("spool").write_text("a file is in the way")
    with pytest.raises(LedgerUnavailable, match=r"no event can be kept in .*spool"):
        spool.keep(TRAINED)


def test_a_write_that_fails_leaves_no_event(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    spool.keep({**TRAINED, "id": "before"})

    def full(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(LedgerUnavailable, match="No space left") as refusal:
            spool.keep(TRAINED)
    assert refusal.value.code == "LC320"
    assert ids(spool) == ["before"]
    assert len(list(spool.folder.iterdir())) == 1


def test_the_bytes_are_on_the_disk_before_the_name_is(
    spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.folder.mkdir()
    synced: list[tuple[bool, int]] = []
    fsync = os.fsync

    def noted(descriptor: int) -> None:
        whole = stat.S_ISREG(os.fstat(descriptor).st_mode)
        synced.append((whole, len(list(spool.folder.glob("*.jsonl")))))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    spool.keep(TRAINED)
    assert synced == [(True, 0), (False, 1)]


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_last_line_written_in_part_is_named_and_the_rest_is_read(spool: Spool, cut: int) -> None:
    kept = spool.keep({**TRAINED, "id": "whole"})
    line = kept.path.read_bytes()
    broken = kept.path.with_name("20260101T000000.000000Z-node-1.jsonl")
    broken.write_bytes(line.replace(b"whole", b"first") + line[:cut])
    found, refusals = spool.read()
    assert [each.id for each in found] == ["first", "whole"]
    (refusal,) = refusals
    assert str(refusal).startswith(f"{broken.name}, line 2: it was written only in part.")


def test_a_whole_last_line_without_its_end_is_read(spool: Spool) -> None:
    kept = spool.keep({**TRAINED, "id": "whole"})
    kept.path.write_bytes(kept.path.read_bytes().rstrip())
    assert ids(spool) == ["whole"]


def test_every_bad_line_is_named_by_file_and_line(spool: Spool) -> None:
    good = spool.keep({**TRAINED, "id": "good"}).path
    good.with_name("a.jsonl").write_text(
        '{"type": "trained", "model": "atlas", "occurred_on": "2026-01-10"}\n'
        "not json\n"
        '{"type": "trained", "model": "atlas", "occurred_on": "10.01.2026", "id": "x"}\n'
    )
    assert [line.split(".jsonl, ")[1].split(":")[0] for line in refused(spool)] == [
        "line 1, 'id'",
        "line 2",
        "line 3, 'occurred_on'",
    ]


def test_other_files_and_folders_are_passed_over(spool: Spool) -> None:
    spool.keep({**TRAINED, "id": "one"})
    spool.folder.joinpath("notes.txt").write_text("mine")
    spool.folder.joinpath("old.jsonl").mkdir()
    spool.folder.joinpath(".2026.jsonl.f00d").write_bytes(b'{"type": "trai')
    assert ids(spool) == ["one"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="gone cannot be read: No such file"):
        Spool(tmp_path / "gone").read()
