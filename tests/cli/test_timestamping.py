"""From the terminal: an authority's clock stamps checkpoints, and bounds the times of events."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.auditing.authority import Authority
from tests.cli.terminal import Clock, Printed, done, refused, typed

NOVA = ("record", "registered", "nova", "--on", "2026-01-01")
NOTED = ("record", "noted", "nova", "--on", "2026-01-02", "--text", "note")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "one")


class Keeper:
    """Whoever keeps a ledger: recorded in it ninety days ago, and has it stamped today."""

    def __init__(self, folder: Path, authority: Authority) -> None:
        self.folder = folder
        self.authority = authority
        self.clock = Clock(datetime.now(UTC) - timedelta(days=90))
        (folder / "authority.pem").write_bytes(authority.certificate)
        self.types("init")
        self.types(*NOVA)
        self.key = self.types("key").strip()

    def types(self, *words: str) -> str:
        return done(*words, clock=self.clock)

    def stamp(self, *, late: bool = False) -> str:
        """Have all events stamped by the authority, whose clock says now."""
        self.types("timestamp", "query", "models.tsq")
        if late:
            self.types(*NOTED)
        answer = self.authority.answer((self.folder / "models.tsq").read_bytes())
        (self.folder / "models.tsr").write_bytes(answer)
        return "" if late else self.types("timestamp", "keep", "models.tsr")

    def records(self, *, days_ago: int) -> None:
        """Record an event with a clock that was set."""
        self.clock.instant = datetime.now(UTC) - timedelta(days=days_ago)
        self.types(*NOTED)

    def verifies(self, *words: str) -> Printed:
        return typed("verify", *words, clock=self.clock)

    def is_audited(self, *words: str) -> Printed:
        self.types("export", "--bundle", "bundle")
        return typed("audit", "bundle", "--key", self.key, *words, clock=self.clock)


@pytest.fixture
def keeper(empty: Path, authority: Authority) -> Keeper:
    return Keeper(empty, authority)


def forget(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the extra be one that is not installed."""
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.delitem(sys.modules, "lifecycle.auditing.timestamps", raising=False)


def test_the_question_goes_out_with_the_checkpoint_it_is_about(keeper: Keeper) -> None:
    printed = keeper.types("timestamp", "query", "models.tsq")
    assert "Wrote the checkpoint of 1 event to models.checkpoint" in printed
    assert "--data-binary @models.tsq -o models.tsr URL" in printed
    note = (keeper.folder / "models.checkpoint").read_text()
    assert note == keeper.types("checkpoint")
    asked = keeper.authority.openssl(
        "ts", "-query", "-in", str(keeper.folder / "models.tsq"), "-text"
    )
    assert "Hash Algorithm: sha" in asked
    assert json.loads(keeper.types("verify", "--json"))["handed_out"] == 1


def test_the_answer_is_kept_and_goes_into_the_bundle(keeper: Keeper) -> None:
    printed = keeper.stamp()
    assert "an authority saw the checkpoint of 1 event" in printed
    (keeper.folder / "models.tsq").unlink()
    assert "stamped    1 event seen by an authority at" in keeper.types("verify")
    audited = keeper.is_audited("--authority", "authority.pem")
    assert (audited.code, audited.err) == (0, "")
    assert "stamped    1 event in checkpoints that your authority saw" in audited.out
    (answer,) = (keeper.folder / "bundle" / "checkpoints").glob("*.tsr")
    assert answer.read_bytes() == (keeper.folder / "models.tsr").read_bytes()


def test_an_audit_believes_no_stamp_whose_authority_is_not_named(keeper: Keeper) -> None:
    keeper.stamp()
    audited = keeper.is_audited()
    assert "1 checkpoint by an authority; to believe it: --authority FILE" in audited.out
    told = json.loads(done("audit", "bundle", "--key", keeper.key, "--json", clock=keeper.clock))
    assert (told["timestamps"], told["stamped"]) == (1, 0)


def test_the_stamp_of_another_authority_is_found(keeper: Keeper, tmp_path: Path) -> None:
    keeper.stamp()
    other = Authority(tmp_path / "other")
    (keeper.folder / "other.pem").write_bytes(other.certificate)
    for printed in (
        keeper.verifies("--authority", "other.pem"),
        keeper.is_audited("--authority", "other.pem"),
    ):
        assert printed.code == 4
        assert "is not one of the authorities'" in " ".join(printed.out.split())
    both = ("--authority", "other.pem", "--authority", "authority.pem")
    assert keeper.verifies(*both).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "lifecycle.tsq"),
        ("query", "models.checkpoint"),
        ("query", "nowhere/models.tsq"),
        ("keep", "nowhere.tsr"),
        ("ask", "models.tsq"),
        ("query",),
    ],
)
def test_what_cannot_be_asked_or_kept_is_refused(
    keeper: Keeper, arguments: tuple[str, ...]
) -> None:
    err = refused("timestamp", *arguments)
    assert err.startswith("Error LC1")
    assert keeper.folder.exists()


def test_what_is_no_answer_is_not_kept(keeper: Keeper) -> None:
    (keeper.folder / "models.tsr").write_bytes(b"<html>")
    err = refused("timestamp", "keep", "models.tsr", code=4)
    assert "no answer of a timestamping authority" in err
    (keeper.folder / "models.tsr").write_bytes(bytes(100_001))
    assert "more than 100,000 bytes" in refused("timestamp", "keep", "models.tsr")
    keeper.stamp()
    keeper.types("init", "--ledger", "other.db")
    err = refused("timestamp", "keep", "models.tsr", "--ledger", "other.db", code=4)
    assert "for none of the checkpoints" in err


def test_an_answer_that_came_late_is_not_kept(keeper: Keeper) -> None:
    keeper.stamp(late=True)
    assert "came too late" in refused("timestamp", "keep", "models.tsr", code=4)


def test_without_the_extra_it_says_what_to_type(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.stamp()
    with monkeypatch.context() as patched:
        forget("rfc3161_client", patched)
        for arguments in (("query", "models-2.tsq"), ("keep", "models.tsr")):
            err = refused("timestamp", *arguments, code=3)
            assert "LC314" in err
            assert "pip install 'gpai-lifecycle-ledger[timestamp]'" in err
        assert not (keeper.folder / "models-2.checkpoint").exists()
        printed = keeper.verifies()
        assert (printed.code, printed.err) == (0, ""), "the seal verifies without it"
        assert "1 timestamp not read: timestamps need a package" in printed.out
        assert keeper.verifies("--authority", "authority.pem").code == 3
        assert keeper.is_audited().code == 0
        audited = typed("audit", "bundle", "--key", keeper.key, "--authority", "authority.pem")
        assert audited.code == 3


class TestBrackets:
    """Between which instants each event was recorded, by clocks that the keeper does not set."""

    def test_an_event_that_is_dated_back_behind_a_stamp_is_found(self, keeper: Keeper) -> None:
        keeper.stamp()
        keeper.records(days_ago=30)
        for printed in (
            keeper.verifies(),
            keeper.verifies("--authority", "authority.pem"),
            keeper.is_audited("--authority", "authority.pem"),
        ):
            assert (printed.code, printed.err) == (4, "")
            told = " ".join(printed.out.split())
            assert "position 1: the event says it was recorded at" in told
            assert "but was not yet in the checkpoint of" in told

    def test_without_a_stamp_nobody_can_tell(self, keeper: Keeper) -> None:
        """The guard's own control: the same event, and no other clock."""
        keeper.types("timestamp", "query", "models.tsq")
        keeper.records(days_ago=30)
        assert keeper.verifies().code == 0
        assert keeper.is_audited("--authority", "authority.pem").code == 0

    def test_an_event_in_its_bracket_is_none(self, keeper: Keeper) -> None:
        keeper.stamp()
        keeper.records(days_ago=0)
        assert keeper.verifies("--authority", "authority.pem").code == 0

    def test_an_event_dated_forward_is_found(self, keeper: Keeper) -> None:
        keeper.records(days_ago=-1)
        keeper.stamp()
        printed = keeper.verifies()
        assert printed.code == 4
        assert "after it was in a checkpoint of" in " ".join(printed.out.split())

    def test_each_event_is_shown_with_its_bracket(self, keeper: Keeper) -> None:
        keeper.stamp()
        keeper.records(days_ago=30)
        keeper.records(days_ago=0)
        printed = keeper.verifies("--brackets")
        lines = printed.out.splitlines()
        first, second = (at for at, line in enumerate(lines) if line.startswith("not before"))
        assert lines[first] == "not before no clock but the keeper's says"
        assert lines[second + 1] == "not after  no clock but the keeper's says"
        assert lines[first + 1][11:] == lines[second][11:]
        assert lines[first + 2].endswith("nova#1")
        assert [line.split()[1:] for line in lines[second + 2 :]] == [
            ["nova#2", "outside"],
            ["nova#3"],
        ]
        told = json.loads(keeper.verifies("--brackets", "--json").out)
        assert [each["event"] for each in told["brackets"]] == ["nova#1", "nova#2", "nova#3"]
        assert [each["fits"] for each in told["brackets"]] == [True, False, True]
        assert told["timestamps"]["verified"] is False
        assert keeper.is_audited("--brackets", "--authority", "authority.pem").out.endswith(
            "\n".join(lines[first:]) + "\n"
        )
        listed = typed("audit", "bundle", "--key", keeper.key, "--brackets", "--json").out
        assert json.loads(listed)["brackets"][1]["not_before"] is None, "nobody was trusted"

    def test_a_ledger_without_stamps_has_open_brackets(self, keeper: Keeper) -> None:
        printed = keeper.types("verify", "--brackets")
        assert printed.count("no clock but the keeper's says") == 2

    def test_a_stamp_that_was_put_on_another_checkpoint_is_found(self, keeper: Keeper) -> None:
        keeper.stamp()
        keeper.records(days_ago=0)
        keeper.types("checkpoint", "-o", "second")
        with closing(sqlite3.connect("lifecycle.db")) as connection, connection:
            connection.execute(
                "UPDATE checkpoints SET timestamp ="
                " (SELECT timestamp FROM checkpoints WHERE size = 1) WHERE size = 2"
            )
        printed = keeper.verifies()
        assert printed.code == 4
        assert "the timestamp of the checkpoint of 2 events" in printed.out

    def test_a_file_without_a_certificate_is_refused(self, keeper: Keeper) -> None:
        (keeper.folder / "empty.pem").write_text("")
        for name in ("empty.pem", "nowhere.pem"):
            assert "--authority" in refused("verify", "--authority", name)
