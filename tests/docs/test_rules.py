"""docs/rules.md says what the rulebook says, and every entry of the rule base has its rule."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rules_doc() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rules_doc", ROOT / "scripts" / "rules_doc.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rules_doc"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_rulebook_says(rules_doc: ModuleType) -> None:
    page = rules_doc.page(rules_doc.exercised(rules_doc.questions()))
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == page, "run: make docs"


def test_every_entry_is_met_by_a_situation() -> None:
    page = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert "| 0 / 0 / 0 |" not in page


def test_every_entry_of_the_rule_base_has_a_rule_or_is_explained(rules_doc: ModuleType) -> None:
    for entry in rules_doc.entries():
        assert rules_doc.carried_out_by(entry) or entry in rules_doc.ELSEWHERE, entry
