"""What an import may bring: the law no framework, the help of the command line click alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = {"lifecycle", "lifecycle_cli", "lifecycle_projections"}
REPORT = """
import sys
before = set(sys.modules)
{statement}
print(*(set(sys.modules) - before))
"""
HELP = """
from lifecycle_cli.main import entry
sys.argv = ["lifecycle", "--help"]
try:
    entry()
except SystemExit:
    pass
"""


def test_the_law_loads_neither_framework_nor_storage() -> None:
    loaded = loads("import lifecycle.law")
    assert third_party(loaded) == set()
    assert "sqlite3" not in loaded


def test_the_package_itself_loads_no_framework() -> None:
    loaded = loads("import lifecycle, lifecycle_projections")
    assert third_party(loaded) == set()
    assert "lifecycle.ledger" not in loaded


def test_help_loads_click_alone() -> None:
    loaded = loads(HELP)
    assert third_party(loaded) == {"click"}
    assert "sqlite3" not in loaded


def test_a_ledger_is_loaded_when_it_is_named() -> None:
    loaded = loads("from lifecycle import Ledger")
    assert {"lifecycle.ledger", "eventsourcing", "pydantic", "sqlite3"} <= loaded
    assert "cryptography" not in loaded, "signatures are loaded when something is signed"


def third_party(loaded: set[str]) -> set[str]:
    return {name.split(".")[0] for name in loaded} - sys.stdlib_module_names - OURS


def loads(statement: str) -> set[str]:
    """Return the modules that a statement loads in a fresh process.

    The environment is empty, so that no measuring of coverage loads some of them beforehand.
    """
    done = subprocess.run(
        [sys.executable, "-c", REPORT.format(statement=statement)],
        env={},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())
