"""The demonstration: one life a path through the rules, the same for everybody."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from tests.cli.terminal import SNAPSHOTS, Clock, done, kept, refused

from lifecycle_cli.demo import lives

EXPECTED: dict[str, dict[str, object]] = {
    "atlas-1": {"transitional": "yes", "obligations_active": "no"},
    "atlas-7b": {"placed_on_market": "yes", "obligations_active": "yes"},
    "atlas-clerk": {"internal_use_exemption": "yes", "placed_on_market": "no"},
    "atlas-desk": {"internal_use_exemption": "no", "placed_on_market": "yes"},
    "atlas-hr": {"placed_on_market": "undetermined"},
    "atlas-lab": {"rd_exclusion": "yes", "placed_on_market": "no"},
    "cirrus-70b": {"open_source_exemption": "yes", "obligations_active": "yes"},
    "cirrus-8b": {"contested": True, "obligations_active": "yes"},
    "delta-chat": {"limited_to_modification": "no", "obligations_active": "no"},
    "delta-law": {"limited_to_modification": "yes", "obligations_active": "yes"},
    "farstar-9b": {"ai_system_rules_also_apply": "yes", "obligations_active": "yes"},
    "titan-1": {"systemic_risk": "yes", "obligations_active": "yes"},
}


def test_each_life_takes_its_path(demo: Path) -> None:
    models = json.loads(done("status", "--on", "2026-01-15", "--json"))["models"]
    found = {model["model"]: model for model in models}
    assert {
        name: {key: found[name][key] for key in expected} for name, expected in EXPECTED.items()
    } == EXPECTED
    assert set(found) == set(EXPECTED)
    assert demo.exists()


def test_it_prints_the_same_on_every_day_and_machine(empty: Path) -> None:
    printed = done("demo", clock=Clock())
    # Who recorded it is a random id, and so the root is another one each time.
    kept(SNAPSHOTS / "demo.txt", re.sub(r"head [0-9a-f]{12}", "head …", printed))
    assert {path.name for path in empty.iterdir()} >= {"lifecycle.db", "lifecycle.key"}


def test_what_it_prints_can_be_typed(empty: Path) -> None:
    printed = done("demo", "there")
    asked = [line.removeprefix("$ ") for line in printed.splitlines() if line.startswith("$ ")]
    assert asked
    for command in asked:
        answer = done(*command.split()[1:], "--known-at", "2026-01-15T12:00:00Z")
        assert answer.splitlines()[3] in printed
    assert (empty / "there" / "lifecycle.db").exists()


def test_it_never_writes_into_a_ledger(demo: Path) -> None:
    before = (demo / "lifecycle.db").read_bytes()
    assert "LC131" in typed_demo()
    assert (demo / "lifecycle.db").read_bytes() == before


def typed_demo() -> str:
    return refused("demo", code=5)


def test_its_lives_are_told_in_the_order_in_which_they_were_recorded() -> None:
    instants = [recorded_at for recorded_at, _ in lives()]
    assert instants == sorted(instants)


@pytest.mark.parametrize("name", ["lives.jsonl"])
def test_its_data_is_in_the_package(name: str) -> None:
    root = Path(__file__).parents[2]
    wheel = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    assert "cli/lifecycle_cli" in wheel["targets"]["wheel"]["packages"]
    assert (root / "cli" / "lifecycle_cli" / "demo_data" / name).is_file()
