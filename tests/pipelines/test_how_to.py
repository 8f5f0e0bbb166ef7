"""The Python that docs/how-to/record-from-pipelines.md shows for any script does what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lifecycle import Ledger
from lifecycle.pipelines.spool import Spool

HOW_TO = Path(__file__).parents[2] / "docs/how-to/record-from-pipelines.md"
FIRST = re.findall(r"^```python\n(.*?)^```$", HOW_TO.read_text(), re.DOTALL | re.MULTILINE)[0]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_it_is_three_lines() -> None:
    assert len([line for line in FIRST.splitlines() if line]) == 3


def test_it_records_in_the_ledger() -> None:
    with Ledger.open("models.db") as ledger:
        ledger.record({"type": "registered", "model": "atlas", "occurred_on": "2025-11-01"})
        exec(FIRST, {})  # noqa: S102 -- it is the document that is tried
        _, trained = ledger.events()
    assert trained.event.id == "run-17:trained:1000"


def test_without_a_ledger_it_goes_to_the_spool(caplog: pytest.LogCaptureFixture) -> None:
    exec(FIRST, {})  # noqa: S102 -- likewise
    assert [each.id for each in Spool("spool").read()[0]] == ["run-17:trained:1000"]
    assert "there is no ledger at models.db" in caplog.text
