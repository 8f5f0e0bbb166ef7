"""A file is imported whole or not at all, once, and can be taken back as a whole."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused, typed

EVENTS = [
    {"type": "registered", "model": "nova", "occurred_on": "2026-01-01", "id": "n1"},
    {"type": "leaked", "model": "nova", "occurred_on": "2026-01-02", "id": "n2"},
]


@pytest.fixture(autouse=True)
def ledger(empty: Path) -> Path:
    done("init", "--no-key")
    (empty / "events.jsonl").write_text("".join(json.dumps(event) + "\n" for event in EVENTS))
    return empty


def sheet(folder: Path, **cells: str) -> None:
    columns = done("kinds", "--template", "csv").splitlines()[0].split(",")
    row = ",".join(cells.get(column, "") for column in columns)
    (folder / "inventory.csv").write_text(f"{','.join(columns)}\n{row}\n")


def test_all_events_of_a_file_are_recorded_and_the_import_with_them() -> None:
    assert done("import", "events.jsonl").splitlines() == [
        "Recorded 2 events of events.jsonl; the import is ledger#1.",
        'To undo all of it: lifecycle retract ledger#1 --reason "…"',
    ]
    assert "events.jsonl was imported already" in done("import", "events.jsonl")
    assert len(done("export").splitlines()) == 3


def test_a_dry_run_writes_nothing() -> None:
    printed = done("import", "events.jsonl", "-n")
    assert printed.startswith("To record: 2 events of events.jsonl\n")
    assert "inactive -> undetermined" in printed
    assert printed.endswith("Nothing was written (-n).\n")
    assert done("export") == ""


def test_a_dry_run_of_what_was_imported_says_so() -> None:
    done("import", "events.jsonl")
    assert done("import", "events.jsonl", "-n").splitlines()[:3] == [
        "In the ledger already: 2 events of events.jsonl",
        "",
        "It would change no obligation on any day.",
    ]
    found = json.loads(done("import", "events.jsonl", "-n", "--json"))
    assert (found["events"], found["consequences"]) == (0, [])


def test_standard_input_as_json_and_names_alone() -> None:
    text = "".join(json.dumps(event) + "\n" for event in EVENTS)
    found = json.loads(done("import", "-", "-n", "--json", stdin=text))
    assert (found["schema"], found["events"], found["written"]) == (
        "lifecycle/consequences/1",
        2,
        False,
    )
    assert {each["model"] for each in found["consequences"]} == {"nova"}
    assert done("import", "-", "-q", stdin=text) == "nova#1\nnova#2\nledger#1\n"


def test_the_import_as_json() -> None:
    found = json.loads(done("import", "events.jsonl", "--json"))
    assert (found["events"], found["written"]) == (2, True)
    assert found["import"]["event"] == "ledger#1"
    again = json.loads(done("import", "events.jsonl", "--json"))
    assert (again["written"], again["import"]["already"]) == (False, True)


def test_an_import_is_taken_back_as_a_whole() -> None:
    done("import", "events.jsonl")
    done("retract", "ledger#1", "--reason", "wrong file")
    printed = done("events", "nova")
    assert set(re.findall(r"retracted by (\S+)", printed)) == {"nova#3", "nova#4"}


def test_a_sheet_becomes_events_by_a_mapping(ledger: Path) -> None:
    sheet(ledger, model="nova", registered_on="2026-01-01", released_on="2026-01-05", channel="api")
    done("import", "inventory.csv", "--mapping", "officer", "--assume", "released.market=union")
    released = json.loads(done("export").splitlines()[1])
    assert (released["market"], released["assumed"]) == ("union", ["market"])


def test_bad_rows_of_a_sheet_are_named_by_their_number(ledger: Path) -> None:
    sheet(ledger, model="nova", registered_on="01/02/2026")
    err = refused("import", "inventory.csv", "--mapping", "officer", "-n")
    assert "row 2, 'registered_on'" in err
    assert "2026-02-01 or 2026-01-02" in err


def test_a_warning_names_its_event() -> None:
    event = {"type": "released", "model": "nova", "occurred_on": "2026-01-03", "channel": "apy"}
    text = "".join(json.dumps(each) + "\n" for each in (*EVENTS, event))
    printed = typed("import", "-", stdin=text)
    assert printed.code == 0
    assert printed.err.startswith("Warning: nova#3: 'channel': 'apy' is not a listed word")
