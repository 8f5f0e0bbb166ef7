"""A refusal says what happened, why, and what to type, as it was kept, and exits with its code."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.terminal import SNAPSHOTS, done, kept, refused, sections, typed

ROOT = Path(__file__).parents[2]
RAISED = re.compile(r"""["'](LC[0-9]{3})["']""")
CODE = re.compile(r"LC[0-9]{3}")

USAGE: tuple[tuple[str, ...], ...] = (
    ("statsu",),
    ("status", "--fromat", "json"),
    ("status", "--format", "jsn"),
    ("status", "--format", "xml"),
    ("status", "--color", "nevr"),
    ("status", "--state", "placed"),
    ("status", "--as-of", "2026-01-15"),
    ("status", "one", "two"),
    ("why", "atlas-7b"),
    ("record",),
    ("record", "release", "atlas-7b"),
    ("record", "corrected", "atlas-7b"),
    ("record", "released", "atlas-7b"),
    ("record", "released", "atlas-7b", "--on", "today", "--chanel", "api"),
    ("record", "released", "atlas-7b", "--on"),
    ("correct", "atlas-7b#5", "--set", "market=union"),
    ("help", "datse"),
    ("kinds", "relased"),
    ("kinds", "released", "--template", "csv"),
    ("completion", "tcsh"),
)

NAMES: tuple[tuple[str, ...], ...] = (
    ("status", "atlas7b"),
    ("status", "atlas-7b", "--rulebook", "guidelines-2025"),
    ("why", "atlas-7b", "53(1)(e)"),
    ("why", "atlas-7b", "technical documentation"),
    ("rules", "M99"),
    ("correct", "atlas-7b#99", "--set", "market=union", "--reason", "x"),
    ("correct", "atlas-7b#5", "--set", "markt=union", "--reason", "x"),
    ("correct", "atlas-7b#5", "--set", "market", "--reason", "x"),
    ("retract", "no-such-id", "--reason", "x"),
    ("record", "leaked", "Atlas-7B", "--on", "2026-01-15"),
    ("record", "leaked", "nova", "--on", "2026-01-15"),
    ("record", "leaked", "a b", "--on", "2026-01-15"),
    ("import", "nowhere.jsonl"),
    ("import", "inventory.csv", "--from", "csv"),
    ("import", "inventory.csv", "--mapping", "oficer"),
    ("import", "events.jsonl", "--assume", "market=union"),
    ("gate", "nowhere.jsonl"),
    ("verify", "--checkpoint", "nowhere.checkpoint"),
    ("verify", "--evidence", "nowhere"),
    ("verify", "--key", "no key"),
    ("audit", "nowhere", "--key", "no key"),
    ("audit", "nowhere", "--key", "inventory.csv"),
    ("audit", "nowhere", "--key", "lifecycle.key"),
    ("checkpoint", "-o", "lifecycle.checkpoint"),
    ("timestamp", "query", "lifecycle.tsq"),
    ("timestamp", "query", "models.checkpoint"),
    ("timestamp", "keep", "nowhere.tsr"),
    ("attach", "atlas-7b", "53-1-d", "nowhere.pdf", "--on", "2026-01-15"),
    ("status", "-o", "nowhere/status.txt"),
    ("export", "-o", "nowhere/events.jsonl"),
)

DAYS: tuple[tuple[str, ...], ...] = (
    ("status", "--on", "01/02/2026"),
    ("status", "--on", "13/02/2026"),
    ("status", "--on", "2026-02-30"),
    ("status", "--on", "2026-W01-1"),
    ("status", "--on", "20260115"),
    ("status", "--on", "tomorrow"),
    ("status", "--on", "26-01-15"),
    ("status", "--known-at", "2026-01-15T21:30"),
    ("status", "--known-at", "2026-12-24"),
    ("status", "--known-at", "2026-12-24T00:00:00Z"),
    ("deadlines", "--within", "a month"),
    ("diff", "--on", "2026-01-15..1/2/2026"),
    ("record", "leaked", "atlas-7b", "--on", "2026-12-24"),
    ("record", "leaked", "atlas-7b", "--on", "01/02/2026"),
)

VALUES: tuple[tuple[str, ...], ...] = (
    ("--commercial", "maybe"),
    ("--first-customer-on", "soon"),
    ("--host", "Open Hub"),
    ("--recipients", "customers,customers"),
    ("--assumed", "markt"),
    ("--evidence", "=https://acme.example"),
    ("--note", "a\x1b[2Jb"),
    ("--id", "atlas-7b#5"),
)

COMPUTE: tuple[tuple[str, ...], ...] = (
    ("--update-flop", "lots"),
    ("--update-flop", "-1"),
    ("--update-flop", "1,5e24"),
    ("--update-flop", "1e99"),
    ("--cumulative-flop-range", "2e24"),
    ("--cumulative-flop-range", "2e24..1e24"),
    ("--components", "pretraining=x"),
)

LINES: dict[str, str] = {
    "not JSON": "nonsense",
    "a list": "[]",
    "no type": "{}",
    "an unknown type": '{"type": "release", "model": "atlas-7b", "occurred_on": "2026-01-15"}',
    "an unknown field": '{"type": "leaked", "model": "a", "occurred_on": "2026-01-15", "x": 1}',
    "a field of the ledger": '{"type": "leaked", "model": "a", "occurred_on": "2026-01-15",'
    ' "position": 1}',
    "a name twice": '{"type": "leaked", "type": "leaked"}',
    "NaN": '{"type": "trained", "model": "atlas-7b", "update_flop": NaN}',
    "a number as a day": '{"type": "leaked", "model": "atlas-7b", "occurred_on": 20260115}',
}


def printed_by(commands: tuple[tuple[str, ...], ...]) -> str:
    """Return what each command prints, which must be a refusal with a cause and a cure."""
    found: list[tuple[str, str]] = []
    for command in commands:
        err = refused(*command)
        assert re.match(r"Error LC[0-9]{3}: \S.*[.!?;…]\n  \S.*\n$", err), (command, err)
        found.append((f"lifecycle {' '.join(command)}", err))
    return sections([(ascii(name)[1:-1], err) for name, err in found])


@pytest.fixture
def files(demo: Path) -> None:
    """Files that can be read, so that what is refused is something else."""
    for name in ("inventory.csv", "events.jsonl"):
        (demo / name).write_text("model,registered_on\n")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("name", "commands"), [("usage", USAGE), ("names", NAMES), ("days", DAYS)], ids=lambda x: x
    if isinstance(x, str) else "",
)  # fmt: skip
def test_refusals_of_commands(name: str, commands: tuple[tuple[str, ...], ...]) -> None:
    kept(SNAPSHOTS / f"errors-{name}.txt", printed_by(commands))


@pytest.mark.usefixtures("demo")
def test_refusals_of_values() -> None:
    released = ("record", "released", "atlas-7b", "--on", "2026-01-15")
    trained = ("record", "trained", "atlas-7b", "--on", "2026-01-15")
    commands = [(*released, *value) for value in VALUES] + [(*trained, *value) for value in COMPUTE]
    kept(SNAPSHOTS / "errors-values.txt", printed_by(tuple(commands)))


@pytest.mark.usefixtures("demo")
def test_refusals_of_json() -> None:
    found = [(name, refused("record", "-", stdin=line)) for name, line in LINES.items()]
    kept(SNAPSHOTS / "errors-json.txt", sections(found))


def test_every_bad_row_of_an_import_is_named(demo: Path) -> None:
    good = '{"type": "leaked", "model": "atlas-7b", "occurred_on": "2026-01-15"}'
    (demo / "bad.jsonl").write_text("\n".join([good, *LINES.values(), good]))
    before = done("events", "--format", "csv")
    err = refused("import", "bad.jsonl")
    assert [int(line) for line in re.findall(r"line ([0-9]+)", err)] == list(range(2, 11))
    assert err.splitlines()[-1] == "Error LC111: 9 lines cannot be taken; nothing was written."
    kept(SNAPSHOTS / "errors-import.txt", err)
    assert done("events", "--format", "csv") == before


def test_a_dry_run_of_an_import_is_refused_alike(demo: Path) -> None:
    (demo / "bad.jsonl").write_text("\n".join(LINES.values()))
    assert refused("import", "bad.jsonl", "-n") == refused("import", "bad.jsonl")


def missing(_: Path) -> None:
    """There is no ledger."""


def empty_file(folder: Path) -> None:
    (folder / "lifecycle.db").touch()


def text_file(folder: Path) -> None:
    (folder / "lifecycle.db").write_text("not a ledger, but longer than the mark of a database\n")


def other_database(folder: Path) -> None:
    with sqlite3.connect(folder / "lifecycle.db") as connection:
        connection.execute("CREATE TABLE mine (x)")
    connection.close()


def newer(folder: Path) -> None:
    done("init", "--no-key")
    connection = sqlite3.connect(folder / "lifecycle.db")
    connection.execute("PRAGMA user_version = 99")
    connection.close()


LEDGERS: tuple[Callable[[Path], None], ...] = (
    missing,
    empty_file,
    text_file,
    other_database,
    newer,
)


@pytest.mark.parametrize("prepare", LEDGERS, ids=lambda f: str(f.__name__))
def test_a_ledger_that_cannot_be_used(empty: Path, prepare: Callable[[Path], None]) -> None:
    prepare(empty)
    files = sorted(empty.iterdir())
    commands = [("status",), ("record", "leaked", "nova", "--on", "today")]
    # The seal of a newer version's ledger can be verified: its columns are what they are.
    commands += [] if prepare is newer else [("verify",)]
    for command in commands:
        printed = typed(*command)
        assert (printed.code, printed.out) == (3, ""), printed
        kept(SNAPSHOTS / f"ledger-{prepare.__name__}-{command[0]}.txt", printed.err)
    assert sorted(empty.iterdir()) == files


def test_a_ledger_is_never_made_over_another(demo: Path) -> None:
    assert "LC131" in refused("init", code=5)
    assert "LC131" in typed("demo").err
    assert demo.exists()


def test_what_was_tampered_with_is_told_by_its_code(demo: Path) -> None:
    connection = sqlite3.connect(demo / "lifecycle.db")
    connection.execute("DROP TRIGGER events_are_never_changed")
    connection.execute("UPDATE events SET occurred_on = '2025-01-01' WHERE position = 3")
    connection.commit()
    connection.close()
    printed = typed("verify")
    assert printed.code == 4
    assert "Traceback" not in printed.err


def test_every_code_that_can_be_typed_is_in_a_snapshot() -> None:
    # Storage that fails, keys and seals are tried where they are made.
    raised: set[str] = set()
    for path in (ROOT / "cli").rglob("*.py"):
        raised |= set(RAISED.findall(path.read_text(encoding="utf-8")))
    shown: set[str] = set()
    for path in SNAPSHOTS.glob("*.txt"):
        shown |= set(CODE.findall(path.read_text(encoding="utf-8")))
    seen_elsewhere = {"LC109", "LC131", "LC900"}
    assert raised - shown <= seen_elsewhere
