"""A sheet becomes events that say what its cells say; the rest is unknown, or assumed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import pytest

from lifecycle.domain import parse
from lifecycle.errors import InputError, ManyInputErrors
from lifecycle.exchange.csv_reader import Draft, read_csv
from lifecycle.exchange.mapping import load_mapping, parse_mapping

OFFICER = load_mapping("officer")
SHEET = """\
model;actor;country;registered_on;trained_on;update_flop;released_on;channel;market;commercial
atlas;acme;BE;2025-03-01;2025-06-01;5e23;2025-09-10;api;union;yes
bolt;acme;BE;2025-04-01;;;2025-10-01;;;
"""


def drafted(text: str, assumptions: Mapping[str, str] | None = None) -> Draft:
    draft = read_csv(text.encode(), OFFICER, assumptions, name="inventory.csv")
    for _, event in draft.events:
        parse(event)
    parse({**draft.imported, "occurred_on": "2025-11-01"})
    return draft


def told(draft: Draft, kind: str) -> list[tuple[int, dict[str, object]]]:
    return [(row, event) for row, event in draft.events if event["type"] == kind]


def problems(text: str, assumptions: Mapping[str, str] | None = None) -> list[str]:
    return [str(problem) for problem in drafted(text, assumptions).problems]


def test_each_row_tells_of_one_model() -> None:
    draft = drafted(SHEET)
    assert draft.problems == ()
    assert [(row, event["type"], event.get("model")) for row, event in draft.events] == [
        (2, "organisation_declared", None),
        (2, "registered", "atlas"),
        (2, "trained", "atlas"),
        (2, "released", "atlas"),
        (3, "registered", "bolt"),
        (3, "released", "bolt"),
    ]
    assert told(draft, "released")[0][1] == {
        "type": "released",
        "model": "atlas",
        "occurred_on": "2025-09-10",
        "actor": "acme",
        "id": "officer:atlas:released",
        "channel": "api",
        "market": "union",
        "commercial": True,
    }


def test_an_empty_cell_is_unknown_and_its_day_alone_tells_the_event() -> None:
    assert told(drafted(SHEET), "released")[1] == (
        3,
        {
            "type": "released",
            "model": "bolt",
            "occurred_on": "2025-10-01",
            "actor": "acme",
            "id": "officer:bolt:released",
        },
    )


def test_cells_that_tell_of_an_event_without_a_day_are_named_by_row() -> None:
    sheet = "model,registered_on,released_on,channel\natlas,2025-03-01,,api\nbolt,,,\n"
    assert problems(sheet) == [
        ("row 2, 'released_on': it tells of 'released', but not from which day. Fill in the day."),
        (
            "row 3, 'registered_on': it tells of 'registered', but not from which day."
            " Fill in the day."
        ),
    ]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (
            "01/02/2026,,",
            "'released_on': '01/02/2026' could be two days. Write 2026-02-01 or 2026-01-02.",
        ),
        (
            "2026-01-15,maybe,",
            "'commercial': 'maybe' is neither yes nor no. Write yes, no or unknown.",
        ),
        (
            "2026-01-15,,a\u202eb",
            (
                "'channel': it has the unseen character U+202E RIGHT-TO-LEFT OVERRIDE."
                " Take that character out."
            ),
        ),
    ],
)
def test_a_bad_cell_is_named_by_row_and_column(cells: str, problem: str) -> None:
    header = "model,registered_on,released_on,commercial,channel"
    sheet = f"{header}\nok,2025-01-01,,,\natlas,2025-03-01,{cells}\n"
    assert problems(sheet) == [f"row 3, {problem}"]


def test_every_bad_row_is_named_at_once() -> None:
    sheet = "model,registered_on\natlas,yesterday\n,2025-01-01\nbolt\nb olt,2025-01-01\n"
    draft = drafted(sheet)
    assert [problem.row for problem in draft.problems] == [2, 3, 4, 5]
    assert draft.events == ()
    with pytest.raises(ManyInputErrors) as caught:
        draft.refuse_problems()
    assert str(caught.value) == "4 rows cannot be taken; nothing was written."
    drafted("model,registered_on\natlas,2025-01-01\n").refuse_problems()


def test_two_rows_of_one_key_are_named_both() -> None:
    sheet = "model,registered_on\natlas,2025-01-01\nbolt,2025-01-01\nATLAS,2025-01-01\n"
    assert problems(sheet) == [
        (
            "row 4, 'model': its key 'ATLAS' is that of row 2 ('atlas') already."
            " Tell all of a model in one row; give another model a key of its own, in the sheet"
            " or under [keys] of the mapping."
        )
    ]


def test_an_organisation_is_declared_once_from_its_earliest_day() -> None:
    sheet = (
        "model,actor,country,registered_on\n"
        "atlas,acme,BE,2025-03-01\nbolt,acme,BE,2025-01-01\ncore,acme,,2024-01-01\n"
    )
    assert told(drafted(sheet), "organisation_declared") == [
        (
            3,
            {
                "type": "organisation_declared",
                "organisation": "acme",
                "occurred_on": "2025-01-01",
                "id": "officer:organisation:acme:organisation_declared",
                "country": "BE",
            },
        )
    ]


def test_rows_that_tell_different_things_of_an_organisation_are_named() -> None:
    sheet = (
        "model,actor,country,registered_on\n"
        "atlas,acme,BE,2025-03-01\nbolt,acme,FR,2025-01-01\ncore,acme,FR,2025-01-01\n"
    )
    assert problems(sheet) == [
        (
            "row 4: what is told of 'acme' differs in rows 2, 3, 4."
            " Tell the same of an organisation in each of its rows, or only once."
        )
    ]


def test_a_column_that_the_mapping_does_not_know_is_not_passed_over() -> None:
    with pytest.raises(InputError) as caught:
        drafted("model,registered_on,marekt\natlas,2025-01-01,union\n")
    assert str(caught.value) == (
        "row 1: the mapping 'officer' knows no column 'marekt'. Did you mean 'market'?"
    )
    with pytest.raises(InputError) as caught:
        drafted("mdoel,registered_on\natlas,2025-01-01\n")
    assert str(caught.value) == (
        "row 1: there is no column 'model', which the mapping 'officer' reads."
        " Did you mean 'mdoel'?"
    )


def test_what_is_assumed_fills_only_what_is_unknown_and_is_marked() -> None:
    draft = drafted(SHEET, {"released.market": "outside_union"})
    (_, atlas), (_, bolt) = told(draft, "released")
    assert atlas["market"] == "union"
    assert "assumed" not in atlas
    assert bolt["market"] == "outside_union"
    assert bolt["assumed"] == ["market"]
    assert draft.imported["assumptions"] == {"released.market": "outside_union"}
    assert draft.notices == ()


def test_one_fact_may_be_assumed_wherever_it_occurs_and_otherwise_of_one_type() -> None:
    sheet = "model,registered_on,released_on,withdrawn_on\natlas,2025-01-01,2025-02-01,2025-03-01\n"
    draft = read_csv(
        sheet.encode(),
        parse_mapping(WITHDRAWN.encode()),
        {"market": "union", "withdrawn.market": "outside_union"},
    )
    assert [event.get("market") for _, event in draft.events] == [None, "union", "outside_union"]


WITHDRAWN = """
name = "two"
model = "model"
day = "registered_on"
[[events]]
type = "registered"
always = true
[[events]]
type = "released"
day = "released_on"
[[events]]
type = "withdrawn"
day = "withdrawn_on"
"""


def test_a_fact_may_be_assumed_to_be_another_one_of_the_event() -> None:
    draft = drafted(SHEET, {"trained.cumulative_flop": "@update_flop"})
    ((_, trained),) = told(draft, "trained")
    assert (trained["cumulative_flop"], trained["assumed"]) == ("5e23", ["cumulative_flop"])


def test_an_assumption_that_touches_nothing_is_told() -> None:
    draft = drafted(SHEET, {"monetised.monetised": "no"})
    assert draft.notices == ("The assumption monetised.monetised touched no event.",)


@pytest.mark.parametrize(
    ("assumptions", "message"),
    [
        (
            {"relesed.market": "union"},
            "'relesed.market': there is no type 'relesed'. Did you mean 'released'?",
        ),
        (
            {"released.markt": "union"},
            "'released.markt': no event has that fact. Did you mean 'market'?",
        ),
        ({"markt": "union"}, "'markt': no event has that fact. Did you mean 'market'?"),
        (
            {"zzz": "1"},
            (
                "'zzz': no event has that fact."
                " Write it as TYPE.FACT=VALUE, such as released.market=union."
            ),
        ),
        ({"released.actor": "acme"}, "'released.actor': no event has that fact."),
        (
            {"released.market": "unknown"},
            "'released.market': what is unknown cannot be assumed. Give it a value.",
        ),
        ({"released.market": "@compute"}, "'released.market': no event has both it and 'compute'."),
    ],
)
def test_an_assumption_names_a_fact_and_a_value(assumptions: dict[str, str], message: str) -> None:
    with pytest.raises(InputError) as caught:
        drafted(SHEET, assumptions)
    assert str(caught.value).startswith(f"cannot assume {message}")


def test_an_assumption_has_a_value_of_the_right_kind() -> None:
    with pytest.raises(InputError, match="'commercial': 'maybe' is neither yes nor no"):
        drafted(SHEET, {"released.commercial": "maybe"})


def test_the_same_file_gives_the_same_ids_and_a_changed_cell_keeps_its_own() -> None:
    first, again = drafted(SHEET), drafted(SHEET)
    assert (first.events, first.imported) == (again.events, again.imported)
    changed = drafted(SHEET.replace("api", "download"))
    assert [event["id"] for _, event in changed.events] == [
        event["id"] for _, event in first.events
    ]
    assert changed.events != first.events, "so the ledger refuses it: one id with two contents"
    assert changed.imported["id"] != first.imported["id"]


def test_another_set_of_assumptions_is_another_import_with_ids_of_its_own() -> None:
    plain, assumed = drafted(SHEET), drafted(SHEET, {"released.own_name": "yes"})
    assert plain.imported["id"] != assumed.imported["id"]
    ids = {event["id"] for _, event in plain.events}
    assert ids.isdisjoint(event["id"] for _, event in assumed.events)


def test_the_import_tells_of_itself() -> None:
    draft = drafted(SHEET)
    assert draft.rows == 2
    assert draft.imported == {
        "type": "imported",
        "id": draft.imported["id"],
        "source": "inventory.csv",
        "sha256": hashlib.sha256(SHEET.encode()).hexdigest(),
        "mapping": f"officer@{OFFICER.digest[:16]}",
        "assumptions": {},
        "events": str(len(draft.events)),
    }


def test_a_file_is_read_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "inventory.csv"
    file.write_text(SHEET)
    assert read_csv(file, OFFICER) == drafted(SHEET)
    with pytest.raises(InputError, match=r"nowhere.csv' cannot be read: No such file"):
        read_csv(tmp_path / "nowhere.csv", OFFICER)


def test_a_long_key_still_gives_an_id() -> None:
    draft = drafted(f"model,registered_on\n{'x' * 200},2025-01-01\n")
    assert len(str(draft.events[0][1]["id"])) <= 200


NAMES = """
name = "names"
model = { column = "Name", slug = true }
day = { column = "Day" }
actor = { column = "Who", split = "/", slug = true }
contradictions_left_out = true
[keys]
"Atlas (new)" = "atlas-2"
[tables.lands]
Belgium = "BE"
France = "FR"
[[events]]
type = "organisation_declared"
subject = { column = "Who", split = "/", slug = true }
facts.country = { column = "Land", split = ",", table = "lands" }
[[events]]
type = "registered"
always = true
day_assumed = true
evidence = { title = "Paper", uri = "Link" }
facts.name = "Name"
[[events]]
type = "fine_tuned"
actor = false
facts.base_model = { column = "Base", slug = true }
[[events]]
type = "noted"
when = [{ column = "Kind", is = ["odd"] }, { column = "Who", split = "/", several = true }]
always = true
actor = { value = "clerk" }
facts.text = { column = "Text" }
"""
HEADER = "Name,Day,Who,Land,Paper,Link,Base,Kind,Text\n"


def by_names(*rows: str) -> Draft:
    return read_csv((HEADER + "\n".join(rows)).encode(), parse_mapping(NAMES.encode()))


def test_names_become_keys_and_blanks_are_mended() -> None:
    draft = by_names('"Atlas  7B\n",2025-01-01,Acme Inc.,Belgium,,,,,')
    (_, declared), (_, registered) = draft.events
    assert (declared["organisation"], declared["country"]) == ("acme-inc", "BE")
    assert registered == {
        "type": "registered",
        "model": "atlas-7b",
        "occurred_on": "2025-01-01",
        "actor": "acme-inc",
        "id": "names:atlas-7b:registered",
        "name": "Atlas 7B",
        "assumed": ["occurred_on"],
    }
    assert draft.imported["assumptions"] == {"registered.occurred_on": "Day"}


def test_where_names_would_collide_the_mapping_gives_a_key() -> None:
    collided = by_names("Atlas new,2025-01-01,,,,,,,", "Atlas (NEW),2025-01-01,,,,,,,")
    assert [problem.row for problem in collided.problems] == [3]
    mended = by_names("Atlas new,2025-01-01,,,,,,,", "Atlas (new),2025-01-01,,,,,,,")
    assert [event["model"] for _, event in mended.events] == ["atlas-new", "atlas-2"]


def test_with_several_organisations_nobody_is_said_to_have_acted() -> None:
    draft = by_names(
        "Atlas,2025-01-01,Acme/Bolt,Belgium,,,,,", "Core,2025-01-01,Acme/Acme,Belgium,,,,,"
    )
    assert [event.get("actor") for _, event in draft.events] == [None, None, "acme"]
    assert draft.events[0][1]["organisation"] == "acme"


def test_several_words_for_one_fact_tell_it_only_where_they_agree() -> None:
    draft = by_names('Atlas,2025-01-01,Acme,"Belgium,France",,,,,')
    assert told(draft, "organisation_declared") == []


def test_items_need_not_be_keys_nor_in_a_table() -> None:
    mapping = NAMES.replace(
        'facts.base_model = { column = "Base", slug = true }',
        'facts.base_model = { column = "Base", split = "+" }',
    )
    content = (
        HEADER + "A,2025-01-01,,,,,x + x,,\nB,2025-01-01,,,,,x+y,,\nC,2025-01-01,,,,,unknown,,"
    ).encode()
    draft = read_csv(content, parse_mapping(mapping.encode()))
    assert [event["base_model"] for _, event in told(draft, "fine_tuned")] == ["x"]


def test_a_word_that_the_mapping_does_not_know_is_named() -> None:
    draft = by_names("Atlas,2025-01-01,Acme,Atlantis,,,,,")
    assert [str(problem) for problem in draft.problems] == [
        (
            "row 2, 'Land': the mapping has no word for 'Atlantis'."
            " Write one of: Belgium, France; or add it to the mapping."
        )
    ]


def test_rows_that_contradict_each_other_are_left_out_where_the_mapping_says_so() -> None:
    draft = by_names("Atlas,2025-01-01,Acme,Belgium,,,,,", "Core,2025-01-01,Acme,France,,,,,")
    assert draft.problems == ()
    assert told(draft, "organisation_declared") == []
    assert draft.notices == ("What is told of 'acme' differs in rows 2, 3. It was left out.",)


def test_base_models_may_be_absent() -> None:
    draft = by_names("Atlas,2025-01-01,,,,,Core (8B),,", "Bolt,2025-01-01,,,,,Atlas,,")
    assert [event["base_model"] for _, event in told(draft, "fine_tuned")] == ["core-8b", "atlas"]
    assert draft.notices == ("1 base models have no row of their own: core-8b.",)


def test_evidence_is_a_title_a_link_or_both() -> None:
    draft = by_names(
        'A,2025-01-01,,,Paper,"https://example.org/a,\nhttps://example.org/b",,,',
        "B,2025-01-01,,,,see https://example.org/b (old),,,",
        "C,2025-01-01,,,Paper,none,,,",
    )
    assert [event["evidence"] for _, event in draft.events] == [
        [{"title": "Paper", "uri": "https://example.org/a"}],
        [{"title": "https://example.org/b", "uri": "https://example.org/b"}],
        [{"title": "Paper"}],
    ]


def test_conditions_must_all_hold_and_texts_keep_their_lines() -> None:
    draft = by_names(
        'A,2025-01-01,Acme/Bolt,,,,,odd,"two\nlines"',
        "B,2025-01-01,Acme,,,,,odd,x",
        "C,2025-01-01,Acme/Bolt,,,,,even,x",
    )
    assert [(row, event["text"], event["actor"]) for row, event in told(draft, "noted")] == [
        (2, "two\nlines", "clerk")
    ]
