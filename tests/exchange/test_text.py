"""A fact typed on the command line or in a cell becomes the plain data that JSON would have."""

from __future__ import annotations

import pytest

from lifecycle.domain import KINDS, FactSpec
from lifecycle.errors import InputError
from lifecycle.exchange.text import value_from_text


def fact(name: str) -> FactSpec:
    kind, _, field = name.partition(".")
    return next(spec for spec in KINDS[kind].specs if spec.name == field)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("released.commercial", "yes", True),
        ("released.commercial", "TRUE", True),
        ("released.commercial", "No", False),
        ("released.commercial", " false ", False),
        ("released.commercial", "unknown", None),
        ("released.market", "Unknown", None),
        ("released.market", "union", "union"),
        ("released.recipients", "customers, evaluators", ["customers", "evaluators"]),
        ("licensed.restrictions", "none", []),
        ("licensed.restrictions", "attribution", ["attribution"]),
        ("consortium_formed.members", "acme,bolt", ["acme", "bolt"]),
        ("trained.update_flop", "3.1e25", "3.1e25"),
        ("trained.cumulative_flop_range", "8e24..1.2e25", ["8e24", "1.2e25"]),
        ("trained.components", "pre=8e24, distil = 2e23", {"pre": "8e24", "distil": "2e23"}),
        ("trained.components", "pre=8e24,distil", {"pre": "8e24", "distil": None}),
        ("trained.excluded", "public data,red teaming", ["public data", "red teaming"]),
        ("released.occurred_on", "2025-09-10", "2025-09-10"),
        ("organisation_declared.country", "DE", "DE"),
        ("registered.name", "=cmd()", "=cmd()"),
    ],
)
def test_it_is_taken(name: str, text: str, value: object) -> None:
    assert value_from_text(fact(name), text) == value


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("released.commercial", "1", "'1' is neither yes nor no. Write yes, no or unknown."),
        ("released.commercial", "", "'' is neither yes nor no. Write yes, no or unknown."),
        (
            "trained.update_flop",
            "3,1e25",
            (
                "the comma in '3,1e25' may part decimals or thousands."
                " Write decimals with a point and thousands with nothing, such as 3.1e25."
            ),
        ),
        ("trained.components", "a=1,a=2", "'a' is given twice. Give it once."),
        (
            "released.occurred_on",
            "01/02/2026",
            "'01/02/2026' could be two days. Write 2026-02-01 or 2026-01-02.",
        ),
        (
            "consortium_formed.members",
            "acme,acme",
            '["acme", "acme"] names an item twice. Name it once.',
        ),
        ("noted.text", "unknown", None),
    ],
)
def test_it_is_refused_with_the_name_of_the_fact(name: str, text: str, message: str | None) -> None:
    spec = fact(name)
    if message is None:
        assert value_from_text(spec, text) is None, "parse refuses it where it is needed"
        return
    with pytest.raises(InputError) as caught:
        value_from_text(spec, text)
    assert str(caught.value) == f"'{spec.name}': {message}"
