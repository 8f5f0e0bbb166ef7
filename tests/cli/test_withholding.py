"""From the terminal: an event is withheld from a bundle, and whoever asks the bundle is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused, typed

WHY = "order of the Regional Court, 12 O 3/26"


@pytest.fixture
def key(demo: Path) -> str:
    assert demo.exists()
    done("checkpoint", "-o", "kept")
    return done("key").strip()


@pytest.fixture
def printed(key: str) -> str:
    """Return what the export says; atlas-7b#8 corrects the event and goes with it."""
    assert key
    return done(
        *("export", "--bundle", "redacted", "--on", "2026-01-15", "--reason", WHY),
        *("--withhold", "atlas-7b#5", "--withhold", "atlas-7b#8"),
    )


def test_it_says_what_is_left_out(printed: str) -> None:
    assert "Withheld: atlas-7b#5 at position" in printed
    assert "anybody sees the gap and your reason" in printed
    for file in Path("redacted").rglob("*"):
        assert file.is_dir() or b"billing export" not in file.read_bytes()


def test_an_audit_names_the_gaps_and_the_reason(printed: str, key: str) -> None:
    assert printed
    told = done("audit", "redacted", "--key", key)
    assert "withheld   2 events of which the hash alone is here" in told
    assert f"atlas-7b#5: {WHY}" in told
    assert "answers    same, without what is withheld" in told
    told = json.loads(done("audit", "redacted", "--key", key, "--json"))
    assert [each["event"] for each in told["withheld_because"]] == ["atlas-7b#5", "atlas-7b#8"]
    assert len(told["withheld"]) == 2


def test_a_gap_without_a_reason_is_told_too(printed: str, key: str) -> None:
    assert printed
    Path("redacted/withheld.json").unlink()
    Path("redacted/answers.json").unlink()
    told = done("audit", "redacted", "--key", key)
    assert told.count("no reason is given") == 2


def test_a_reason_cannot_steer_the_terminal(key: str) -> None:
    done(*("export", "--bundle", "bad", "--withhold", "atlas-7b#2", "--reason", "\x1b[2J"))
    assert "\x1b" not in done("audit", "bad", "--key", key)


@pytest.mark.parametrize(
    "question",
    [
        ("status",),
        ("status", "atlas-7b"),
        ("why", "atlas-7b", "53-1-d"),
        ("timeline", "atlas-7b"),
        ("questions",),
        ("events", "atlas-7b", "--effects"),
        ("deadlines",),
        ("diff", "--on", "2025-08-01..2026-01-15"),
    ],
    ids=" ".join,
)
def test_every_answer_says_what_it_is_without(printed: str, question: tuple[str, ...]) -> None:
    assert printed
    on = () if question[0] in ("diff", "deadlines") else ("--on", "2026-01-15")
    asked = typed(*question, *on, "--ledger", "redacted")
    assert asked.code == 0, asked.err
    assert "atlas-7b#5, atlas-7b#8 withheld from the bundle" in asked.err
    if on:
        assert "Without atlas-7b#5, atlas-7b#8: withheld." in asked.out
        told = json.loads(done(*question, *on, "--json", "--ledger", "redacted"))
        assert told["withheld"] == ["atlas-7b#5", "atlas-7b#8"]
    whole = typed(*question, *on)
    assert "withheld" not in whole.out + whole.err


def test_the_answer_is_the_one_without_it(printed: str) -> None:
    assert printed
    whole = json.loads(done("status", "atlas-7b", "--on", "2025-12-01", "--json"))
    told = json.loads(
        done("status", "atlas-7b", "--on", "2025-12-01", "--json", "--ledger", "redacted")
    )
    assert (whole["placed_on_market"], told["placed_on_market"]) == ("yes", "no")
    head = done("verify").splitlines()[1].split()[1]
    assert told["ledger"] == {"size": 72, "root": head}
    assert json.loads(Path("redacted/answers.json").read_text())["withheld"]


def test_what_is_withheld_is_listed_as_such_and_not_exported(printed: str) -> None:
    assert printed
    listed = done("events", "atlas-7b", "--ledger", "redacted")
    assert "Withheld: what this event says is not in the bundle." in " ".join(listed.split())
    assert "withheld" in refused_export()


def refused_export() -> str:
    asked = typed("export", "--ledger", "redacted")
    assert (asked.code, asked.out) == (4, "")
    return asked.err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--withhold", "atlas-7b#5"), "Add --bundle DIR"),
        (("--reason", "x"), "Add --bundle DIR"),
        (("--bundle", "b", "--reason", "x"), "Add --withhold EVENT"),
        (("--bundle", "b", "--withhold", "atlas-7b#5"), "--reason TEXT"),
        (("--bundle", "b", "--withhold", "nova#1", "--reason", "x"), "there is no event"),
        (
            ("--bundle", "b", "--withhold", "atlas-7b#5", "--reason", "x"),
            "--withhold atlas-7b#8",
        ),
    ],
)
@pytest.mark.usefixtures("demo")
def test_what_cannot_be_withheld_is_refused(options: tuple[str, ...], told: str) -> None:
    assert told in refused("export", *options)
    assert not Path("b").exists()
