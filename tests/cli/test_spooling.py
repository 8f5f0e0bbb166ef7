"""From pipelines: keeping events in a spool, importing it, and proposals of a registry."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli.terminal import Clock, done, refused, typed

from lifecycle import Ledger
from lifecycle.pipelines import mlflow_registry
from lifecycle.pipelines.proposals import Entry, Run, Version

pytestmark = pytest.mark.usefixtures("empty")

TRAINED = ("record", "trained", "atlas", "--on", "2026-01-10")
TOMORROW = ("record", "trained", "atlas", "--on", "2026-11-25")
RUN = Run("8d26", None, None)
ENTRIES = [
    Entry(
        "atlas",
        datetime(2026, 1, 9, tzinfo=UTC),
        (Version(1, datetime(2026, 1, 10, tzinfo=UTC), RUN, ("champion",)),),
    )
]


@pytest.fixture
def ledger(empty: Path) -> Path:
    """Return a ledger in the folder, in which the model is registered."""
    done("init")
    done("record", "registered", "atlas", "--on", "2026-01-05")
    return empty / "lifecycle.db"


def told(ledger: Path) -> list[str]:
    with Ledger.open(ledger, read_only=True, clock=Clock()) as opened:
        return [f"{recorded.ref} {recorded.event.id}" for recorded in opened.events()]


def the_file() -> Path:
    (path,) = Path("spool").iterdir()
    return path


def test_an_event_is_kept_without_a_ledger_under_the_id_that_is_printed(empty: Path) -> None:
    own = done(*TRAINED, "--spool", "spool", "-q").strip()
    assert json.loads(the_file().read_text())["id"] == own
    assert [path.name for path in empty.iterdir()] == ["spool"]


def test_people_are_told_the_id_the_file_and_what_to_type() -> None:
    assert done(*TRAINED, "--id", "run-17:1", "--spool", "spool").splitlines() == [
        f"run-17:1 kept in {the_file()}: trained of atlas on 2026-01-10",
        "To record it: lifecycle import spool",
    ]


def test_programs_are_told_the_id_and_the_file() -> None:
    form = json.loads(done(*TRAINED, "--id", "run-17:1", "--spool", "spool", "--json"))
    assert form == {
        "schema": "lifecycle/spooled/1",
        "id": "run-17:1",
        "file": str(the_file()),
        "written": True,
    }


def test_json_from_a_program_is_kept_as_well() -> None:
    event = {"type": "trained", "model": "atlas", "occurred_on": "2026-01-10", "id": "run-17:1"}
    printed = done("record", "-", "--spool", "spool", "-q", stdin=json.dumps(event))
    assert printed == "run-17:1\n"
    assert json.loads(the_file().read_text()) == event


def test_a_dry_run_checks_the_event_and_keeps_nothing() -> None:
    assert "can be kept" in done(*TRAINED, "--spool", "spool", "-n")
    assert json.loads(done(*TRAINED, "--spool", "spool", "-n", "--json"))["written"] is False
    assert "is after today" in refused(*TOMORROW, "--spool", "spool", "-n")
    assert not Path("spool").exists()


def test_what_no_ledger_takes_is_refused_at_once() -> None:
    assert refused(*TOMORROW, "--spool", "spool").startswith(
        "Error LC121: 'occurred_on': 2026-11-25 is after today, 2026-11-24."
    )
    assert not Path("spool").exists()


def test_a_spool_is_imported_once(ledger: Path) -> None:
    clock = Clock()
    for step in ("1", "2"):
        clock.instant += timedelta(microseconds=1)
        done(*TRAINED, "--id", step, "--spool", "spool", clock=clock)
    assert done("import", "spool", "-n").startswith("To record: 2 events of spool\n")
    assert done("import", "spool").splitlines() == [
        "Recorded 2 events of spool; the import is ledger#1.",
        'To undo all of it: lifecycle retract ledger#1 --reason "…"',
    ]
    before = told(ledger)
    assert before[1:3] == ["atlas#2 1", "atlas#3 2"]
    assert done("import", "spool") == "spool was imported already; nothing was added.\n"
    assert told(ledger) == before
    assert done("import", "spool", "-n").startswith("In the ledger already: 2 events of spool\n")


def test_a_line_cut_off_by_a_crash_is_named_and_the_others_are_recorded(ledger: Path) -> None:
    done(*TRAINED, "--id", "1", "--spool", "spool")
    with the_file().open("ab") as file:
        file.write(b'{"type": "trained", "mod')
    printed = typed("import", "spool")
    assert printed.code == 2
    assert printed.out.startswith("Recorded 1 event of spool")
    assert [line for line in printed.err.splitlines() if line.startswith("Error")] == [
        f"Error LC112: {the_file().name}, line 2: it was written only in part.",
        "Error LC113: 1 line of spool left out.",
    ]
    assert told(ledger)[1] == "atlas#2 1"


@pytest.mark.usefixtures("ledger")
def test_an_empty_spool_is_said_to_be_empty() -> None:
    Path("spool").mkdir()
    assert done("import", "spool") == "There is no event in spool.\n"
    assert json.loads(done("import", "spool", "--json"))["written"] is False


@pytest.mark.usefixtures("ledger")
def test_a_spool_has_no_mapping() -> None:
    Path("spool").mkdir()
    assert "'--mapping': it belongs to --from csv" in refused("import", "spool", "--mapping", "x")


def started(*args: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [Path(sys.executable).with_name("lifecycle"), *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def printed_by(running: list[subprocess.Popen[str]]) -> list[str]:
    """Return what processes print that must all succeed."""
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * len(running), ended
    return [out for out, _ in ended]


@pytest.mark.slow
def test_eight_processes_that_repeat_an_id_give_one_event(ledger: Path) -> None:
    repeated = (*TRAINED, "--id", "run-17:1", "--json")
    receipts = [json.loads(out) for out in printed_by([started(*repeated) for _ in range(8)])]
    assert {receipt["event"] for receipt in receipts} == {"atlas#2"}
    assert {receipt["recorded_at"] for receipt in receipts} == {receipts[0]["recorded_at"]}
    assert sorted(receipt["already"] for receipt in receipts) == [False] + [True] * 7
    assert told(ledger) == ["atlas#1 None", "atlas#2 run-17:1"]


@pytest.mark.slow
def test_eight_processes_may_fill_a_spool_at_once(ledger: Path) -> None:
    printed_by([started(*TRAINED, "--id", f"n{node}", "--spool", "spool") for node in range(8)])
    assert "Recorded 8 events" in done("import", "spool")
    assert {line.split()[1] for line in told(ledger)[1:-1]} == {f"n{node}" for node in range(8)}


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a registry; that of the library itself is in tests/integrations."""

    def read(uri: str) -> list[Entry]:
        assert uri == "sqlite:///mlflow.db"
        return ENTRIES

    monkeypatch.setattr(mlflow_registry, "read_registry", read)
    return "sqlite:///mlflow.db"


def test_a_registry_is_proposed_and_not_recorded(registry: str, empty: Path) -> None:
    printed = typed("import", "--from", "mlflow", registry)
    assert printed.code == 0
    lines = printed.out.splitlines()
    assert [json.loads(line)["type"] for line in lines] == ["registered", "trained"]
    note, count = printed.err.splitlines()
    assert note.startswith("Note: atlas version 1 is labelled champion")
    assert count == "2 events proposed; nothing was recorded."
    assert list(empty.iterdir()) == []


def test_confirmed_proposals_are_imported_and_not_proposed_again(registry: str) -> None:
    done("init")
    printed = typed("import", "--from", "mlflow", registry, "-o", "found.jsonl")
    assert printed.out == ""
    assert printed.err.endswith("then: lifecycle import found.jsonl\n")
    text = Path("found.jsonl").read_text()
    Path("found.jsonl").write_text(text.replace('"name":"atlas"', '"name":"Atlas 7B"'))
    done("import", "found.jsonl")
    printed = typed("import", "--from", "mlflow", registry)
    assert printed.out == ""
    assert "0 events proposed, 2 more in the ledger already; nothing was recorded" in printed.err


def test_what_somebody_may_have_confirmed_is_not_overwritten(registry: str) -> None:
    Path("found.jsonl").write_text("confirmed\n")
    said = refused("import", "--from", "mlflow", registry, "-o", "found.jsonl")
    assert said.startswith("Error LC110: '-o': found.jsonl cannot be written: File exists.")
    assert Path("found.jsonl").read_text() == "confirmed\n"


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mlflow", None)
    assert refused("import", "--from", "mlflow", "sqlite:///mlflow.db").splitlines() == [
        "Error LC109: MLflow is not installed here.",
        "  Install it beside this program: pip install 'gpai-lifecycle-ledger[mlflow]'",
    ]


def test_only_proposals_go_where_minus_o_says() -> None:
    assert "'-o'" in refused("import", "events.jsonl", "-o", "found.jsonl")
    Path("spool").mkdir()
    assert "'-o'" in refused("import", "spool", "-o", "found.jsonl")
