"""The release gate: drafted events are tested as if they were recorded, and nothing is written."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused, typed

RELEASE: dict[str, object] = {
    "type": "released",
    "model": "atlas-lab",
    "occurred_on": "2027-02-01",
    "actor": "acme",
    "channel": "api",
    "market": "union",
    "commercial": True,
    "own_name": True,
}
OBLIGATIONS = ("53(1)(a)", "53(1)(b)", "53(1)(c)", "53(1)(d)")

pytestmark = pytest.mark.usefixtures("demo")


def lines(*events: dict[str, object]) -> str:
    return "".join(json.dumps(event) + "\n" for event in events)


def documented() -> list[dict[str, object]]:
    return [
        {"type": "documented", "model": "atlas-lab", "occurred_on": "2026-11-01",
         "obligation": obligation, "title": "Document"}
        for obligation in OBLIGATIONS
    ]  # fmt: skip


def test_a_release_without_evidence_is_held() -> None:
    before = done("export")
    printed = typed("gate", "-", stdin=lines(RELEASE))
    assert printed.code == 1
    said = " ".join(printed.out.split())
    assert "atlas-lab: 53(1)(a)(b)(c)(d) would bind from 2027-02-01, nothing shows it done" in said
    assert "rulebook guidelines-2025-11, ledger of 72 events, head" in said
    assert done("export") == before


def test_a_release_with_its_documents_passes(demo: Path) -> None:
    (demo / "release.jsonl").write_text(lines(*documented(), RELEASE))
    assert "0 findings" in done("gate", "release.jsonl")


def test_what_stays_undetermined_is_held_unless_it_is_allowed() -> None:
    draft = lines({**RELEASE, "model": "atlas-hr", "market": None})
    found = json.loads(typed("gate", "-", "--json", stdin=draft).out)
    assert {finding["kind"] for finding in found["findings"]} == {"undetermined"}
    assert typed("gate", "-", stdin=draft).code == 1
    assert typed("gate", "-", "--allow-undetermined", stdin=draft).code == 0


def test_json_names_every_obligation_and_the_axes() -> None:
    found = json.loads(typed("gate", "-", "--format", "json", stdin=lines(RELEASE)).out)
    assert (found["schema"], found["events"]) == ("lifecycle/gate/1", 1)
    assert [finding["obligation"] for finding in found["findings"]] == list(OBLIGATIONS)
    assert found["ledger"]["size"] == 72
    assert found["rulebook"] == "guidelines-2025-11"


def test_github_shows_one_annotation_a_reason() -> None:
    out = typed("gate", "-", "--format", "github", stdin=lines(RELEASE)).out.splitlines()
    assert out[0] == (
        "::error title=53(1)(a)(b)(c)(d) missing::atlas-lab: 53(1)(a)(b)(c)(d) would bind from"
        " 2027-02-01%2C nothing shows it done"
    )
    assert out[1].startswith("::notice title=Axes::As known at ")


def test_junit_is_xml_with_a_failure_a_reason() -> None:
    suite = ET.fromstring(typed("gate", "-", "--format", "junit", stdin=lines(RELEASE)).out)  # noqa: S314
    assert (suite.get("tests"), suite.get("failures")) == ("1", "1")
    passed = ET.fromstring(  # noqa: S314
        done("gate", "-", "--format", "junit", stdin=lines(*documented(), RELEASE))
    )
    assert (passed.get("tests"), passed.get("failures")) == ("1", "0")
    names = {found.get("name") for found in suite.iter("property")}
    assert names == {"known_at", "rulebook", "ledger"}


def test_the_gate_and_the_preview_agree() -> None:
    gate = json.loads(typed("gate", "-", "--json", stdin=lines(RELEASE)).out)
    preview = json.loads(done("record", "-", "-n", "--json", stdin=lines(RELEASE)))
    starts = [
        found["obligation"]
        for found in preview["consequences"]
        if found["performance"] == "unmet"
        and any(change["after"] == "active" for change in found["changes"])
    ]
    assert [finding["obligation"] for finding in gate["findings"]] == starts


def test_a_bad_draft_is_refused_by_its_line() -> None:
    assert "line 2" in refused("gate", "-", stdin=lines(RELEASE) + "nonsense\n")
