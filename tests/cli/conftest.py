"""A ledger to ask: the invented lives of the demo, written once and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lifecycle_cli.demo import write_demo


@pytest.fixture(scope="session")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(folder / "lifecycle.db")
    return folder


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands are typed."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def demo(empty: Path, lives: Path) -> Path:
    """A folder with the ledger of the demonstration, in which commands are typed."""
    shutil.copytree(lives, empty, dirs_exist_ok=True)
    return empty
