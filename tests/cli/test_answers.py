"""Every answer names its axes in every format, and is given again to the letter."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from tests.cli.terminal import Clock, done, refused, typed

from lifecycle import Ledger
from lifecycle.time import show_instant

DAY = ("--on", "2026-01-15")
KNOWN = ("--known-at", "2026-01-15T12:00:00Z")
SHOWN = "2026-01-15T12:00:00.000000Z"
QUESTIONS = (
    ("status",),
    ("status", "atlas-7b"),
    ("why", "atlas-7b", "53-1-d"),
    ("timeline", "atlas-7b"),
    ("events", "atlas-7b", "--effects"),
    ("questions",),
    ("deadlines",),
)

pytestmark = pytest.mark.usefixtures("demo")


def head() -> tuple[int, str]:
    with Ledger.open("lifecycle.db", read_only=True) as ledger:
        return ledger.head.size, ledger.head.root.hex()


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_people_read_the_axes_first(question: tuple[str, ...]) -> None:
    size, root = head()
    lines = done(*question, *DAY, *KNOWN).splitlines()
    assert lines[:2] == [
        f"On 2026-01-15, as known at {SHOWN}",
        f"Rulebook guidelines-2025-11 · ledger of {size} events, head {root[:12]}",
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_programs_read_the_axes_in_the_document(question: tuple[str, ...]) -> None:
    size, root = head()
    found = json.loads(done(*question, *DAY, *KNOWN, "--json"))
    assert next(iter(found)) == "schema"
    assert (found["valid_on"], found["known_at"]) == ("2026-01-15", SHOWN)
    assert "guidelines-2025-11" in json.dumps(found["rulebook"])
    assert found["ledger"] == {"size": size, "root": root}


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_every_line_and_every_row_repeats_the_axes(question: tuple[str, ...]) -> None:
    size, root = head()
    lines = done(*question, *DAY, *KNOWN, "--format", "jsonl").splitlines()
    assert {json.loads(line)["ledger"]["root"] for line in lines} == {root}
    rows = list(csv.DictReader(io.StringIO(done(*question, *DAY, *KNOWN, "--format", "csv"))))
    assert rows
    for row in rows:
        assert (row["on"], row["known_at"]) == ("2026-01-15", SHOWN)
        assert (row["rulebook"], row["ledger_size"]) == ("guidelines-2025-11", str(size))
        assert row["ledger_root"] == root


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_an_answer_is_repeated_to_the_letter_whatever_is_recorded_later(
    question: tuple[str, ...],
) -> None:
    first = done(*question, *DAY, *KNOWN)
    done("retract", "atlas-7b#5", "--reason", "never released")
    done("record", "registered", "nova", "--on", "2026-02-01")
    repeat = first[first.index("Repeat: ") :].removeprefix("Repeat: ").replace("\\\n", " ")
    assert done(*shlex.split(repeat)[1:]) == first
    assert done(*question, *DAY) != first


def test_the_axes_default_to_today_and_to_all_that_is_recorded_and_are_printed() -> None:
    printed = done("status")
    assert printed.startswith("On 2026-11-24, as known at 2026-01-07T09:00:00.000003Z\n")
    assert "--on 2026-11-24" in printed
    assert "--known-at 2026-01-07T09:00:00.000003Z" in printed.replace("\\\n", "")


def last() -> str:
    with Ledger.open("lifecycle.db", read_only=True) as ledger:
        return show_instant(ledger.settled())


def test_a_day_of_knowledge_is_its_end_in_brussels() -> None:
    assert "known at 2025-12-01T22:59:59.999999Z" in done("status", "--known-at", "2025-12-01")
    assert "known at 2025-06-30T21:59:59.999999Z" in done("status", "--known-at", "2025-06-30")
    assert "known at 2026-01-07T09:00:00.000003Z" in done("status", "--known-at", "today")


def test_knowledge_changes_an_answer_and_the_head() -> None:
    before = done("status", "atlas-7b", *DAY, "--known-at", "2025-12-01")
    after = done("status", "atlas-7b", *DAY, "--known-at", "2025-12-31")
    assert "yes, on 2025-09-10" in before
    assert "ledger of 66 events" in before
    assert "yes, on 2025-09-08" in after
    assert "ledger of 70 events" in after


def test_the_portfolio_has_a_word_for_every_state() -> None:
    printed = done("status", *DAY)
    for line in (
        "atlas-1      on the market  5 transitional       nothing due",
        "atlas-clerk  not placed     none                 nothing due",
        "atlas-hr     undetermined   5 undetermined       not known",
        "cirrus-70b   on the market  3 active             complete",
        "atlas-desk   on the market  5 active, contested  4 unmet: 53(1)(a)(b)(c)(d)",
    ):
        assert line in printed
    assert "12 models: 9 on the market, 2 not placed, 1 undetermined." in printed


def test_the_portfolio_is_filtered_by_state_and_by_gaps() -> None:
    models = json.loads(done("status", *DAY, "--state", "not-placed", "--json"))["models"]
    assert [model["model"] for model in models] == ["atlas-clerk", "atlas-lab"]
    printed = done("status", *DAY, "--gaps")
    assert "cirrus-70b" not in printed
    assert "titan-1" in printed


def test_the_portfolio_document_has_answers_without_findings() -> None:
    found = json.loads(done("status", *DAY, "--json"))
    assert found["schema"] == "lifecycle/portfolio/1"
    assert len(found["models"]) == 12
    assert all("findings" not in model for model in found["models"])


def test_one_model_is_answered_with_its_findings() -> None:
    found = json.loads(done("status", "atlas-7b", *DAY, "--json"))
    assert (found["schema"], found["actor"]) == ("lifecycle/answer/1", "acme")
    assert found["placed_on"] == "2025-09-08"
    assert found["findings"]


def test_an_undetermined_answer_names_the_fact_and_what_to_type() -> None:
    printed = done("status", "atlas-hr", *DAY)
    assert "affects rights of natural persons" in printed
    assert "Next: lifecycle correct atlas-hr#4 --set affects_rights=" in printed


def test_a_disputed_answer_shows_both_readings() -> None:
    printed = done("status", "cirrus-8b", *DAY)
    assert "active, contested" in printed
    assert "Contested: Does the open-source exemption follow" in printed
    assert "Not followed: " in printed


def test_another_reading_and_another_actor_may_be_asked_about() -> None:
    assert "Rulebook act ·" in done("status", "atlas-7b", *DAY, "--rulebook", "act")
    assert "asked about delta" in done("status", "farstar-9b", *DAY)
    other = json.loads(done("status", "farstar-9b", *DAY, "--actor", "farstar", "--json"))
    assert other["obligations_active"] == "no"


@pytest.mark.parametrize("written", ["53(1)(d)", "53-1-d", "53.1.d", "Art. 53(1)(d)", "53(1)d"])
def test_an_obligation_may_be_written_in_several_ways(written: str) -> None:
    found = json.loads(done("why", "atlas-7b", written, *DAY, "--json"))
    assert found["obligation"]["id"] == "53(1)(d)"


def test_why_tells_rule_citation_authority_and_events() -> None:
    printed = done("why", "atlas-7b", "53-1-d", *DAY)
    assert "ACTIVE since 2025-09-08" in printed
    assert "[Art. 3(63);" in printed
    assert "statute] — atlas-7b#3" in printed
    assert "It would be otherwise without" in printed
    assert "Performance: unmet, nothing was recorded for it. Due 2025-09-08." in printed


def test_why_folds_what_decided_nothing() -> None:
    short = done("why", "atlas-7b", "53-1-d", *DAY)
    whole = done("why", "atlas-7b", "53-1-d", *DAY, "--all")
    assert "Chapter V applies [Art. 113(b); statute] (+1)" in short
    assert "the day is on or after 2025-08-02" not in short
    assert "the day is on or after 2025-08-02" in whole
    assert "(+" not in whole


def test_why_not_and_why_undetermined() -> None:
    assert "INACTIVE" in done("why", "atlas-clerk", "53-1-a", *DAY)
    printed = done("why", "atlas-hr", "53-1-a", *DAY)
    assert "UNDETERMINED since 2025-11-24" in printed
    assert "not told: used_internally.affects_rights" in " ".join(printed.split())


def test_the_trail_has_both_times_and_what_was_put_right() -> None:
    printed = done("events", "atlas-7b", "--effects")
    assert "atlas-7b#5  released on 2025-09-10, by acme" in printed
    assert "recorded 2025-09-10T14:07:22.000001Z, the same day" in printed
    assert "corrected by atlas-7b#8, now: on 2025-09-08" in printed
    assert "started 53(1)(a)(b)(c)(d), 53(3) from 2025-09-10" in printed


def test_the_trail_is_filtered_by_lateness_and_day() -> None:
    late = json.loads(done("events", "--late", "10", "--json"))["events"]
    assert {entry["event"] for entry in late} == {
        "farstar-9b#2", "farstar-9b#3", "farstar-9b#6",
    }  # fmt: skip
    early = json.loads(done("events", "--on", "2024-12-31", "--json"))["events"]
    assert {entry["told"]["type"] for entry in early} == {
        "organisation_declared", "registered", "trained", "assessed", "released",
    }  # fmt: skip


def test_what_was_retracted_stays_listed() -> None:
    done("retract", "atlas-7b#5", "--reason", "never released")
    assert "retracted by atlas-7b#9" in done("events", "atlas-7b")


def test_a_model_whose_registration_was_retracted_is_none_but_its_trail_stays() -> None:
    done("record", "registered", "nova", "--on", "2026-01-01", "--actor", "acme")
    done("retract", "nova#1", "--reason", "it is atlas-7b")
    assert "there is no model 'nova'" in refused("status", "nova")
    told = json.loads(done("events", "nova", "--effects", "--json"))["events"]
    assert [entry["stands"] is None for entry in told] == [True, False]
    opened, closed = (entry["effects"] for entry in told)
    assert [(e["obligation"], e["after"]) for e in opened] == [
        (e["obligation"], e["before"]) for e in closed
    ]
    assert opened


def test_a_timeline_may_be_cut_to_some_days() -> None:
    whole = json.loads(done("timeline", "cirrus-8b", "--json"))["spells"]
    cut = json.loads(done("timeline", "cirrus-8b", "--to", "2025-11-30", "--json"))["spells"]
    assert {spell["obligation"] for spell in cut} < {spell["obligation"] for spell in whole}
    assert "No obligation on any day" in done("timeline", "atlas-7b", "--to", "2025-01-01")


def test_two_states_of_knowledge_are_compared() -> None:
    printed = done("diff", "atlas-7b", *DAY, "--known-at", "2025-12-01..2026-01-15")
    assert "first day on the Union market  2025-09-10  2025-09-08" in printed
    assert "Events between them: atlas-7b#8" in printed
    repeat = printed[printed.index("Repeat: ") :].removeprefix("Repeat: ").replace("\\\n", " ")
    done("retract", "atlas-7b#5", "--reason", "never released")
    assert done(*shlex.split(repeat)[1:]) == printed


def test_two_days_and_two_readings_are_compared() -> None:
    found = json.loads(done("diff", "atlas-hr", "--on", "2025-11-01..2026-01-15", "--json"))
    assert (found["before"]["valid_on"], found["after"]["valid_on"]) == ("2025-11-01", "2026-01-15")
    assert found["before"]["ledger"] == found["after"]["ledger"]
    rows = list(
        csv.DictReader(
            io.StringIO(
                done("diff", *DAY, "--rulebook", "act..guidelines-2025-11", "--format", "csv")
            )
        )
    )
    assert {row["rulebook_before"] for row in rows} == {"act"}


def test_comparing_a_thing_with_itself_is_refused() -> None:
    assert "LC109" in refused("diff", "--on", "2026-01-15")


def test_what_is_done_is_no_deadline() -> None:
    printed = done("deadlines", "titan-1", *DAY)
    assert "2025-11-15  2025-11-17  titan-1  52(1) notification" in printed
    assert "overdue" in printed
    assert "53(1)(a)" not in printed


def test_deadlines_of_the_next_weeks() -> None:
    soon = json.loads(done("deadlines", *DAY, "--within", "20w", "--json"))["deadlines"]
    assert all(deadline["calendar"] <= "2026-06-04" for deadline in soon)
    assert {deadline["state"] for deadline in soon} == {"overdue", "open"}


def test_deadlines_as_a_calendar(demo: Path) -> None:
    done("deadlines", *DAY, *KNOWN, "-o", "d.ics")
    text = (demo / "d.ics").read_bytes().decode()
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert done("deadlines", *DAY, *KNOWN, "--format", "ics") == text


def test_a_file_names_its_format_by_its_suffix(demo: Path) -> None:
    done("status", *DAY, "-o", "p.csv")
    assert (demo / "p.csv").read_text().startswith("model,actor,state,")
    done("status", *DAY, "-o", "p.json")
    assert json.loads((demo / "p.json").read_text())["schema"] == "lifecycle/portfolio/1"
    done("status", *DAY, "-o", "p.txt")
    assert (demo / "p.txt").read_text().startswith("On 2026-01-15")
    assert "cannot be written" in refused("status", "-o", "no/such/folder.txt")


def test_before_or_after_the_command_or_in_the_environment(
    demo: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = str(demo / "lifecycle.db")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert typed("status").code == 3
    assert done("--ledger", ledger, "status", *DAY) == done("status", *DAY, "--ledger", ledger)
    from_environment = typed("status", *DAY, env={"LIFECYCLE_LEDGER": ledger})
    assert from_environment.code == 0
    assert "--ledger" not in from_environment.out
    wrong = {"LIFECYCLE_LEDGER": "nowhere.db"}
    assert typed("status", "--ledger", ledger, env=wrong).code == 0


def test_asking_writes_nothing(demo: Path) -> None:
    before = (demo / "lifecycle.db").read_bytes()
    for question in QUESTIONS:
        done(*question, clock=Clock())
    assert (demo / "lifecycle.db").read_bytes() == before
