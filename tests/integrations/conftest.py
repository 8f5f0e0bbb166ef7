"""Tests with the libraries of the extras themselves; `make integrations` installs them."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

import pytest

from lifecycle.pipelines.mlflow_registry import SETTINGS

# Where they are missing, nothing here is collected; `make integrations` then fails.
collect_ignore_glob = [] if find_spec("transformers") and find_spec("mlflow") else ["test_*.py"]

# Before the tests import MLflow, whose settings are read then.
os.environ.update(SETTINGS)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands are typed."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
