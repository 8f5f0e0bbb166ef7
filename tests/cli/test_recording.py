"""What is typed is recorded: by type, as JSON, once for an id, put right, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.terminal import Clock, done, refused, typed

from lifecycle import Ledger

RELEASE = ("record", "released", "nova", "--on", "2026-01-15")


@pytest.fixture(autouse=True)
def ledger(empty: Path) -> Path:
    done("init", "--no-key")
    done("record", "registered", "nova", "--on", "2026-01-01", "--actor", "acme")
    return empty / "lifecycle.db"


def told(path: Path) -> list[dict[str, object]]:
    with Ledger.open(path, read_only=True) as ledger:
        return [json.loads(line) for line in ledger.export()]


def test_every_fact_of_a_type_is_an_option(ledger: Path) -> None:
    done(*RELEASE, "--channel", "api", "--commercial", "no", "--own-name", "unknown")
    assert told(ledger)[-1] == {
        "type": "released",
        "model": "nova",
        "occurred_on": "2026-01-15",
        "channel": "api",
        "commercial": False,
        "own_name": None,
    }


def test_compute_stays_exact(ledger: Path) -> None:
    done("record", "trained", "nova", "--on", "2026-01-15", "--cumulative-flop",
         "10000000000000000000000001")  # fmt: skip
    assert told(ledger)[-1]["cumulative_flop"] == "1.0000000000000000000000001e+25"


def test_evidence_notes_and_assumptions_go_with_an_event(ledger: Path) -> None:
    done(*RELEASE, "--market", "union", "--evidence", "Release notes=https://acme.example/r",
         "--evidence", "Contract", "--note", "first one", "--assumed", "market",
         "--id", "ci-17")  # fmt: skip
    event = told(ledger)[-1]
    assert event["evidence"] == [
        {"title": "Release notes", "uri": "https://acme.example/r"},
        {"title": "Contract"},
    ]
    assert (event["note"], event["assumed"], event["id"]) == ("first one", ["market"], "ci-17")


def test_the_receipt_names_the_event_and_the_instant() -> None:
    printed = done(*RELEASE, clock=Clock())
    assert printed == (
        "nova#2 recorded 2026-11-24T21:30:07.123457Z: released of nova on 2026-01-15\n"
    )


def test_the_receipt_as_json_and_as_the_bare_name() -> None:
    receipt = json.loads(done(*RELEASE, "--json", "--id", "r1"))
    assert (receipt["schema"], receipt["event"], receipt["already"]) == (
        "lifecycle/receipt/1",
        "nova#2",
        False,
    )
    assert done(*RELEASE, "-q") == "nova#3\n"


def test_an_id_is_recorded_once(ledger: Path) -> None:
    done(*RELEASE, "--channel", "api", "--id", "ci-17")
    again = done(*RELEASE, "--channel", "api", "--id", "ci-17")
    assert "nova#2 was already recorded" in again
    assert len(told(ledger)) == 2


def test_an_id_with_another_content_is_a_conflict(ledger: Path) -> None:
    done(*RELEASE, "--channel", "api", "--id", "ci-17")
    err = refused(*RELEASE, "--channel", "download", "--id", "ci-17", code=5)
    assert err.startswith("Error LC130: ")
    assert len(told(ledger)) == 2


def test_relative_days_are_resolved_and_shown(ledger: Path) -> None:
    printed = done("record", "leaked", "nova", "--on", "yesterday")
    assert "leaked of nova on 2026-11-23" in printed
    assert told(ledger)[-1]["occurred_on"] == "2026-11-23"


def test_the_day_in_brussels_counts() -> None:
    late = Clock(Clock().instant.replace(hour=23, minute=30))
    assert "on 2026-11-25" in done("record", "leaked", "nova", "--on", "today", clock=late)


def test_a_day_is_never_guessed(ledger: Path) -> None:
    assert "--on is missing" in refused("record", "leaked", "nova")
    assert len(told(ledger)) == 1


def test_a_day_to_come_is_refused_but_can_be_tried(ledger: Path) -> None:
    assert "LC121" in refused("record", "leaked", "nova", "--on", "2026-12-24")
    assert "Nothing was written" in done("record", "leaked", "nova", "--on", "2026-12-24", "-n")
    assert len(told(ledger)) == 1


def test_one_event_as_json_from_standard_input(ledger: Path) -> None:
    event = {"type": "leaked", "model": "nova", "occurred_on": "2026-01-15"}
    assert "nova#2" in done("record", "-", stdin=json.dumps(event))
    assert told(ledger)[-1] == event


def test_an_unlisted_word_is_kept_with_a_warning(ledger: Path) -> None:
    printed = typed(*RELEASE, "--channel", "appi")
    assert printed.code == 0
    assert printed.err == (
        "Warning: 'channel': 'appi' is not a listed word and decides nothing. Did you mean 'api'?\n"
    )
    assert told(ledger)[-1]["channel"] == "appi"


def test_notes_belong_to_models_or_organisations(ledger: Path) -> None:
    done("record", "noted", "nova", "--on", "2026-01-15", "--text", "seen at a fair")
    done("record", "noted", "--organisation", "acme", "--on", "2026-01-15", "--text", "moved")
    assert [event.get("model") or event.get("organisation") for event in told(ledger)[-2:]] == [
        "nova",
        "acme",
    ]


def test_a_fact_is_corrected_and_taken_back(ledger: Path) -> None:
    done(*RELEASE, "--market", "union", "--commercial", "yes")
    done("correct", "nova#2", "--set", "on=2026-01-10", "--set", "commercial=unknown",
         "--reason", "release notes")  # fmt: skip
    assert told(ledger)[-1] == {
        "type": "corrected",
        "model": "nova",
        "occurred_on": "2026-11-24",
        "target": "nova#2",
        "changes": {"commercial": None, "occurred_on": "2026-01-10"},
        "reason": "release notes",
    }


def test_a_correction_is_corrected_by_its_facts(ledger: Path) -> None:
    done(*RELEASE, "--market", "union")
    done("correct", "nova#2", "--set", "commercial=yes", "--reason", "contract")
    done("correct", "nova#3", "--set", "market=outside_union", "--reason", "contract, page 2")
    assert told(ledger)[-1]["changes"] == {
        "changes": {"commercial": True, "market": "outside_union"}
    }


def test_an_event_is_named_by_its_id_as_well(ledger: Path) -> None:
    done(*RELEASE, "--id", "ci-17")
    done("retract", "ci-17", "--reason", "never released")
    assert (told(ledger)[-1]["type"], told(ledger)[-1]["target"]) == ("retracted", "nova#2")


def test_a_dry_run_writes_nothing_and_fails_as_the_real_one_would(ledger: Path) -> None:
    assert "Nothing was written (-n)" in done(*RELEASE, "-n")
    assert "LC104" in refused("correct", "nova#9", "--set", "market=union", "--reason", "x", "-n")
    assert len(told(ledger)) == 1
    done(*RELEASE, "--id", "ci-17")
    assert "LC130" in refused(*RELEASE, "--channel", "api", "--id", "ci-17", "-n", code=5)
    assert len(told(ledger)) == 2
