"""A file that claims to be a ledger runs nothing, hangs nobody, and is refused with a reason."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.auditing.operator import SIZE, Desk

from lifecycle.errors import IntegrityFailure, LedgerUnavailable, LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording import raw, schema
from lifecycle.recording.verify import verify

ENDLESS = (
    "CREATE VIEW {} AS WITH RECURSIVE endless(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM endless)"
    " SELECT n AS position, '' AS stream, 1 AS version, '' AS topic, '' AS occurred_on,"
    " n AS recorded_at, '' AS recorded_by, NULL AS event_id, x'' AS body, x'' AS leaf FROM endless"
)


def opened(path: Path) -> None:
    with Ledger.open(path) as ledger:
        ledger.now()


def changed(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("statements", "refusal"),
    [
        pytest.param(
            ("DROP TABLE events", ENDLESS.format("events")),
            "not ours: 'events'",
            id="an endless view in the place of the events",
        ),
        pytest.param((ENDLESS.format("more"),), "not ours: 'more'", id="an endless view"),
        pytest.param(
            ("CREATE TRIGGER later AFTER INSERT ON events BEGIN DELETE FROM frontier; END",),
            "not ours: 'later'",
            id="a trigger",
        ),
        pytest.param(
            ("CREATE VIRTUAL TABLE words USING fts5(word)",), "not ours", id="a virtual table"
        ),
        pytest.param(("CREATE TABLE more (a)",), "not ours: 'more'", id="a table"),
        pytest.param(
            ("CREATE INDEX costly ON events (hex(hex(body)))",), "not ours", id="an index"
        ),
        pytest.param(("DROP TABLE person",), "missing: person", id="a table too few"),
        pytest.param(
            ("ALTER TABLE names ADD COLUMN more TEXT",), "not ours: 'names'", id="a column"
        ),
    ],
)
@pytest.mark.parametrize("way_in", [verify, opened])
def test_a_file_with_other_tables_is_refused_before_a_row_is_read(
    desk: Desk, statements: tuple[str, ...], refusal: str, way_in: Callable[[Path], object]
) -> None:
    changed(desk.path, *statements)
    with pytest.raises(IntegrityFailure, match=refusal):
        way_in(desk.path)


def test_without_the_refusal_an_endless_view_would_hang_a_reader(desk: Desk) -> None:
    """The negative control: the view above is endless indeed."""
    changed(desk.path, "DROP TABLE events", ENDLESS.format("events"))
    connection = sqlite3.connect(desk.path)
    stopped = iter([False] * 20)
    connection.set_progress_handler(lambda: next(stopped, True), 10_000)
    with pytest.raises(sqlite3.OperationalError, match="interrupted"):
        connection.execute("SELECT count(*) FROM events").fetchone()
    connection.close()


def test_a_file_that_takes_too_many_steps_is_given_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(raw, "STEPS_AT_ONCE", 100)
    monkeypatch.setattr(raw, "STEPS_A_KILOBYTE", 1)
    report = verify(desk.path)
    assert "cannot be read beyond position" in report.problems[0].cause
    assert "interrupted" in report.problems[0].cause


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite format 3", b"SQLite format 3\x00" + bytes(84), b"hello " * 1000, bytes(8192)],
    ids=["empty", "cut", "a header of zeros", "text", "zeros"],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ledger.db").write_bytes(content)
    with pytest.raises(LifecycleError) as refused:
        verify(tmp_path / "ledger.db")
    assert refused.value.exit_code in (3, 4)


def test_another_program_s_database_is_refused(tmp_path: Path) -> None:
    changed(tmp_path / "other.db", "CREATE TABLE events (position)")
    with pytest.raises(LedgerUnavailable, match="is not a ledger of this program"):
        verify(tmp_path / "other.db")


def test_pages_that_refer_to_each_other_in_a_circle_are_reported(desk: Desk) -> None:
    """Every page of the file is overwritten in turn by the root page of the events."""
    changed(desk.path, "PRAGMA wal_checkpoint (TRUNCATE)")
    whole = desk.path.read_bytes()
    connection = sqlite3.connect(desk.path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'events'").fetchone()
    connection.close()
    page = whole[(root[0] - 1) * 4096 : root[0] * 4096]
    reported = 0
    for number in range(1, len(whole) // 4096):
        if number == root[0] - 1:
            continue
        desk.path.write_bytes(whole[: number * 4096] + page + whole[(number + 1) * 4096 :])
        for beside in ("-wal", "-shm"):
            desk.path.with_name(desk.path.name + beside).unlink(missing_ok=True)
        try:
            reported += not verify(desk.path).ok
        except LifecycleError:
            reported += 1
    assert reported >= len(whole) // 4096 - 3


def test_no_number_of_problems_makes_a_report_endless(desk: Desk) -> None:
    desk.edit(lambda connection: connection.execute("UPDATE events SET recorded_by = 'x'"))
    report = verify(desk.path)
    assert len(report.problems) == 100
    assert not report.complete


def test_a_stored_topic_is_never_imported(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "evilmod.py").write_text("raise SystemExit('ran')")
    desk.edit(
        lambda connection: connection.execute(
            "UPDATE events SET topic = 'evilmod:X' WHERE position = 50"
        )
    )
    desk.seal_again()
    sys.path.insert(0, str(tmp_path))
    try:
        assert "the first 100 events" in verify(desk.path).problems[0].cause
        with desk.open() as ledger, pytest.raises(LifecycleError, match="evilmod:X"):
            list(ledger.events())
        assert "evilmod" not in sys.modules
    finally:
        sys.path.remove(str(tmp_path))


class TestAnotherVersion:
    """The file of a later version: the old program verifies it, and does nothing else."""

    @pytest.fixture
    def later(self, desk: Desk) -> Desk:
        changed(
            desk.path,
            f"PRAGMA user_version = {schema.USER_VERSION + 1}",
            "CREATE TABLE invented_later (a)",
            "CREATE INDEX invented_too ON invented_later (a)",
        )
        return desk

    def test_it_is_not_opened(self, later: Desk) -> None:
        with pytest.raises(LedgerUnavailable, match="written by a newer version") as refused:
            opened(later.path)
        assert refused.value.exit_code == 3

    def test_it_is_verified_all_the_same_with_topics_that_are_unknown_here(
        self, later: Desk
    ) -> None:
        later.edit(
            lambda connection: connection.execute(
                "UPDATE events SET topic = 'invented/9' WHERE position >= 100"
            )
        )
        later.seal_again()
        report = verify(later.path, checkpoint=later.kept.read_bytes())
        assert report.size == SIZE
        assert report.covered == 0
        assert len(report.problems) == 1
        assert "the first 120 events are not those" in report.problems[0].cause

    def test_its_views_are_refused_like_any_other(self, later: Desk) -> None:
        changed(later.path, ENDLESS.format("more"))
        with pytest.raises(IntegrityFailure, match="not ours: 'more'"):
            verify(later.path)


def test_verifying_changes_nothing_and_needs_no_write(desk: Desk, tmp_path: Path) -> None:
    alone = tmp_path / "alone"
    alone.mkdir()
    shutil.copy(desk.path, alone / "ledger.db")
    before = (alone / "ledger.db").read_bytes()
    (alone / "ledger.db").chmod(0o444)
    assert verify(alone / "ledger.db").ok
    assert (alone / "ledger.db").read_bytes() == before
