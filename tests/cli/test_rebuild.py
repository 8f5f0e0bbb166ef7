"""What is kept beside the events is derived again, compared and mended: `verify --rebuild`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from tests.cli.terminal import done, typed

pytestmark = pytest.mark.usefixtures("demo")


def edit(statement: str) -> None:
    with closing(sqlite3.connect("lifecycle.db", isolation_level=None)) as connection:
        connection.execute(statement)


def test_nothing_is_mended_where_nothing_was_edited() -> None:
    told = done("verify", "--rebuild")
    assert told.endswith("\nrebuilt    what is kept beside the events is what they say\n")
    assert json.loads(done("verify", "--rebuild", "--json"))["rebuilt"] == []
    assert "rebuilt" not in done("verify")


def test_an_edit_is_named_and_mended_once() -> None:
    edit("UPDATE names SET name = 'Atlas-7B' WHERE folded = 'atlas-7b'")
    assert typed("verify").code == 0
    found = typed("verify", "--rebuild")
    assert found.code == 4
    assert "'Atlas-7B'" in found.out
    assert "rebuilt    1 spelling written anew from the events\n" in found.out
    assert typed("verify", "--rebuild").code == 0


def test_an_edit_is_named_in_json() -> None:
    edit("DELETE FROM names WHERE folded = 'atlas-7b'")
    found = typed("verify", "--rebuild", "--json")
    assert found.code == 4
    (said,) = json.loads(found.out)["rebuilt"]
    assert said.startswith("the spelling kept of the model 'atlas-7b' was missing")


def test_nothing_is_rebuilt_from_events_that_were_changed() -> None:
    edit("UPDATE frontier SET nodes = zeroblob(length(nodes))")
    edit("DELETE FROM names")
    assert typed("verify", "--rebuild").code == 4
    with closing(sqlite3.connect("lifecycle.db")) as connection:
        assert connection.execute("SELECT count(*) FROM names").fetchone() == (0,)
