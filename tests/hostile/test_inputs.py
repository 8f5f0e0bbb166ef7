"""Input that was made to do harm, at the doors through which it comes; nothing of it is kept.

One test for each kind; the readers' own tests try many more of each.
"""

from __future__ import annotations

import ast
import io
import json
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, suppress
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.auditing.operator import Desk
from tests.cli.terminal import typed

from lifecycle.errors import LifecycleError
from lifecycle.exchange import json_reader
from lifecycle.exchange.json_reader import read_events, read_object
from lifecycle.ledger import Ledger
from lifecycle.recording.verify import verify

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

ROOT = Path(__file__).parents[2]
EVENT = {"type": "registered", "model": "atlas", "occurred_on": "2026-01-05"}


def refused(text: str | bytes) -> LifecycleError:
    """Return the refusal of a line that is imported; the ledger stays empty."""
    line = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    with Ledger.open(":memory:") as ledger:
        with pytest.raises(LifecycleError) as refusal:
            ledger.import_events(event for _, event in read_events(io.BytesIO(line)))
        assert ledger.head.size == 0
    return refusal.value


def with_field(name: str, value: str) -> str:
    """Return an event as JSON with one more field, its value written as it stands."""
    return json.dumps(EVENT)[:-1] + f', "{name}": {value}}}'


@pytest.mark.parametrize("bomb", ["[" * 200_000, '{"a":' * 200_000, "[" * 2_000 + "]" * 2_000])
def test_nesting(bomb: str) -> None:
    assert refused(bomb).exit_code == 2


def test_a_name_given_twice() -> None:
    refused(with_field("model", '"other"'))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400000", "1" * 10_000])
def test_numbers_that_are_none(number: str) -> None:
    refused(with_field("base_compute_flop", number))


@pytest.mark.parametrize(
    "name", ["a\ud800", "a\x00b", "a\x1b[2Jb", "a\u202eb", "a\u200bb", "e\u0301", " a", "../../a"]
)
def test_names_that_are_not_what_they_look_like(name: str) -> None:
    refused(json.dumps({**EVENT, "model": name}))


@pytest.mark.parametrize("value", ["false", "1.0", "[1]", "{}"])
def test_values_of_another_kind(value: str) -> None:
    refused(with_field("note", value))


def test_a_field_that_there_is_not() -> None:
    refused(with_field("position", "7"))


class Endless(io.RawIOBase):
    """A stream that never ends, and counts what was taken of it."""

    def __init__(self) -> None:
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        room = memoryview(buffer)
        room[:] = b"x" * len(room)
        self.taken += len(room)
        assert self.taken < 10 * json_reader.MAX_LINE, "the line is not cut"
        return len(room)


def test_a_line_that_never_ends_is_given_up_early() -> None:
    stream = Endless()
    with pytest.raises(LifecycleError):
        read_events(io.BufferedReader(stream))


def test_a_text_of_a_hundred_megabytes_is_refused_before_it_is_parsed() -> None:
    text = b'{"type":"' + b"x" * 100_000_000 + b'"}'
    tracemalloc.start()
    with pytest.raises(LifecycleError):
        read_object(text)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


def test_neither_yaml_nor_archives_are_read() -> None:
    needed = {
        requirement.split()[0].lower()
        for requirement in metadata.requires("gpai-lifecycle-ledger") or []
    }
    assert not {name for name in needed if "yaml" in name}
    assert (
        imported_by_the_project() & {"yaml", "zipfile", "tarfile", "gzip", "bz2", "lzma", "pickle"}
        == set()
    )


def test_nothing_speaks_to_the_network() -> None:
    """There is no request that anybody could send elsewhere."""
    speaking = {"socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"}
    assert imported_by_the_project() & speaking == set()


def imported_by_the_project() -> set[str]:
    """Return the names of all modules that the project's own modules import."""
    return {
        name
        for folder in ("src", "projections", "cli")
        for path in (ROOT / folder).rglob("*.py")
        for name in imports(ast.parse(path.read_text()))
    }


def imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield node.module.split(".")[0]


SQL = ["1' OR 1=1--", "'; DROP TABLE events; --", '" OR ""="', "%_", "\\", "a') UNION SELECT 1--"]


@given(st.sampled_from(SQL), st.text(max_size=5))
def test_text_is_never_taken_for_sql(text: str, more: str) -> None:
    with Ledger.open(":memory:", who=text) as ledger:
        ledger.record(EVENT | {"id": "first"})
        for name in (text, text + more):
            assert list(ledger.events(model=name)) == []
            assert list(ledger.events(organisation=name)) == []
            with pytest.raises(LifecycleError):
                ledger.find(name)
        with suppress(LifecycleError):
            ledger.record({**EVENT, "type": "noted", "text": text + more, "id": "second"})
        assert ledger.models() == ["atlas"]
        assert [recorded.event.id for recorded in ledger.events()][:1] == ["first"]


def test_a_path_to_elsewhere_is_never_made_of_what_was_recorded(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        ledger.record({**EVENT, "model": "a/b"})
    files = sorted(path.name for path in tmp_path.rglob("*"))
    assert files == ["ledger.db"]


def test_what_a_terminal_would_obey_is_shown_and_not_obeyed(desk: Desk) -> None:
    """A name that no door lets in may still stand in a file that somebody else wrote."""
    clear = "m0\x1b[2J\x1b]0;title\x07"
    desk.edit(
        lambda connection: connection.execute(
            "UPDATE events SET stream = ? WHERE stream = 'model:m0'", (f"model:{clear}",)
        )
    )
    for command in (("verify",), ("events",), ("status",), ("status", clear), ("why", clear, "x")):
        printed = typed(*command, "--ledger", str(desk.path))
        assert not set("\x1b\x07") & set(printed.out + printed.err), command
        assert "Traceback" not in printed.err


def test_a_damaged_file_gives_no_traceback_on_the_command_line(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as connection:
        connection.execute("PRAGMA wal_checkpoint (TRUNCATE)")
    whole = desk.path.read_bytes()
    for start in range(4_096, len(whole), 8_192):
        desk.path.write_bytes(whole[:start] + b"\xff" * 2_000 + whole[start + 2_000 :])
        for command in (("verify",), ("events",), ("status",)):
            printed = typed(*command, "--ledger", str(desk.path))
            assert printed.code in (0, 3, 4), printed.err
            assert "Traceback" not in printed.err


def test_verifying_an_input_that_was_refused_finds_nothing(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        with pytest.raises(LifecycleError):
            ledger.import_events([EVENT, {**EVENT, "model": "\u202e"}])
        assert ledger.head.size == 0
    assert verify(tmp_path / "ledger.db").ok
