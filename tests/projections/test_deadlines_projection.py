"""What is due: open deadlines of one model or all, as known at an instant, and as a calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import cast

import pytest
from tests.given import Story

from lifecycle.errors import InputError, NotFound
from lifecycle_projections.deadlines import DeadlineList, deadlines_of
from lifecycle_projections.icalendar import to_ics
from lifecycle_projections.obligation_ids import obligation_named

SUPPLY: Mapping[str, object] = {
    "channel": "api",
    "market": "union",
    "commercial": True,
    "own_name": True,
}


def placed(story: Story, model: str = "atlas", on: str = "2025-09-10", flop: str = "5e23") -> None:
    """Record a model that acme trained and placed on a day."""
    story.then("registered", "2025-01-01", model=model)
    story.then(
        "trained", "2025-09-01", model=model, actor="acme", update_flop=flop, cumulative_flop=flop
    )
    story.then("assessed", "2025-09-01", model=model, outputs=["text"], generality="significant")
    story.then("released", on, model=model, actor="acme", **SUPPLY)


@pytest.fixture
def story() -> Story:
    told = Story(today="2026-11-24")
    told.then(
        "organisation_declared", "2025-01-01", organisation="acme", established_in="outside_union"
    )
    return told


def keys(listed: DeadlineList) -> list[str]:
    return [f"{entry.model} {entry.deadline.key}" for entry in listed.entries]


def on(story: Story, day: str, model: str | None = None, within: int | None = None) -> DeadlineList:
    return deadlines_of(story.ledger, model, valid_on=date.fromisoformat(day), within=within)


def test_what_nobody_did_is_listed_and_overdue_the_day_after(story: Story) -> None:
    placed(story)
    today = on(story, "2025-09-10", "atlas")
    wanted = ["53(1)(a)", "53(1)(b)", "53(1)(c)", "53(1)(d)", "54(1)", "54(3)(b)_retention_until"]
    assert keys(today) == [f"atlas {key}" for key in wanted]
    assert [entry.state for entry in today.entries] == [*["open"] * 5, "kept until"]
    tomorrow = on(story, "2025-09-11", "atlas")
    assert [entry.state for entry in tomorrow.entries] == [*["overdue"] * 5, "kept until"]
    assert {entry.status for entry in tomorrow.entries} == {"active"}
    assert all(entry.certain and entry.actor == "acme" for entry in tomorrow.entries)


def test_what_was_done_is_not_listed_even_if_it_was_late(story: Story) -> None:
    placed(story)
    story.then("documented", "2025-09-10", obligation="53-1-a", actor="acme")
    story.then("documented", "2025-12-01", obligation="53(1)(b)", actor="acme")
    listed = keys(on(story, "2026-01-01"))
    assert not {"atlas 53(1)(a)", "atlas 53(1)(b)"} & set(listed)
    assert "atlas 53(1)(c)" in listed


def test_within_some_days_leaves_out_what_is_later_and_nothing_that_is_overdue(
    story: Story,
) -> None:
    placed(story, on="2025-12-01")
    story.then("documented", "2025-12-01", obligation="53(1)(d)", actor="acme")
    assert "atlas 53(1)(d)_update" not in keys(on(story, "2026-05-01", within=30))
    listed = on(story, "2026-05-02", within=30)
    assert keys(listed)[-1] == "atlas 53(1)(d)_update"
    assert listed.entries[0].plan_by == date(2025, 12, 1)
    assert listed.within == 30
    assert len(on(story, "2026-05-02", within=10**9).entries) == len(listed.entries) + 1


def test_all_models_are_listed_together_the_earliest_first(story: Story) -> None:
    placed(story, "beta", on="2025-09-12")
    placed(story, "atlas", on="2025-10-01")
    story.then("registered", "2025-01-01", model="empty")
    listed = on(story, "2025-10-01", within=0)
    assert [entry.model for entry in listed.entries] == ["beta"] * 5 + ["atlas"] * 5
    assert keys(on(story, "2025-10-01", "atlas", within=0)) == keys(listed)[5:]


def test_a_transitional_model_is_due_when_the_transition_ends(story: Story) -> None:
    story.then("registered", "2025-01-01")
    story.then("trained", "2025-01-02", actor="acme", update_flop="5e23", cumulative_flop="5e23")
    story.then("assessed", "2025-01-02", outputs=["text"], generality="significant")
    story.then("released", "2025-03-03", actor="acme", **SUPPLY)
    listed = on(story, "2026-01-01")
    assert {str(entry.plan_by) for entry in listed.entries} == {"2027-08-02"}
    assert {entry.status for entry in listed.entries} == {"transitional"}
    rules = {entry.deadline.proof.rule.id for entry in listed.entries if entry.deadline.proof.rule}
    assert rules == {"L1-due"}


def test_an_undetermined_duty_is_listed_as_uncertain(story: Story) -> None:
    placed(story)
    story.then("registered", "2025-01-01", model="other")
    story.then("trained", "2025-09-01", model="other", actor="zeta", cumulative_flop="5e23",
               update_flop="5e23")  # fmt: skip
    story.then("assessed", "2025-09-01", model="other", outputs=["text"], generality="significant")
    story.then("released", "2025-09-10", model="other", actor="zeta", **SUPPLY)
    unsure = {e.deadline.key: e for e in on(story, "2025-09-10", "other").entries}["54(1)"]
    assert (unsure.certain, unsure.status) == (False, "undetermined")


def test_what_permits_is_listed_until_its_day(story: Story) -> None:
    placed(story)
    story.then("commission_decided", "2026-02-02", kind="designated_52_4", informed_on="2026-02-04")
    for day, state in (("2026-08-02", "possible from"), ("2026-08-03", None)):
        found = {e.deadline.key: e.state for e in on(story, day).entries}
        assert found.get("52(5)_earliest_reassessment") == state


def test_the_list_is_that_of_what_was_known_then() -> None:
    story = Story(today="2025-09-10")
    placed(story)
    story.clock.stand_on("2026-01-10")
    story.then("documented", "2025-09-10", obligation="53(1)(c)", actor="acme")
    then = deadlines_of(
        story.ledger, "atlas", valid_on=date(2025, 12, 1), known_at=date(2025, 12, 1)
    )
    now = on(story, "2025-12-01")
    story.clock.stand_on("2026-11-24")
    assert "atlas 53(1)(c)" in keys(then)
    assert "atlas 53(1)(c)" not in keys(now)
    assert then.stamp == datetime(2025, 12, 1, 22, 59, 59, 999999, tzinfo=UTC)
    assert now.stamp == story.ledger.settled()


def test_the_published_form_names_axes_rule_and_what_is_unverified(story: Story) -> None:
    placed(story, flop="2e25")
    form = on(story, "2025-09-10", within=5).to_dict()
    assert form["schema"] == "lifecycle/deadlines/1"
    assert (form["valid_on"], form["within_days"]) == ("2025-09-10", 5)
    listed = cast("list[dict[str, object]]", form["deadlines"])
    found = next(entry for entry in listed if entry["key"] == "52(1)")
    assert found == {
        "model": "atlas",
        "actor": "acme",
        "key": "52(1)",
        "obligation": "52(1)",
        "what": "notification to the Commission",
        "status": "active",
        "state": "open",
        "outcome": "yes",
        "calendar": "2025-09-15",
        "rolled": "2025-09-15",
        "latest": "2025-09-15",
        "performance": "unmet",
        "rule": "52(1)-period",
        "cites": "Art. 52(1); recital 112; Guidelines 2.3.2",
        "authority": "statute",
        "events": ["atlas#2"],
        "unverified": found["unverified"],
    }
    assert found["unverified"]


def test_an_unknown_model_or_an_instant_to_come_is_refused(story: Story) -> None:
    with pytest.raises(NotFound, match="no model 'atlas'"):
        on(story, "2026-01-01", "atlas")
    with pytest.raises(InputError):
        deadlines_of(story.ledger, valid_on=date(2026, 1, 1), known_at=date(2030, 1, 1))


# -- the calendar ----------------------------------------------------------------------------------


def entries(calendar: str) -> list[dict[str, str]]:
    """Return the entries of a calendar, unfolded and unescaped, by property."""
    unfolded = calendar.replace("\r\n ", "")
    found: list[dict[str, str]] = []
    for line in unfolded.split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            found[-1].setdefault(name.partition(";")[0], plain)
    return found


def with_unwieldy_names(story: Story) -> None:
    placed(story)
    story.then(
        "authority_requested",
        "2026-02-02",
        request="Anfrage; Nr. 7, “Übermittlung” \\ " + "ö" * 60,
        due_on="2026-02-16",
    )


def test_a_calendar_has_lines_of_75_octets_that_end_as_the_format_wants(story: Story) -> None:
    with_unwieldy_names(story)
    calendar = to_ics(on(story, "2026-02-02"))
    assert calendar.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
    assert calendar.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert "\n" not in calendar.replace("\r\n", "")
    lines = calendar.split("\r\n")
    assert max(len(line.encode()) for line in lines) == 75
    for line, following in pairwise(lines):
        if following.startswith(" "):
            wide = len(line.encode()) + len(following[1].encode())
            assert wide > 75, "a line is folded where it is full and no earlier"
    assert calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") == 7


def test_what_is_written_is_read_back_as_it_was(story: Story) -> None:
    with_unwieldy_names(story)
    request = next(e for e in entries(to_ics(on(story, "2026-02-02"))) if "53(3)" in e["SUMMARY"])
    name = "Anfrage; Nr. 7, “Übermittlung” \\ " + "ö" * 60
    assert request["SUMMARY"] == f"atlas: answer to {name} (53(3):{name})"
    assert request["DESCRIPTION"].split("\n")[0] == "Plan by 2026-02-16, at the latest 2026-02-16."
    assert (request["DTSTART"], "DTEND" in request) == ("20260216", False)
    assert request["STATUS"] == "CONFIRMED"


def test_an_entry_lasts_from_the_plain_to_the_rolled_end(story: Story) -> None:
    story.then("registered", "2025-01-01")
    story.then("market_intended", "2025-05-01", actor="acme", union_market=True)
    story.then("trained", "2025-06-15", actor="acme", update_flop="2e25", cumulative_flop="2e25")
    story.then("assessed", "2025-06-15", outputs=["text"], generality="significant")
    found = entries(to_ics(on(story, "2025-08-02")))
    notification = next(e for e in found if "52(1)" in e["SUMMARY"])
    assert (notification["DTSTART"], notification["DTEND"]) == ("20250816", "20250819")
    assert "Unverified: " in notification["DESCRIPTION"]
    assert "Set by atlas#3" in notification["DESCRIPTION"]
    assert notification["CATEGORIES"] == "statute"


def test_overdue_permitted_and_kept_read_differently(story: Story) -> None:
    placed(story)
    story.then("commission_decided", "2026-02-02", kind="designated_52_4", informed_on=None)
    found = {e["SUMMARY"]: e for e in entries(to_ics(on(story, "2026-03-01")))}
    texts = {
        "atlas: copyright policy (53(1)(c))": (
            "Plan by 2025-09-10, at the latest 2025-09-10: overdue."
        ),
        "atlas: technical documentation kept (54(3)(b)_retention_until)": (
            "Keep until 2035-09-10, that day included."
        ),
        "atlas: earliest request for a new assessment (52(5)_earliest_reassessment)": (
            "Possible from 2026-08-02."
        ),
    }
    assert {name: found[name]["DESCRIPTION"].split("\n")[0] for name in texts} == texts
    unsure = found["atlas: earliest request for a new assessment (52(5)_earliest_reassessment)"]
    assert unsure["STATUS"] == "TENTATIVE"
    assert "Undetermined: a fact that decides is missing." in unsure["DESCRIPTION"]


def test_the_same_question_gives_the_same_bytes_and_entries_keep_their_names(story: Story) -> None:
    placed(story, on="2025-09-10")
    first = to_ics(on(story, "2025-10-01"))
    assert to_ics(on(story, "2025-10-01")) == first
    story.then(
        "corrected", "2026-11-01", target="atlas#4", changes={"occurred_on": "2025-09-20"},
        reason="the wrong day",
    )  # fmt: skip
    moved = to_ics(on(story, "2025-10-01"))
    before, after = ({e["UID"]: e["DTSTART"] for e in entries(c)} for c in (first, moved))
    assert before.keys() == after.keys()
    assert len(before) == 6
    assert before != after
    assert re.search(r"\r\nDTSTAMP:20261124T120000Z\r\n", first)


def test_entries_of_two_actors_are_two(story: Story) -> None:
    placed(story)
    listed = on(story, "2025-10-01")
    others = replace(
        listed, entries=tuple(replace(entry, actor="zeta") for entry in listed.entries)
    )
    named = {e["UID"] for e in entries(to_ics(listed))}
    assert not named & {e["UID"] for e in entries(to_ics(others))}
    assert all(re.fullmatch(r"[0-9a-f]{32}@lifecycle", name) for name in named)
    nobody = replace(listed, entries=(replace(listed.entries[0], actor=None),))
    assert "Provider: acme" in to_ics(listed)
    assert "Provider" not in to_ics(nobody)


def test_without_deadlines_the_calendar_is_empty(story: Story) -> None:
    assert entries(to_ics(on(story, "2026-01-01"))) == []


# -- ids as they are typed -------------------------------------------------------------------------


def test_an_obligation_may_be_typed_in_any_usual_way() -> None:
    assert obligation_named("art. 53-1-d") == "53(1)(d)"
    with pytest.raises(NotFound, match=r"Did you mean '53\(1\)\(d\)'"):
        obligation_named("53(1)(dd)")
    with pytest.raises(NotFound, match=r"There are 52\(1\), 53\(1\)\(a\)"):
        obligation_named("summary")
