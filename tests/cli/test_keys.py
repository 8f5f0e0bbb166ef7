"""The keys of a ledger are listed with what each of them may sign."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused, typed

from lifecycle.auditing.keys import memory_path

pytestmark = pytest.mark.usefixtures("demo")


def test_a_replaced_key_stays_listed_with_what_it_signed() -> None:
    first = done("key").strip()
    done("key", "--rotate", "second.key")
    second = done("key").strip()
    assert done("key", "--all").splitlines() == [
        first,
        "  signs from 0 events to 72",
        second,
        "  signs from 72 events on",
    ]


def test_nobody_is_sent_to_an_option_that_no_help_lists() -> None:
    assert "--as-of" not in refused("key", "--json")
    assert "Did you mean '--rotate'?" in refused("key", "--rotat", "second.key")


OLD, NEW = {"LIFECYCLE_PASSPHRASE": "open sesame"}, {"LIFECYCLE_PASSPHRASE": "open barley"}


def writes(env: dict[str, str] | None = None) -> str:
    """Record something, and return what is said on standard error."""
    words = ("record", "noted", "atlas-7b", "--on", "2026-01-10", "--text", "note")
    printed = typed(*words, env=env)
    assert printed.code == 0
    return printed.err


def signed() -> bool:
    """Tell whether the ledger's newest event is signed."""
    report = json.loads(done("verify", "--json"))
    return bool(report["signed"] == report["events"])


class TestTheKeyAfterAHandover:
    """It is found where the first one lay, whatever it is called."""

    def test_it_signs_checkpoints_and_writes_by_itself(self) -> None:
        printed = typed("key", "--rotate", "models-2.key")
        assert "models-2.key signs for this ledger; it is found by itself" in printed.err
        assert writes() == ""
        assert signed()
        done("checkpoint", "-o", "kept")
        done("timestamp", "query", "models.tsq")
        assert memory_path(Path("models-2.key")).read_text() == Path("kept").read_text()

    def test_the_old_key_signs_no_more_but_need_not_be_there(self) -> None:
        done("key", "--rotate", "a-name-before.key")
        err = refused("checkpoint", "--key", "lifecycle.key", code=3)
        assert "is not the one that signs" in err
        Path("lifecycle.key").unlink()
        done("checkpoint", "-o", "kept")

    def test_it_hands_over_in_its_turn(self) -> None:
        for number in (2, 3, 4):
            done("key", "--rotate", f"models-{number}.key")
            assert writes() == ""
            assert signed()
        assert len(done("key", "--all").splitlines()) == 8

    @pytest.mark.parametrize("target", ["elsewhere/next.key", "next.pem"])
    def test_one_that_lies_elsewhere_is_asked_for(self, target: str) -> None:
        Path("elsewhere").mkdir()
        printed = typed("key", "--rotate", target)
        assert f"lifecycle checkpoint --key {target} -o FILE" in printed.err
        assert writes() == "", "no key is at hand, which stops nothing"
        assert not signed()
        assert "--key FILE" in refused("checkpoint", code=3)
        done("checkpoint", "--key", target, "-o", "kept")
        assert signed()

    def test_keys_of_other_ledgers_and_other_files_beside_it_are_passed_over(self) -> None:
        done("init", "--ledger", "aardvark.db")
        Path("broken.key").write_text("x")
        Path("folder.key").mkdir()
        done("key", "--rotate", "models-2.key")
        other = memory_path(Path("aardvark.key")).read_bytes()
        assert writes() == ""
        assert signed()
        assert memory_path(Path("aardvark.key")).read_bytes() == other

    def test_a_locked_one_is_known_by_what_it_signed(self) -> None:
        assert typed("key", "--rotate", "models-2.key", "--encrypt", env=NEW).code == 0
        assert writes() == ""
        assert not signed()
        err = refused("checkpoint", code=3)
        assert "LC311" in err
        assert "models-2.key is locked" in err
        assert writes(NEW) == ""
        assert signed()

    def test_two_locked_ones_are_told_apart(self) -> None:
        done("init", "--no-key", "--ledger", "locked.db")
        for words in (("key", "--new"), ("record", "registered", "nova", "--on", "2026-01-01")):
            extra = ("--encrypt",) if words[0] == "key" else ()
            assert typed(*words, *extra, "--ledger", "locked.db", env=OLD).code == 0
        shutil.copy("locked.key", "zebra.key")
        assert typed("key", "--rotate", "next.key", "--ledger", "locked.db", env=OLD).code == 0
        third = ("key", "--rotate", "third.key", "--encrypt", "--ledger", "locked.db")
        assert typed(*third, env=NEW).code == 0
        err = refused("checkpoint", "--ledger", "locked.db", code=3)
        assert "third.key is locked" in err
        assert typed("checkpoint", "--ledger", "locked.db", env=NEW).code == 0


class TestThePublicKey:
    """It is given as a text or as the file that holds it, and as nothing else."""

    @pytest.fixture
    def bundle(self, demo: Path) -> None:
        (demo / "company.pub").write_text(done("key"))
        done("checkpoint", "-o", "kept")
        done("export", "--bundle", "bundle")

    @pytest.mark.usefixtures("bundle")
    def test_a_file_is_as_good_as_its_text(self) -> None:
        text = Path("company.pub").read_text()
        for key in (text, text.strip(), "company.pub"):
            assert "answers    same" in done("audit", "bundle", "--key", key)
            assert "proven by the checkpoint" in done(
                "verify", "--checkpoint", "kept", "--key", key
            )

    @pytest.mark.usefixtures("bundle")
    def test_what_is_neither_is_refused(self) -> None:
        Path("binary").write_bytes(bytes(range(256)))
        Path("long").write_text(Path("company.pub").read_text() * 1_000)
        private = refused("audit", "bundle", "--key", "lifecycle.key")
        assert "It is a private key" in private
        for key in ("", "nowhere.pub", "bundle", "binary", "long", "kept", "a\0b"):
            err = refused("audit", "bundle", "--key", key)
            assert "LC110" in err
            assert "or the file that you keep it in" in err

    @pytest.mark.usefixtures("bundle")
    def test_the_file_of_another_key_audits_nothing(self) -> None:
        done("init", "--ledger", "other.db")
        Path("other.pub").write_text(done("key", "--ledger", "other.db"))
        assert typed("audit", "bundle", "--key", "other.pub").code == 4
