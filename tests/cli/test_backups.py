"""A backup is taken and taken back from the command line; a stale one is found out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.terminal import done, refused, typed

pytestmark = pytest.mark.usefixtures("demo")


def test_a_backup_is_the_ledger_at_that_moment() -> None:
    assert done("export", "--backup", "copy.db").startswith("Copied 72 events to copy.db; ")
    before = done("status", "--on", "2026-01-15")
    done("record", "noted", "atlas-7b", "--on", "2026-01-15", "--text", "later")
    shutil.copy("copy.db", "lifecycle.db")
    assert done("status", "--on", "2026-01-15") == before


def test_a_backup_older_than_the_checkpoint_kept_elsewhere_is_found_out() -> None:
    done("export", "--backup", "copy.db")
    done("record", "noted", "atlas-7b", "--on", "2026-01-15", "--text", "later")
    done("checkpoint", "-o", "kept.checkpoint")
    for stale in Path().glob("lifecycle.db*"):
        stale.unlink()
    shutil.copy("copy.db", "lifecycle.db")
    assert typed("verify", "--checkpoint", "kept.checkpoint").code == 4


def test_nothing_is_overwritten() -> None:
    done("export", "--backup", "copy.db")
    assert "there is copy.db already" in refused("export", "--backup", "copy.db", code=5)


def test_one_thing_at_a_time() -> None:
    assert "only one thing" in refused("export", "--backup", "copy.db", "--bundle", "bundle")
    assert not Path("copy.db").exists()
