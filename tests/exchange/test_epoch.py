"""976 real models become events that say what the file says, and nothing more."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import pytest

from lifecycle.domain import parse
from lifecycle.exchange.csv_reader import Draft, read_csv
from lifecycle.exchange.mapping import load_mapping

FILE = Path(__file__).parents[3] / "shared" / "data" / "epoch-notable-ai-models.csv"
MODELS = 976
DATED_BY_PUBLICATION = {
    "consortium_formed",
    "fine_tuned",
    "information_published",
    "licensed",
    "released",
    "trained",
}


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafted()


def drafted(**assumptions: str) -> Draft:
    if not FILE.exists():
        pytest.skip(f"the inventory of real models is not at {FILE}")
    given = {name.replace("__", "."): text for name, text in assumptions.items()}
    return read_csv(FILE, load_mapping("epoch"), given)


def told(draft: Draft, model: str) -> dict[str, dict[str, object]]:
    return {str(event["type"]): event for _, event in draft.events if event.get("model") == model}


def test_every_row_is_taken_under_a_key_of_its_own(draft: Draft) -> None:
    assert draft.problems == ()
    assert draft.rows == MODELS
    keys = [event["model"] for _, event in draft.events if event["type"] == "registered"]
    assert len({str(key).lower() for key in keys}) == MODELS
    assert {"deeplabv3", "deeplabv3+", "solar-open-100b", "pangu-sigma"} <= set(keys)


def test_every_event_is_valid_and_has_an_id_of_its_own(draft: Draft) -> None:
    events = [parse(event) for _, event in draft.events]
    assert len({event.id for event in events}) == len(events)
    assert not [event for event in events if event.warnings()]
    assert max(event.occurred_on for event in events) <= date(2026, 1, 26)
    parse({**draft.imported, "occurred_on": "2026-11-24"})


def test_what_the_file_tells(draft: Draft) -> None:
    assert Counter(event["type"] for _, event in draft.events) == {
        "organisation_declared": 164,
        "registered": 976,
        "consortium_formed": 293,
        "trained": 751,
        "fine_tuned": 122,
        "assessed": 406,
        "released": 442,
        "information_published": 302,
        "licensed": 302,
        "noted": 255,
    }


def test_what_the_file_does_not_tell_stays_unknown(draft: Draft) -> None:
    never = {"market", "commercial", "own_name", "generality", "cumulative_flop", "status"}
    never |= {"free_and_open_source", "licence", "rights", "on_behalf_of_provider", "coordinator"}
    assert not [event for _, event in draft.events if never & event.keys()]


def test_a_day_that_only_the_publication_tells_is_marked_as_assumed(draft: Draft) -> None:
    for _, event in draft.events:
        marked = event.get("assumed", []) == ["occurred_on"]
        assert marked == (event["type"] in DATED_BY_PUBLICATION)


def test_one_model_as_its_row_tells_it(draft: Draft) -> None:
    model = told(draft, "deepseek-r1")
    assert model["registered"]["actor"] == "deepseek"
    assert model["trained"]["update_flop"] == "3.5e+24"
    assert model["fine_tuned"]["base_model"] == "deepseek-v3"
    assert model["fine_tuned"]["modification_flop"] == "1.83e+23"
    assert model["assessed"]["outputs"] == ["text"]
    assert model["released"]["channel"] == "download"
    assert model["information_published"]["weights"] is True
    assert "restrictions" not in model["licensed"]


def test_a_model_of_several_organisations_has_members_and_no_actor(draft: Draft) -> None:
    formed = [event for _, event in draft.events if event["type"] == "consortium_formed"]
    assert max(len(cast("list[str]", event["members"])) for event in formed) == 37
    for event in formed:
        model = told(draft, str(event["model"]))
        assert not [each for each in model.values() if "actor" in each]


def test_a_model_of_several_base_models_is_merged_and_not_fine_tuned(draft: Draft) -> None:
    nvlm = [event for _, event in draft.events if event.get("model") == "nvlm-d-72b"]
    assert [event.get("merged_from") for event in nvlm if event["type"] == "trained"] == [
        None,
        ["qwen2-72b", "internvit-6b"],
    ]
    assert "fine_tuned" not in told(draft, "nvlm-d-72b")


def test_an_organisation_in_two_countries_outside_the_union_is_outside_it(draft: Draft) -> None:
    declared = {
        str(event["organisation"]): event
        for _, event in draft.events
        if event["type"] == "organisation_declared"
    }
    deepmind, mistral = declared["google-deepmind"], declared["mistral-ai"]
    assert (deepmind["established_in"], deepmind.get("country")) == ("outside_union", None)
    assert (mistral["established_in"], mistral["country"]) == ("union", "FR")


def test_where_the_file_is_silent_on_access_a_note_says_so(draft: Draft) -> None:
    noted = {event["model"] for _, event in draft.events if event["type"] == "noted"}
    released = {event["model"] for _, event in draft.events if event["type"] == "released"}
    assert noted.isdisjoint(released)
    assert MODELS - len(noted) - len(released) == 279, "which the file calls unreleased"


def test_the_notices_name_base_models_that_have_no_row(draft: Draft) -> None:
    (notice,) = draft.notices
    assert notice.startswith("36 base models have no row of their own: ")


def test_compute_is_as_exact_as_the_file() -> None:
    draft = drafted(trained__cumulative_flop="@update_flop", market="union")
    assert draft.notices[1:] == ()
    counted = [
        Decimal(str(event["cumulative_flop"]))
        for _, event in draft.events
        if "cumulative_flop" in event
    ]
    assert len(counted) == 515
    assert Decimal("5.0000000000000004e+22") in counted
    released = [event for _, event in draft.events if event["type"] == "released"]
    assert all(event["market"] == "union" for event in released)
    assert all(event["assumed"] == ["occurred_on", "market"] for event in released)


def test_an_import_again_gives_the_same_events(draft: Draft) -> None:
    again = drafted()
    assert (again.events, again.imported) == (draft.events, draft.imported)
