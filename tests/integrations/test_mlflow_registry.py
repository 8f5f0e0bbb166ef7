"""A registry that MLflow's own client has written is read, proposed, and left as it is."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.cli.terminal import Clock, done, refused, typed

from lifecycle import InputError, Ledger
from lifecycle.pipelines.mlflow_registry import SETTINGS, read_registry
from lifecycle.pipelines.proposals import Run

pytestmark = pytest.mark.filterwarnings("default")

# Of any type: the stubs know what the project reads, the tests write.
mlflow: Any = import_module("mlflow")

FORMS = ("sqlite", "folder")


class Registry:
    """A registry as MLflow keeps it in a file or in a folder."""

    def __init__(self, folder: Path, form: str, blank: Path) -> None:
        self.path = folder / ("mlflow.db" if form == "sqlite" else "mlruns")
        self.uri = f"sqlite:///{self.path}" if form == "sqlite" else self.path.as_uri()
        if form == "sqlite":
            shutil.copy(blank, self.path)
        self.client = mlflow.MlflowClient(tracking_uri=self.uri, registry_uri=self.uri)
        self.weights = str(folder / "weights")
        self.experiment: str = self.client.create_experiment("training", str(folder / "artifacts"))

    def run(self, *, status: str | None = "FINISHED", flops: float | None = None) -> str:
        """Return the id of a run; one without a status goes on."""
        run_id: str = self.client.create_run(self.experiment).info.run_id
        if flops is not None:
            self.client.log_metric(run_id, "total_flos", flops)
        if status is not None:
            self.client.set_terminated(run_id, status)
        return run_id

    def version(self, name: str, run_id: str | None = None) -> str:
        version = self.client.create_model_version(name, self.weights, run_id=run_id)
        return str(version.version)

    def content(self) -> dict[str, str]:
        """Return the digest of every file, and the schema's version."""
        paths = [self.path] if self.path.is_file() else sorted(self.path.rglob("*"))
        return {
            str(path): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            for path in paths
        }


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of an empty registry, which MLflow takes long to make."""
    path = tmp_path_factory.mktemp("blank") / "mlflow.db"
    mlflow.MlflowClient(tracking_uri=f"sqlite:///{path}").search_registered_models()
    return path


@pytest.fixture
def in_a_file(tmp_path: Path, blank: Path) -> Registry:
    """Return a registry of the test's own."""
    return Registry(tmp_path, "sqlite", blank)


@pytest.fixture(scope="module", params=FORMS)
def registry(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, blank: Path
) -> Registry:
    """Return a registry with models, runs of every end, and a label."""
    found = Registry(tmp_path_factory.mktemp("registry"), request.param, blank)
    for name in ("atlas-7b", "Bora O'Brien"):
        found.client.create_registered_model(name, description="changes nothing")
    finished = found.run(flops=3e20)
    found.version("atlas-7b", finished)
    found.version("atlas-7b", found.run(status="FAILED"))
    found.version("atlas-7b", found.run(status=None))
    found.version("Bora O'Brien")
    found.client.set_registered_model_alias("atlas-7b", "champion", "1")
    removed = found.run()
    found.version("Bora O'Brien", removed)
    found.client.delete_run(removed)
    found.version("Bora O'Brien", "f" * 32)  # of a run that is not there
    return found


def test_what_mlflow_wrote_is_read(registry: Registry) -> None:
    atlas, bora = sorted(read_registry(registry.uri), key=lambda entry: entry.name != "atlas-7b")
    assert (atlas.name, bora.name) == ("atlas-7b", "Bora O'Brien")
    versions = sorted(atlas.versions, key=lambda version: version.number)
    assert [version.labels for version in versions] == [("champion",), (), ()]
    runs = [version.run for version in versions]
    assert [run is not None and run.ended is not None for run in runs] == [True, False, False]
    assert [run.flops for run in runs if run] == [3e20, None, None]
    runs = [version.run for version in sorted(bora.versions, key=lambda each: each.number)]
    assert runs[0] is None
    assert runs[1] is not None
    assert runs[2] == Run("f" * 32, None, None)


def test_reading_changes_nothing_there_or_here(registry: Registry, empty: Path) -> None:
    before = registry.content()
    read_registry(registry.uri)
    assert registry.content() == before
    assert list(empty.iterdir()) == []


def test_proposals_are_the_same_each_time_and_a_ledger_takes_them(
    registry: Registry, empty: Path
) -> None:
    first = typed("import", "--from", "mlflow", registry.uri)
    assert first.code == 0, first.err
    assert typed("import", "--from", "mlflow", registry.uri) == first
    lines = [json.loads(line) for line in first.out.splitlines()]
    assert [line["model"] for line in lines] == ["bora-o-brien"] * 4 + ["atlas-7b"] * 4
    done("init")
    Path("found.jsonl").write_text(first.out)
    clock = Clock()
    clock.instant = max(clock.instant, *(version.created for version in _versions(registry)))
    done("import", "found.jsonl", clock=clock)
    with Ledger.open(empty / "lifecycle.db", read_only=True) as ledger:
        assert ledger.models() == ["atlas-7b", "bora-o-brien"]
    again = typed("import", "--from", "mlflow", registry.uri)
    assert (again.out, "8 more in the ledger already" in again.err) == ("", True)


def _versions(registry: Registry) -> list[Any]:
    return [version for entry in read_registry(registry.uri) for version in entry.versions]


def test_labels_are_told_and_propose_no_release(registry: Registry) -> None:
    printed = typed("import", "--from", "mlflow", registry.uri)
    assert "released" not in {json.loads(line)["type"] for line in printed.out.splitlines()}
    assert "atlas-7b version 1 is labelled champion" in printed.err


def test_a_plain_path_is_an_address_too(registry: Registry) -> None:
    if registry.path.is_dir():
        assert len(read_registry(str(registry.path))) == 2


def test_prompts_are_passed_over_and_pages_read_to_the_end(in_a_file: Registry) -> None:
    registry = in_a_file
    registry.client.register_prompt("model-000", "Hello {{name}}")
    for number in range(1, 120):
        registry.client.create_registered_model(f"model-{number:03}")
    names = {entry.name for entry in read_registry(registry.uri)}
    assert names == {f"model-{number:03}" for number in range(1, 120)}


def test_a_database_of_another_version_is_left_as_it_is(in_a_file: Registry) -> None:
    registry = in_a_file
    with closing(sqlite3.connect(registry.path)) as database:
        database.execute("UPDATE alembic_version SET version_num = 'bd07f7e963c5'")
        database.execute("DROP TABLE model_version_tags")
        database.commit()
    before = registry.content()
    with pytest.raises(InputError, match="cannot be read"):
        read_registry(registry.uri)
    assert registry.content() == before


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        ("sqlite:///gone.db", "there is nothing at sqlite:///gone.db"),
        ("gone", "there is nothing at gone"),
        (".", "no folder of MLflow with a registry"),
        ("postgresql://server/db", "no registry that can be read here"),
        ("sqlite:///notes.txt", "notes.txt cannot be read: file is not a database"),
    ],
)
@pytest.mark.usefixtures("empty")
def test_what_is_no_registry_is_named(uri: str, said: str) -> None:
    Path("notes.txt").write_text("not a database at all, but long enough to look at" * 20)
    assert said in refused("import", "--from", "mlflow", uri)


def test_a_run_that_cannot_be_read_is_not_taken_for_one_that_is_gone(
    in_a_file: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_file.client.create_registered_model("atlas-7b")
    in_a_file.version("atlas-7b", in_a_file.run())

    def failing(*_: object) -> None:
        raise mlflow.exceptions.MlflowException("the server is not at home")

    monkeypatch.setattr(mlflow.MlflowClient, "get_run", failing)
    with pytest.raises(InputError, match="cannot be read: the server is not at home"):
        read_registry(in_a_file.uri)


LOADED = """
from lifecycle.pipelines.mlflow_registry import read_registry
try:
    read_registry("gone")
except Exception:
    from mlflow.telemetry import get_telemetry_client
    print(get_telemetry_client())
"""


def test_the_client_reports_to_nobody() -> None:
    environment = {name: each for name, each in os.environ.items() if name not in SETTINGS}
    printed = subprocess.check_output([sys.executable, "-c", LOADED], env=environment, text=True)
    assert printed == "None\n"
