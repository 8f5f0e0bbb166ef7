"""One reader of JSON: exact, bounded, and sure which line it refuses."""

from __future__ import annotations

import io
import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.telling import told

from lifecycle.domain import parse
from lifecycle.errors import InputError, ManyInputErrors
from lifecycle.exchange.json_reader import MAX_LINE, read_events, read_lines, read_object

EXAMPLE = 'Write one object, such as {"type": "registered", "model": "atlas", …}.'


def refusal(text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_object(text)
    return str(caught.value)


def lines(*objects: object) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in objects)


def test_numbers_keep_every_digit() -> None:
    found = read_object('{"a": 10000000000000000000000001, "b": 0.1, "c": 3.1e25, "d": -0}')
    assert found["a"] == 10**25 + 1
    assert [str(found[name]) for name in "bcd"] == ["0.1", "3.1E+25", "-0"]
    event = parse(told("trained", update_flop=found["a"]))
    assert b"1.0000000000000000000000001e+25" in event.body()


def test_text_and_bytes_with_a_byte_order_mark_are_taken() -> None:
    assert read_object(b'\xef\xbb\xbf{"a": "\xc3\xa9"}') == {"a": "é"}
    assert read_object('{"a": "é"}') == {"a": "é"}
    assert read_object('{"a": "\\ud83d\\ude00"}') == {"a": "\N{GRINNING FACE}"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1, "b": 2, "a": 3}', "'a': the name is given twice. Keep one."),
        ('{"x": {"a": 1, "a": 1}}', "'a': the name is given twice. Keep one."),
        ('{"a": NaN}', "NaN is no number. Write null where it is unknown."),
        ('{"a": Infinity}', "Infinity is no number. Write null where it is unknown."),
        ('{"a": -Infinity}', "-Infinity is no number. Write null where it is unknown."),
        (
            '{"a": "\\ud800"}',
            "half of a surrogate pair stands alone in it. Write the whole character.",
        ),
        (
            '{"\\udfff": 1}',
            "half of a surrogate pair stands alone in it. Write the whole character.",
        ),
        (b'{"a": "\xff"}', "byte 8 is not UTF-8. Save the file as UTF-8."),
        (b'{"a": "\xed\xa0\x80"}', "byte 8 is not UTF-8. Save the file as UTF-8."),
        ("[1]", f'["1"] is not an object. {EXAMPLE}'),
        ("null", f"null is not an object. {EXAMPLE}"),
        ('"released"', f'"released" is not an object. {EXAMPLE}'),
        ("", f"it is not JSON: Expecting value at column 1. {EXAMPLE}"),
        (
            "{'a': 1}",
            (
                "it is not JSON: Expecting property name enclosed in double quotes at column 2."
                f" {EXAMPLE}"
            ),
        ),
        ('{"a": 1} {"b": 2}', f"it is not JSON: Extra data at column 10. {EXAMPLE}"),
        ('{"a": "\x00"}', f"it is not JSON: Invalid control character at column 8. {EXAMPLE}"),
        (f'{{"a": {"9" * 10_000}}}', "a number has 10000 characters, of 60 at most. Check it."),
        (
            '{"a": 1e999999999999999999999}',
            '"1e999999999999999999999" has an absurd exponent. Check it.',
        ),
        (
            '{"a": "' + "x" * MAX_LINE + '"}',
            "it has more than 100000 bytes. Shorten it; documents go into files.",
        ),
    ],
    ids=lambda value: str(value)[:30],
)
def test_it_is_refused(text: str | bytes, message: str) -> None:
    assert refusal(text) == message


@pytest.mark.parametrize(
    "bomb", ["[" * 90_000, '{"a":' * 15_000, '{"a":' + "[" * 900 + "]" * 900 + "}"]
)
def test_a_nesting_bomb_is_refused(bomb: str) -> None:
    if bomb.endswith("}"):
        with pytest.raises(InputError, match="is neither true nor false"):
            parse(told(commercial=read_object(bomb)["a"]))
    else:
        assert refusal(bomb) == "it is nested too deeply. No event has so many levels."


def test_at_no_depth_does_anything_but_a_refusal_come_out() -> None:
    for depth in range(300, 1_100, 10):
        text = '{"b": "\\u0041", "a": ' + "[" * depth + "]" * depth + "}"
        try:
            assert set(read_object(text)) == {"a", "b"}
        except InputError as refusal:
            assert refusal.bare_cause == "it is nested too deeply."  # noqa: PT017 -- at some depths


def test_what_is_refused_is_shown_without_what_a_terminal_would_obey() -> None:
    assert refusal('{"\\u001b[31m": 1, "\\u001b[31m": 2}').startswith(r"'\u001b[31m': ")


def test_lines_are_numbered_and_blank_ones_passed_over() -> None:
    stream = io.BytesIO(b'\xef\xbb\xbf{"a": 1}\r\n\n   \n{"b": 2}')
    assert list(read_lines(stream)) == [(1, {"a": 1}), (4, {"b": 2})]
    assert list(read_lines([b'{"a": 1}\n', b"\n", b'{"b": 2}'])) == [(1, {"a": 1}), (3, {"b": 2})]


def test_a_mark_in_the_middle_is_no_byte_order_mark() -> None:
    with pytest.raises(InputError, match="line 2: it is not JSON"):
        list(read_lines(io.BytesIO(b'{"a": 1}\n\xef\xbb\xbf{"b": 2}\n')))


def test_the_line_is_named() -> None:
    with pytest.raises(InputError) as caught:
        list(read_lines(io.BytesIO(b'{"a": 1}\n{"b": 1, "b": 2}\n')))
    assert str(caught.value) == "line 2, 'b': the name is given twice. Keep one."
    assert (caught.value.line, caught.value.field) == (2, "b")
    with pytest.raises(InputError, match=r"^line 7: NaN is no number"):
        read_object('{"a": NaN}', line=7)


def test_bad_lines_may_be_collected_instead() -> None:
    refusals: list[InputError] = []
    stream = io.BytesIO(b'{"a": 1}\nno\n{"a": NaN}\n{"b": 2}\n')
    found = list(read_lines(stream, refuse=refusals.append))
    assert found == [(1, {"a": 1}), (4, {"b": 2})]
    assert [refusal.line for refusal in refusals] == [2, 3]


def test_a_line_without_end_is_cut_short_and_ends_the_reading() -> None:
    refusals: list[InputError] = []
    stream = io.BytesIO(b'{"a": 1}\n"' + b"x" * 10_000_000 + b'"\n{"b": 2}\n')
    assert list(read_lines(stream, refuse=refusals.append)) == [(1, {"a": 1})]
    assert str(refusals[0]).startswith("line 2: it has more than 100000 bytes.")
    assert stream.tell() < 300_000, "the rest was not read"


def test_an_input_over_the_limit_is_refused_while_it_is_read() -> None:
    with pytest.raises(InputError) as caught:
        list(read_lines(io.BytesIO(b'{"a": 1}\n' * 10), limit=50))
    assert str(caught.value) == "line 6: the input has more than 50 bytes. Split it into several."


def test_events_come_with_their_lines() -> None:
    content = b"\n" + lines(told("registered"), told(commercial=True))
    assert [(line, event.type) for line, event in read_events(io.BytesIO(content))] == [
        (2, "registered"),
        (3, "released"),
    ]


def test_every_bad_line_is_named_at_once() -> None:
    content = lines(told("relesed"), told(), told(commercial=1)) + b"{\n"
    with pytest.raises(ManyInputErrors) as caught:
        read_events(io.BytesIO(content))
    assert [error.line for error in caught.value.errors] == [1, 3, 4]
    assert caught.value.diagnostics().splitlines()[-1] == (
        "LC111: 3 lines cannot be taken; nothing was written."
    )


SCALARS = st.none() | st.booleans() | st.text() | st.integers(-(10**50), 10**50)
REALS = st.floats(allow_nan=False, allow_infinity=False)
PLAIN = st.recursive(
    SCALARS | REALS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), PLAIN, max_size=5))
def test_what_is_taken_is_what_the_standard_library_reads(value: dict[str, object]) -> None:
    text = json.dumps(value)
    found = read_object(text)
    assert json.loads(json.dumps(found, default=float)) == json.loads(text, parse_int=float)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        found = read_object(content)
    except InputError:
        return
    assert isinstance(cast("object", found), dict)
