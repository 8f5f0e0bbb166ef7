"""What a registry tells becomes candidates: doubts are marked, what it does not tell is left out.

That MLflow tells it so is tried with the library itself, in tests/integrations.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.given import given

from lifecycle import Ledger
from lifecycle.domain import Event, parse
from lifecycle.pipelines.proposals import Entry, Proposals, Run, Version, propose

CREATED = datetime(2026, 1, 9, 23, 30, tzinfo=UTC)
"""In Brussels it is the 10th."""

ENDED = datetime(2026, 2, 1, 12, tzinfo=UTC)
RUN = Run("8d26aa01", ENDED, 3e20)


def proposed(*versions: Version, name: str = "atlas-7b") -> Proposals:
    return propose([Entry(name, CREATED, versions)])


def the_one(*versions: Version) -> Event:
    _, event = proposed(*versions).events
    return event


def test_a_model_is_registered_on_the_day_of_its_entry_which_is_assumed() -> None:
    (event,) = proposed().events
    assert (event.type, event.stream) == ("registered", "model:atlas-7b")
    assert (event.occurred_on.isoformat(), event.assumed) == ("2026-01-10", ("occurred_on",))
    assert event.facts() == {"name": "atlas-7b"}
    assert [document.uri for document in event.evidence] == ["models:/atlas-7b"]


def test_a_run_that_finished_is_a_training_of_which_the_end_is_assumed() -> None:
    event = the_one(Version(3, CREATED, RUN))
    assert (event.type, event.occurred_on.isoformat()) == ("trained", "2026-02-01")
    assert (event.facts(), event.assumed) == ({"status": "complete"}, ("status",))
    uris = [document.uri for document in event.evidence]
    assert uris == ["models:/atlas-7b/3", "runs:/8d26aa01"]


@pytest.mark.parametrize("run", [None, Run("8d26aa01", None, None)])
def test_without_a_run_that_finished_the_day_is_assumed_and_the_end_unknown(
    run: Run | None,
) -> None:
    event = the_one(Version(3, CREATED, run))
    assert (event.facts(), event.assumed) == ({}, ("occurred_on",))
    assert event.occurred_on.isoformat() == "2026-01-10"


def test_the_compute_of_one_run_is_noted_and_not_proposed() -> None:
    event = the_one(Version(3, CREATED, RUN))
    assert "total_flos 3e+20, an estimate of this run alone" in str(event.note)


def test_what_a_registry_does_not_tell_is_not_proposed() -> None:
    found = proposed(Version(1, CREATED, RUN, ("Production", "champion")))
    assert {event.type for event in found.events} == {"registered", "trained"}
    assert {event.actor for event in found.events} == {None}
    (notice,) = found.notices
    assert notice.startswith("atlas-7b version 1 is labelled Production, champion")


def test_the_ids_outlive_changes_of_the_registry() -> None:
    before = proposed(Version(3, CREATED, Run("8d26aa01", None, None)))
    after = proposed(Version(3, CREATED, RUN, ("champion",)))
    ids = [event.id for event in before.events]
    assert [event.id for event in after.events] == ids
    assert len(set(ids)) == 2


def test_versions_come_in_the_order_of_their_numbers() -> None:
    _, *trained = proposed(*(Version(number, CREATED, None) for number in (10, 2, 1))).events
    ends = [str(event.id).rsplit(":", 1)[1] for event in trained]
    assert ends == ["1", "2", "10"]


def test_a_name_that_is_no_key_gives_one_and_is_kept() -> None:
    (event,) = proposed(name="Modèle #2").events
    assert event.stream == "model:modele-2"
    assert event.facts() == {"name": "Modèle #2"}
    assert event.evidence[0].uri == "models:/Mod%C3%A8le%20%232"


def test_two_names_of_one_key_are_not_mixed_up() -> None:
    entries = [Entry(name, CREATED, ()) for name in ("my model", "my-model", "ledger")]
    found = propose(entries)
    assert [event.facts() for event in found.events] == [{"name": "my model"}]
    assert ["my-model" in notice or "ledger" in notice for notice in found.notices] == [True] * 2


def test_a_name_that_no_event_can_hold_is_left_out_and_the_others_are_not() -> None:
    entries = [Entry(name, CREATED, ()) for name in ("bora", "atl\u200bas", "x" * 201)]
    found = propose(entries)
    assert [event.stream for event in found.events] == ["model:bora"]
    assert sorted(notice.split()[0] for notice in found.notices) == [
        "'atl\\u200bas'",
        f"'{'x' * 201}'",
    ]


def test_a_ledger_takes_what_is_proposed() -> None:
    found = proposed(Version(1, CREATED, RUN), Version(2, CREATED, None))
    with given([]) as ledger:
        ledger.import_events([parse(event.as_mapping()) for event in found.events])
        assert _ids(ledger) == [event.id for event in found.events]
        assert not any(receipt.warnings for receipt in ledger.import_events(found.events))


def _ids(ledger: Ledger) -> list[str | None]:
    return [recorded.event.id for recorded in ledger.events()]
