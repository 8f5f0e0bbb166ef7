"""Each import contract forbids something: an offence against each of them is found and named."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("src/lifecycle", "projections/lifecycle_projections", "cli/lifecycle_cli")
CONTRACTS: dict[str, str] = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ]
}
# By contract: the module that offends, and what it imports against the contract.
OFFENCES = {
    "layers": ("lifecycle_projections.offence", "lifecycle_cli"),
    "errors-time": ("lifecycle.time", "pydantic"),
    "law": ("lifecycle.law.offence", "lifecycle.domain.offence"),
    "domain": ("lifecycle.domain.offence", "lifecycle.law.offence"),
    "seal": ("lifecycle.seal.offence", "lifecycle.recording.offence"),
    "recording": ("lifecycle.recording.offence", "lifecycle.law.offence"),
    "exchange": ("lifecycle.exchange.offence", "lifecycle.recording.offence"),
    "ledger": ("lifecycle.ledger", "lifecycle.law.offence"),
    "auditing": ("lifecycle.auditing.offence", "lifecycle.law.offence"),
    "pipelines": ("lifecycle.pipelines.offence", "click"),
    "extras": ("lifecycle.pipelines.spool", "transformers"),
    "projections": ("lifecycle_projections.offence", "sqlite3"),
    "cli": ("lifecycle_cli.offence", "eventsourcing"),
}


@pytest.fixture(scope="module")
def complaints(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return by contract what the linter says of a copy of the packages with every offence."""
    copy = tmp_path_factory.mktemp("offending")
    for source in SOURCES:
        shutil.copytree(ROOT / source, copy / Path(source).name)
    for module, imported in OFFENCES.values():
        path = copy.joinpath(*module.split(".")).with_suffix(".py")
        with path.open("a") as file:
            file.write(f"\nimport {imported}\n")
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-logo", "--no-cache", ROOT / "pyproject.toml"],
        env={**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "200"},
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    _, *sections = re.split(r"^(.+)\n-{3,}\n", done.stdout, flags=re.MULTILINE)
    return dict(zip(sections[::2], sections[1::2], strict=True))


def test_every_contract_is_tried() -> None:
    assert OFFENCES.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("contract", OFFENCES)
def test_the_offence_is_named(complaints: dict[str, str], contract: str) -> None:
    module, imported = OFFENCES[contract]
    assert f"{module} -> {imported}" in complaints[CONTRACTS[contract]]
