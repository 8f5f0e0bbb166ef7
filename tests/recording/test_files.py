"""Opening a ledger's file: private, checked before a row is read, durable, read at rest."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from lifecycle import IntegrityFailure, Ledger, LedgerUnavailable, LifecycleError
from lifecycle.recording import files, schema
from lifecycle.recording.files import connect, open_place
from lifecycle.recording.sqlite import SQLiteLedgerRecorder
from lifecycle.recording.transactions import LedgerDatastore
from lifecycle.time import system_clock

EVENT = {"type": "registered", "model": "atlas", "occurred_on": "2025-03-01"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with Ledger.open(path) as ledger:
        ledger.record(EVENT)
    return path


def refusal_of(path: Path, *, create: bool = True, read_only: bool = False) -> LifecycleError:
    with pytest.raises(LifecycleError) as refusal:
        Ledger.open(path, create=create, read_only=read_only).head  # noqa: B018
    return refusal.value


class TestMaking:
    def test_the_file_and_its_log_are_their_owners_alone(self, tmp_path: Path) -> None:
        old = os.umask(0)
        try:
            with Ledger.open(tmp_path / "ledger.db") as ledger:
                ledger.record(EVENT)
                modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()}
        finally:
            os.umask(old)
        assert modes == {
            "ledger.db": 0o600,
            "ledger.db-wal": 0o600,
            "ledger.db-shm": 0o600,
        }

    def test_many_may_make_it_at_once(self, tmp_path: Path) -> None:
        def opened(number: int) -> str:
            with Ledger.open(tmp_path / "ledger.db") as ledger:
                return ledger.record({**EVENT, "model": f"m{number}"}).ref

        with ThreadPoolExecutor(8) as pool:
            refs = list(pool.map(opened, range(8)))
        assert refs == [f"m{number}#1" for number in range(8)]

    def test_a_file_left_empty_by_a_killed_maker_is_finished(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.db"
        path.touch()
        assert refusal_of(path, create=False).code == "LC303"
        with Ledger.open(path) as ledger:
            assert ledger.head.size == 0

    def test_a_missing_one_is_not_made_for_reading(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.db"
        for refusal in (refusal_of(path, create=False), refusal_of(path, read_only=True)):
            assert refusal.code == "LC301"
            assert "lifecycle init" in refusal.cure
        assert not path.exists()

    def test_a_folder_must_exist(self, tmp_path: Path) -> None:
        refusal = refusal_of(tmp_path / "nowhere" / "ledger.db")
        assert "there is no folder" in refusal.cause

    def test_postgresql_is_for_a_later_version(self) -> None:
        with pytest.raises(LedgerUnavailable, match="not supported by this version"):
            Ledger.open("postgresql://db/ledger")

    def test_an_old_sqlite_is_refused(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
        assert "strict tables" in refusal_of(file).cause


class TestDurability:
    def test_every_guard_is_set(self, file: Path) -> None:
        place = open_place(file, create=False, read_only=False)
        with closing(connect(place)) as connection:
            settings = {
                name: connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in (
                    "journal_mode",
                    "synchronous",
                    "secure_delete",
                    "foreign_keys",
                    "busy_timeout",
                    "trusted_schema",
                    "cell_size_check",
                    "application_id",
                    "user_version",
                )
            }
        assert settings == {
            "journal_mode": "wal",
            "synchronous": 2,
            "secure_delete": 1,
            "foreign_keys": 1,
            "busy_timeout": 10_000,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "application_id": schema.APPLICATION_ID,
            "user_version": schema.USER_VERSION,
        }

    def test_a_sqlite_that_does_not_keep_its_promise_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, file: Path
    ) -> None:
        class Careless(sqlite3.Connection):
            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:  # noqa: ANN401
                return super().execute(sql.replace("= FULL", "= NORMAL"), *parameters)

        monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Careless))
        assert "power loss" in refusal_of(file).cause

    def test_a_copy_without_a_log_gets_one_again(self, file: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy.db"
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        with Ledger.open(copy) as ledger:
            ledger.record({**EVENT, "model": "bora"})
            assert (tmp_path / "copy.db-wal").exists()
            assert ledger.models() == ["atlas", "bora"]

    def test_two_that_switch_to_the_log_at_once_wait_for_each_other(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """SQLite does not wait by itself when both want the file alone."""

        class Contended(sqlite3.Connection):
            refusals = 2

            def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:  # noqa: ANN401
                if "WAL" in sql and self.refusals:
                    self.refusals -= 1
                    busy = sqlite3.OperationalError("database is locked")
                    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
                    raise busy
                return super().execute(sql, *parameters)

        naps: list[float] = []
        monkeypatch.setattr(files, "sleep", naps.append)
        with closing(sqlite3.connect(tmp_path / "a.db", factory=Contended)) as connection:
            files._use_write_ahead_log(connection)
        assert len(naps) == 2
        monkeypatch.setattr(files, "BUSY_SECONDS", -1)
        with (
            closing(sqlite3.connect(tmp_path / "b.db", factory=Contended)) as connection,
            pytest.raises(sqlite3.OperationalError),
        ):
            files._use_write_ahead_log(connection)


def edited(*statements: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()

    return edit


class TestOtherFiles:
    """What is not a ledger of this version is refused before a row of it is read."""

    @pytest.mark.parametrize(
        "content",
        [b"", b"SQLite format 2\0", b"# Notes\n", b"PK\x03\x04" * 100],
        ids=["empty", "old", "text", "zip"],
    )
    def test_another_kind_of_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "notes"
        path.write_bytes(content)
        assert refusal_of(path, create=False).code == "LC303"
        assert path.read_bytes() == content

    def test_a_folder(self, tmp_path: Path) -> None:
        assert refusal_of(tmp_path).code == "LC303"

    def test_another_program_s_database_is_let_be(self, tmp_path: Path) -> None:
        path = tmp_path / "other.db"
        edited("CREATE TABLE notes (text)")(path)
        before = path.read_bytes()
        assert refusal_of(path).code == "LC303"
        edited("PRAGMA application_id = 17", "DROP TABLE notes")(path)
        assert refusal_of(path).code == "LC303"
        edited("PRAGMA application_id = 0", "CREATE TABLE notes (text)")(path)
        assert before[:16] == path.read_bytes()[:16]
        assert [p.name for p in tmp_path.iterdir()] == ["other.db"]

    def test_a_newer_ledger(self, file: Path) -> None:
        edited(f"PRAGMA user_version = {schema.USER_VERSION + 1}")(file)
        refusal = refusal_of(file)
        assert refusal.code == "LC304"
        assert "Upgrade" in refusal.cure

    @pytest.mark.parametrize(
        "edit",
        [
            edited("CREATE VIEW extra AS SELECT 1"),
            edited(
                "ALTER TABLE events RENAME TO hidden",
                "CREATE VIEW events AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r)"
                " SELECT n AS position FROM r",
            ),
            edited("CREATE TRIGGER extra AFTER INSERT ON names BEGIN DELETE FROM person; END"),
            edited("DROP TRIGGER events_are_never_changed"),
            edited(
                "DROP TRIGGER events_are_never_changed",
                "CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events"
                " BEGIN SELECT 1; END",
            ),
            edited("CREATE TABLE extra (x)"),
            edited("DROP INDEX one_spelling_a_stream"),
            edited("DROP TABLE frontier"),
        ],
        ids=["view", "hanging view", "trigger", "none", "harmless", "table", "index", "frontier"],
    )
    def test_a_ledger_whose_tables_were_changed(
        self, file: Path, edit: Callable[[Path], None]
    ) -> None:
        edit(file)
        for refusal in (refusal_of(file), refusal_of(file, read_only=True)):
            assert isinstance(refusal, IntegrityFailure)
            assert refusal.code == "LC410"

    def test_a_file_swapped_while_it_is_open_is_checked_too(self, file: Path) -> None:
        place = open_place(file, create=False, read_only=False)
        edited("CREATE VIEW extra AS SELECT 1")(file)
        recorder = SQLiteLedgerRecorder(LedgerDatastore(place), system_clock)
        with pytest.raises(IntegrityFailure):
            recorder.head()
        recorder.datastore.close()

    def test_a_file_that_only_begins_like_one(self, tmp_path: Path) -> None:
        path = tmp_path / "ledger.db"
        path.write_bytes(files.MAGIC + b"\xff" * 2_000)
        assert refusal_of(path).code == "LC303"
        assert refusal_of(path, read_only=True).code == "LC303"

    def test_a_damaged_file(self, file: Path) -> None:
        with file.open("r+b") as raw:
            raw.seek(100)
            raw.write(b"\xff" * 3_000)
        assert refusal_of(file).code == "LC411"


class TestReading:
    def test_a_ledger_opened_for_reading_is_not_written(self, file: Path) -> None:
        with Ledger.open(file, read_only=True) as ledger:
            assert ledger.models() == ["atlas"]
            with pytest.raises(LedgerUnavailable) as refusal:
                ledger.record({**EVENT, "model": "bora"})
            assert refusal.value.code == "LC305"

    def test_it_is_read_while_another_writes(self, file: Path) -> None:
        with Ledger.open(file) as writer, Ledger.open(file, read_only=True) as reader:
            writer.record({**EVENT, "model": "bora"})
            assert reader.models() == ["atlas", "bora"]

    def test_a_medium_that_takes_no_lock_is_read_as_a_file_at_rest(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What `TestReadOnlyMedium` tries for real, here without another user."""
        real = files._connect

        def connect(place: files.Place) -> sqlite3.Connection:
            if "immutable" in place.uri:
                return real(place)
            raise sqlite3.OperationalError("unable to open database file")

        monkeypatch.setattr(files, "_connect", connect)
        with Ledger.open(file, read_only=True) as ledger:
            assert ledger.models() == ["atlas"]
        log = file.with_name("ledger.db-wal")
        log.write_bytes(b"newer")
        assert refusal_of(file, read_only=True).code == "LC306"


READ_AS_NOBODY = """
import os, sys
from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording.files import open_place

if os.geteuid() == 0:  # whom no mode of a file keeps out
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    print(open_place(sys.argv[1], create=False, read_only=True).uri.rpartition("?")[2])
    with Ledger.open(sys.argv[1], read_only=True, who="nobody") as ledger:
        print(ledger.models())
    with Ledger.open(sys.argv[1], who="nobody") as ledger:
        ledger.head
except LifecycleError as error:
    print(error.code)
"""


class TestReadOnlyMedium:
    """A folder and files that nobody may write to, read by a user who is not root."""

    @pytest.fixture
    def medium(self) -> Iterator[Path]:
        with TemporaryDirectory() as folder:
            yield Path(folder)
            Path(folder).chmod(0o755)

    def read_as_nobody(self, medium: Path) -> list[str]:
        for path in medium.iterdir():
            path.chmod(0o444)
        medium.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", READ_AS_NOBODY, medium / "ledger.db"],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def test_it_is_read_as_a_file_at_rest(self, medium: Path) -> None:
        with Ledger.open(medium / "ledger.db") as ledger:
            ledger.record(EVENT)
        assert self.read_as_nobody(medium) == ["mode=ro&immutable=1", "['atlas']", "LC305"]

    def test_a_log_with_newer_events_is_not_passed_over(self, medium: Path) -> None:
        with Ledger.open(medium / "ledger.db") as ledger:
            ledger.record(EVENT)
            log = (medium / "ledger.db-wal").read_bytes()
        (medium / "ledger.db-wal").write_bytes(log)
        assert self.read_as_nobody(medium) == ["LC306"]
