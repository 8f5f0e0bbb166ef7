"""A model whose registration was retracted is no model: nobody is asked about it any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lifecycle import Ledger
from lifecycle.errors import NotFound
from lifecycle.intake import ImportSource
from lifecycle_projections import obligations_on
from lifecycle_projections.consequences import consequences
from lifecycle_projections.portfolio import portfolio_on

DAY = date(2025, 11, 3)
RETRACTION: dict[str, object] = {
    "type": "retracted",
    "target": "ledger#1",
    "occurred_on": "2025-11-03",
    "reason": "the sheet of another company",
}


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.open(":memory:") as ledger:
        ledger.record({"type": "registered", "model": "nova", "occurred_on": "2025-03-03"})
        yield ledger


def released(model: str) -> dict[str, object]:
    return {
        "type": "released",
        "model": model,
        "occurred_on": "2025-09-08",
        "actor": "acme",
        "market": "union",
    }


def import_both(ledger: Ledger) -> None:
    vega = {"type": "registered", "model": "vega", "occurred_on": "2025-05-05"}
    source = ImportSource(id="import:wrong", name="wrong.csv", sha256="0" * 64)
    ledger.import_events([vega, released("vega"), released("nova")], source=source)


def test_an_import_that_was_taken_back_leaves_no_model_behind(ledger: Ledger) -> None:
    import_both(ledger)
    assert [answer.model for answer in portfolio_on(ledger, valid_on=DAY).answers] == [
        "nova",
        "vega",
    ]
    ledger.record(RETRACTION)
    assert [answer.model for answer in portfolio_on(ledger, valid_on=DAY).answers] == ["nova"]
    with pytest.raises(NotFound, match="vega"):
        obligations_on(ledger, "vega", valid_on=DAY)


def test_what_it_would_take_away_is_told_before(ledger: Ledger) -> None:
    import_both(ledger)
    found = consequences(ledger, [RETRACTION])
    assert {each.model for each in found} == {"nova", "vega"}
    assert {each.status for each in found if each.model == "vega"} == {"inactive"}
    assert {(change.before, change.after) for each in found for change in each.changes} == {
        ("undetermined", "inactive")
    }


def test_the_answers_known_before_stay_as_they_were(ledger: Ledger) -> None:
    import_both(ledger)
    then = ledger.settled()
    before = obligations_on(ledger, "vega", valid_on=DAY, known_at=then).to_dict()
    ledger.record(RETRACTION)
    assert obligations_on(ledger, "vega", valid_on=DAY, known_at=then).to_dict() == before


def test_a_retraction_that_is_taken_back_brings_the_model_back(ledger: Ledger) -> None:
    import_both(ledger)
    before = obligations_on(ledger, "vega", valid_on=DAY).to_dict()
    ledger.record(RETRACTION)
    ledger.record({**RETRACTION, "target": "ledger#2"})
    after = obligations_on(ledger, "vega", valid_on=DAY).to_dict()
    assert after["obligations"] == before["obligations"]
