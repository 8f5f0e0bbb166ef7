"""A ledger of 120 events of which 100 are in a checkpoint that somebody else keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.auditing.operator import Desk


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the desk that no test changes."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.start()
    return desk


@pytest.fixture
def desk(untouched: Desk, tmp_path: Path) -> Desk:
    """Return a copy of the desk to change."""
    return untouched.copy(tmp_path / "desk")
