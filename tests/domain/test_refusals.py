"""What cannot be taken is refused with the field and the cure, and nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.domain.telling import Told, told, without

from lifecycle.domain import as_event, parse
from lifecycle.errors import InputError

KEY_CURE = "A key has up to 200 of A-Z a-z 0-9 . _ / : + - and begins with a letter or digit."
DAY_CURE = "Write it as YYYY-MM-DD, such as 2026-01-15."
NUMBER_CURE = 'Write digits with an optional exponent, such as "3.1e25".'
EXACT_CURE = 'Write it as text, such as "3.1e25".'
SIZE_CURE = "Check the unit and the exponent."
FLAG_CURE = "Write true or false; leave it out, or write null, where it is unknown."
UNSEEN_CURE = "Take that character out."
BLANK_CURE = "Take the blanks out; leave the field out where it is unknown."
ARABIC_THREE = "\N{ARABIC-INDIC DIGIT THREE}"


def refusal(event: object) -> str:
    with pytest.raises(InputError) as caught:
        as_event(event)
    return str(caught.value)


def correction(**fields: object) -> Told:
    return told("corrected", target="atlas#3", reason="the day was wrong", **fields)


def organisation(**fields: object) -> Told:
    return {"type": "organisation_declared", "organisation": "acme", **fields} | {
        "occurred_on": "2025-09-10"
    }


@pytest.mark.parametrize(
    ("event", "message"),
    [
        (without(told(), "type"), """the type is missing. Add one, such as "type": "released"."""),
        (told("relesed"), """there is no type "relesed". Did you mean 'released'?"""),
        (told("xyzzy"), 'there is no type "xyzzy". See: lifecycle kinds'),
        (told() | {"type": ["released"]}, 'there is no type ["released"]. See: lifecycle kinds'),
    ],
)
def test_a_type_outside_the_vocabulary(event: Told, message: str) -> None:
    assert refusal(event) == f"'type': {message}"


@pytest.mark.parametrize("thing", [None, 3, "released", [told()]])
def test_what_is_no_object_is_no_event(thing: object) -> None:
    assert refusal(thing).endswith('is no event. Write an object: {"type": "released", …}.')


@pytest.mark.parametrize(
    ("field", "cure"),
    [
        ("model", 'the model is missing. Name it by its key, such as "model": "atlas-7b".'),
        (
            "occurred_on",
            'the day is missing. Say from which day it holds, such as "occurred_on": "2026-01-15".',
        ),
    ],
)
def test_every_event_has_a_model_and_a_day(field: str, cure: str) -> None:
    assert refusal(without(told(), field)) == f"'{field}': {cure}"
    assert refusal(told(**{field: None})) == f"'{field}': it cannot be unknown. Give it a value."


def test_a_misspelled_field_is_corrected_before_a_missing_one_is_asked_for() -> None:
    event = without(told(ocurred_on="2025-09-10"), "occurred_on")
    assert refusal(event) == (
        "'ocurred_on': events of type 'released' have no such field. (1 more in this event.)"
        " Did you mean 'occurred_on'?"
    )


def test_a_field_of_another_type_is_refused_with_those_there_are() -> None:
    message = refusal(told("leaked", channel="api"))
    assert message == (
        "'channel': events of type 'leaked' have no such field."
        " It has: model, occurred_on, actor, id, evidence, note, assumed."
    )


def test_a_name_of_a_field_is_shown_without_what_a_terminal_would_obey() -> None:
    message = refusal({**told(), "a\x1b[31m\N{RIGHT-TO-LEFT OVERRIDE}": 1})
    assert message.startswith(r"'a\u001b[31m\u202e': ")


def test_names_of_fields_are_text() -> None:
    assert refusal({"type": "leaked", 3: 4}).startswith("'3': it cannot be read.")


@pytest.mark.parametrize("field", ["position", "recorded_at", "recorded_by", "version"])
def test_what_the_ledger_alone_sets(field: str) -> None:
    assert refusal(told(**{field: 3})) == f"'{field}': the ledger alone sets it. Leave it out."


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (1754092800, f"1754092800 is not a day. {DAY_CURE}"),
        (True, f"true is not a day. {DAY_CURE}"),
        ("1754092800", f"'1754092800' is not a day. {DAY_CURE}"),
        ("2026-W01-1", f"'2026-W01-1' is not a day. {DAY_CURE}"),
        ("20260101", f"'20260101' is not a day. {DAY_CURE}"),
        ("2026-1-1", f"'2026-1-1' is not a day. {DAY_CURE}"),
        ("2025-09-10T00:00:00Z", f"'2025-09-10T00:00:00Z' is not a day. {DAY_CURE}"),
        (" 2025-09-10", f"' 2025-09-10' is not a day. {DAY_CURE}"),
        ("today", f"'today' is not a day. {DAY_CURE}"),
        (
            "2025-02-30",
            "there is no day 2025-02-30. Write a day of the calendar, such as 2026-01-15.",
        ),
        ("01/02/2026", "'01/02/2026' could be two days. Write 2026-02-01 or 2026-01-02."),
        ("13.02.2026", "'13.02.2026' is not written as YYYY-MM-DD. Write 2026-02-13."),
    ],
)
def test_a_day_is_a_civil_day_and_nothing_else(day: object, message: str) -> None:
    assert refusal(told(occurred_on=day)) == f"'occurred_on': {message}"


@pytest.mark.parametrize("value", [0, 1, "true", "yes", "unknown", "", [], Decimal(1)])
def test_a_flag_is_true_false_or_unknown(value: object) -> None:
    message = refusal(told(commercial=value))
    assert message.startswith("'commercial': ")
    assert message.endswith(f" is neither true nor false. {FLAG_CURE}")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1e25, f"1e+25 is a binary float, which loses digits. {EXACT_CURE}"),
        (float("nan"), f"NaN is a binary float, which loses digits. {EXACT_CURE}"),
        (Decimal("NaN"), "it is not a finite number. Leave it out where it is unknown."),
        (Decimal("Infinity"), "it is not a finite number. Leave it out where it is unknown."),
        ("Infinity", f'"Infinity" is not a number. {NUMBER_CURE}'),
        (-1, "-1 is negative. Write a number of 0 or more."),
        ("-3e24", '"-3e24" is negative. Write a number of 0 or more.'),
        (Decimal("-0"), "-0 is negative. Write a number of 0 or more."),
        ("3_0e24", f'"3_0e24" is not a number. {NUMBER_CURE}'),
        ("3,1e25", f'"3,1e25" is not a number. {NUMBER_CURE}'),
        (f"{ARABIC_THREE}e24", f'"\\u0663e24" is not a number. {NUMBER_CURE}'),
        ("0x10", f'"0x10" is not a number. {NUMBER_CURE}'),
        ("lots", f'"lots" is not a number. {NUMBER_CURE}'),
        ("", f'"" is not a number. {NUMBER_CURE}'),
        (True, f"true is not a number. {NUMBER_CURE}"),
        ([1], f"[1] is not a number. {NUMBER_CURE}"),
        ("1e41", f'"1e41" has more than 40 digits, or an exponent beyond 40. {SIZE_CURE}'),
        (
            Decimal("1e-999999"),
            f"1E-999999 has more than 40 digits, or an exponent beyond 40. {SIZE_CURE}",
        ),
        (10**50, f"1{'0' * 50} has more than 40 digits, or an exponent beyond 40. {SIZE_CURE}"),
    ],
)
def test_compute_is_an_exact_number_of_operations(value: object, message: str) -> None:
    assert refusal(told("trained", update_flop=value)) == f"'update_flop': {message}"


def test_a_number_of_endless_digits_is_not_even_shown() -> None:
    message = refusal(told("trained", update_flop=10**5_000))
    assert message.startswith("'update_flop': a number of too many digits has more than 40 digits")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            ["2e24", "1e24"],
            'the range ["2e24", "1e24"] starts above its end. Write the lower number first.',
        ),
        (["1e24"], '["1e24"] is not a range. Write [low, high], such as ["8e24", "1.2e25"].'),
        ("1e24", '"1e24" is not a list. Write [low, high].'),
    ],
)
def test_a_range_has_a_low_and_a_high_end(value: object, message: str) -> None:
    event = told("trained", cumulative_flop_range=value)
    assert refusal(event) == f"'cumulative_flop_range': {message}"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a\x00b", f"it has the unseen character U+0000. {UNSEEN_CURE}"),
        ("a\x1b[31mb", f"it has the unseen character U+001B. {UNSEEN_CURE}"),
        ("a\nb", f"it has the unseen character U+000A. {UNSEEN_CURE}"),
        ("a\u202eb", f"it has the unseen character U+202E RIGHT-TO-LEFT OVERRIDE. {UNSEEN_CURE}"),
        ("a\u2066b", f"it has the unseen character U+2066 LEFT-TO-RIGHT ISOLATE. {UNSEEN_CURE}"),
        ("a\u200bb", f"it has the unseen character U+200B ZERO WIDTH SPACE. {UNSEEN_CURE}"),
        ("a\u200db", f"it has the unseen character U+200D ZERO WIDTH JOINER. {UNSEEN_CURE}"),
        (
            "a\ufeffb",
            f"it has the unseen character U+FEFF ZERO WIDTH NO-BREAK SPACE. {UNSEEN_CURE}",
        ),
        ("a\u2028b", f"it has the unseen character U+2028 LINE SEPARATOR. {UNSEEN_CURE}"),
        ("a\ud800b", f"it has the unseen character U+D800. {UNSEEN_CURE}"),
        ("a\ue000b", f"it has the unseen character U+E000. {UNSEEN_CURE}"),
        (
            "cafe\u0301",
            (
                '"cafe\\u0301" is not in Unicode form NFC, so it may look like another name.'
                " Write accented letters as one character."
            ),
        ),
        ("", f'"" is empty, or begins or ends with blanks. {BLANK_CURE}'),
        (" a", f'" a" is empty, or begins or ends with blanks. {BLANK_CURE}'),
        ("x" * 201, "it has 201 characters, of 200 at most. Shorten it."),
        (5, "5 is not text. Write it in quotation marks."),
    ],
)
def test_a_name_is_what_it_looks_like(name: object, message: str) -> None:
    assert refusal(told("registered", name=name)) == f"'name': {message}"


def test_free_text_has_lines_and_joined_emoji_but_nothing_else_unseen() -> None:
    family = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}"
    assert parse(told(note=f"two lines,\n\tand {family}")).note == f"two lines,\n\tand {family}"
    assert (
        refusal(told(note="a\x07")) == f"'note': it has the unseen character U+0007. {UNSEEN_CURE}"
    )
    assert (
        refusal(told(note="x" * 501))
        == "'note': it has 501 characters, of 500 at most. Shorten it."
    )
    message = refusal(told("noted", text="x" * 2_001))
    assert message == "'text': it has 2001 characters, of 2000 at most. Shorten it."


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("at las", f'"at las" is not a key. {KEY_CURE}'),
        (".atlas", f'".atlas" is not a key. {KEY_CURE}'),
        ("atlas\n", f'"atlas\\n" is not a key. {KEY_CURE}'),
        ("\u00e9t\u00e9", f'"\\u00e9t\\u00e9" is not a key. {KEY_CURE}'),
        ("a/../b", "\"a/../b\" has a '..' segment. Take it out of the key."),
        ("a/..", "\"a/..\" has a '..' segment. Take it out of the key."),
        (5, "5 is not a key. Write the key as text, such as atlas-7b."),
        ("ledger", '"ledger" reads as the name of another stream. Give the model another key.'),
        (
            "organisation:acme",
            '"organisation:acme" reads as the name of another stream. Give the model another key.',
        ),
    ],
)
def test_a_key_is_plain_and_no_path_and_no_other_streams_name(key: object, message: str) -> None:
    assert refusal(told(model=key)) == f"'model': {message}"


def test_a_key_has_at_most_200_characters() -> None:
    assert parse(told(model="x" * 200)).stream == f"model:{'x' * 200}"
    assert KEY_CURE in refusal(told(model="x" * 201))


def test_an_id_cannot_be_taken_for_the_name_of_an_event() -> None:
    assert refusal(told(id="atlas#3")) == (
        "'id': \"atlas#3\" reads as the name of a recorded event."
        " End the id in something else than # and digits."
    )
    assert refusal(told(id="a b")) == "'id': \"a b\" has blanks in it. Write - or _ instead."


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("text", '"text" is not a list. Write a list, such as ["one", "other"].'),
        (["text", "text"], '["text", "text"] names an item twice. Name it once.'),
        (["text", 3], "3 is not text. Write it in quotation marks."),
        (["x"] * 1_001, "it has 1001 items, of 1000 at most. Shorten the list."),
    ],
)
def test_a_list_names_each_item_once(value: object, message: str) -> None:
    assert refusal(told("assessed", outputs=value)) == f"'outputs': {message}"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            3,
            (
                "3 is not an object."
                ' Write an object, such as {"distillation": "2e23"}, or a list of names.'
            ),
        ),
        ({"a": "x"}, f'"x" is not a number. {NUMBER_CURE}'),
        (
            {f"part {n}": "1" for n in range(1_001)},
            "it has 1001 entries, of 1000 at most. Shorten it.",
        ),
    ],
)
def test_compute_by_part(value: object, message: str) -> None:
    assert refusal(told("trained", components=value)) == f"'components': {message}"


@pytest.mark.parametrize("country", ["Germany", "UK", "de", 49])
def test_a_country_is_two_letters_of_the_standard(country: object) -> None:
    message = refusal(organisation(country=country))
    assert message.endswith("is not a country code. Write two capitals (ISO 3166-1), such as DE.")


@pytest.mark.parametrize(
    ("evidence", "message"),
    [
        ([{"uri": "x"}], 'evidence without a title. Add one: {"title": "Model card"}.'),
        ([{"title": "x", "sha": "1"}], 'evidence has no "sha". It has title, uri and sha256.'),
        ([{"title": "x", "uri": "a b"}], '"a b" is not a URI. Write its blanks as %20.'),
        (
            ["card.pdf"],
            '"card.pdf" is not an object. Write an object, such as {"title": "Model card"}.',
        ),
        (
            {"title": "x"},
            '{"title": "x"} is not a list. Write a list, such as [{"title": "Model card"}].',
        ),
    ],
)
def test_evidence_is_a_list_of_titled_documents(evidence: object, message: str) -> None:
    assert refusal(told(evidence=evidence)) == f"'evidence': {message}"


@pytest.mark.parametrize("sha256", ["AB" * 32, "ab" * 31, "", 0])
def test_a_hash_is_64_digits_in_lower_case(sha256: object) -> None:
    message = refusal(told(evidence=[{"title": "x", "sha256": sha256}]))
    assert message.endswith("Write its 64 hexadecimal digits in lower case.")


def test_what_was_assumed_is_a_fact_of_the_event() -> None:
    assert refusal(told(assumed=["markt"])) == (
        "'assumed': events of type 'released' have no fact 'markt'. Did you mean 'market'?"
    )
    assert refusal(told(assumed=["zz"])).endswith("See: lifecycle kinds released")
    assert refusal(told(assumed=["No name"])) == (
        "'assumed': \"No name\" is not the name of a fact. Name it as in: lifecycle kinds."
    )


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("target", 'the target is missing. Name the event, such as "target": "atlas-7b#3".'),
        (
            "reason",
            'the reason is missing. Say why, such as "reason": "wrong day in the release notes".',
        ),
        (
            "changes",
            (
                "the changes are missing."
                ' Say what it should have been: "changes": {"market": "union"}.'
            ),
        ),
    ],
)
def test_a_correction_says_of_what_and_why_and_how(field: str, message: str) -> None:
    event = without(correction(changes={"market": "union"}), field)
    assert refusal(event) == f"'{field}': {message}"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, 'it changes nothing. Name a fact and its value, such as {"market": "union"}.'),
        ({"a b": 1}, '"a b" is not the name of a fact. Name it as in: lifecycle kinds.'),
        ({"parameters": 1.5}, f"1.5 is a binary float, which loses digits. {EXACT_CURE}"),
        ({"outputs": [[[[["text"]]]]]}, "it is nested too deeply. No fact has so many levels."),
        ({"label": "\ud800"}, f"it has the unseen character U+D800. {UNSEEN_CURE}"),
    ],
)
def test_changes_are_plain_data(changes: object, message: str) -> None:
    assert refusal(correction(changes=changes)) == f"'changes': {message}"


def test_a_retraction_has_a_reason() -> None:
    event = told("retracted", target="atlas#3", reason="")
    assert refusal(event) == f"'reason': \"\" is empty, or begins or ends with blanks. {BLANK_CURE}"


def test_what_is_said_of_an_event_belongs_to_its_stream() -> None:
    retraction = without(told("retracted", target="atlas#3", reason="never happened"), "model")
    assert refusal(retraction) == (
        "it names neither model nor organisation, but 'atlas#3' belongs to one."
        ' Add "model": "atlas".'
    )
    of_acme = {**retraction, "target": "organisation:acme#3"}
    assert refusal(of_acme).endswith('Add "organisation": "acme".')
    assert parse({**retraction, "target": "ledger#3"}).stream == "ledger"
    assert parse({**retraction, "organisation": "acme"}).stream == "organisation:acme"


def test_a_note_is_about_a_model_or_an_organisation_and_not_both() -> None:
    note = told("noted", text="The board met.")
    assert refusal(without(note, "model")) == (
        'it names neither model nor organisation. Name one, such as "model": "atlas-7b".'
    )
    assert refusal({**note, "organisation": "acme"}) == (
        "it names a model and an organisation. Name the one whose stream it belongs to."
    )


def test_an_event_has_at_most_60000_bytes() -> None:
    words = [f"{'x' * 190}{number}" for number in range(400)]
    assert refusal(told("trained", methods=words)) == (
        "the event has 78363 bytes, of 60000 at most."
        " Shorten its texts; name long documents in 'evidence' instead of quoting them."
    )


def test_deep_nesting_from_python_ends_in_a_refusal() -> None:
    bomb: object = []
    for _ in range(100_000):
        bomb = [bomb]
    assert (
        refusal(told(commercial=bomb))
        == f"'commercial': list is neither true nor false. {FLAG_CURE}"
    )
