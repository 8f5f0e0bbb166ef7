"""Reads a registry of MLflow through its own client, without changing it."""

from __future__ import annotations

import logging
import os
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from lifecycle.errors import InputError, LifecycleError
from lifecycle.pipelines.proposals import Entry, Run, Version
from lifecycle.time import from_microseconds

if TYPE_CHECKING:
    from mlflow import MlflowClient
    from mlflow.entities.model_registry import ModelVersion, RegisteredModel
    from mlflow.store.entities import PagedList

Item = TypeVar("Item")

NO_STAGE = "None"
"""What the client says of a version that was never put on a stage."""

NOT_THERE = "RESOURCE_DOES_NOT_EXIST"

SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",  # reading a registry tells nobody
    "MLFLOW_ALLOW_FILE_STORE": "true",  # folders are no longer developed, but still read
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",  # an address that is wrong is said within seconds
}
"""Settings of the client, where the environment has no others."""


def read_registry(uri: str) -> list[Entry]:
    """Return every model of the registry at ``sqlite:///PATH``, a folder, or ``https://SERVER``.

    MLflow brings the tables of whatever database it opens to its own version: it is given a
    copy, and a database on a server is read through MLflow's server alone. Prompts, which a
    registry keeps too, are passed over. Raises ``InputError`` for what cannot be read.
    """
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        import mlflow  # noqa: PLC0415 -- an extra, and slow to load
    except ImportError as error:
        raise LifecycleError(
            "MLflow is not installed here.",
            "Install it beside this program: pip install 'gpai-lifecycle-ledger[mlflow]'",
            code="LC109",
        ) from error
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    with _readable(uri) as place, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the client about its own parts
        try:
            # Parts of the client ask for runs wherever the process does, which may make a file.
            mlflow.set_tracking_uri(place)
            client = mlflow.MlflowClient(tracking_uri=place, registry_uri=place)
            versions = list(_pages(lambda token: client.search_model_versions(page_token=token)))
            models = list(_pages(lambda token: client.search_registered_models(page_token=token)))
            return [_entry(client, model, versions) for model in models]
        except Exception as error:
            raise InputError(
                f"the registry at {uri} cannot be read: {_first_line(error)}",
                "Check its address; a database of another MLflow is read by that version.",
            ) from error


@contextmanager
def _readable(uri: str) -> Generator[str]:
    """Yield the address that the client is to be given."""
    scheme = urlsplit(uri).scheme
    if scheme in ("http", "https"):
        yield uri
    elif scheme == "sqlite":
        with _copied(_existing(unquote(uri.removeprefix("sqlite:///")), uri)) as copy:
            yield f"sqlite:///{copy}"
    elif scheme in ("", "file"):
        folder = _existing(unquote(urlsplit(uri).path), uri)
        if not (folder / "models").is_dir():
            raise InputError(
                f"{uri} is no folder of MLflow with a registry in it.",
                "Name the folder that has 'models' in it, or sqlite:///mlflow.db.",
            )
        yield folder.absolute().as_uri()
    else:
        raise InputError(
            f"{uri} is no registry that can be read here.",
            "Name a file (sqlite:///mlflow.db), a folder (mlruns), or MLflow's server (https://…).",
        )


def _existing(path: str, uri: str) -> Path:
    found = Path(path)
    if not found.exists():
        raise InputError(f"there is nothing at {uri}.", "Check the path; sqlite:////… is absolute.")
    return found


@contextmanager
def _copied(path: Path) -> Generator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, path.name)
        try:
            with (
                closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
        except sqlite3.Error as error:
            raise InputError(f"{path} cannot be read: {error}.", "Is it MLflow's file?") from error
        yield copy


def _entry(client: MlflowClient, model: RegisteredModel, versions: Iterable[ModelVersion]) -> Entry:
    return Entry(
        name=model.name,
        created=_instant(model.creation_timestamp),
        versions=tuple(
            _version(client, version, model.aliases)
            for version in versions
            if version.name == model.name
        ),
    )


def _version(
    client: MlflowClient, version: ModelVersion, aliases: Mapping[str, int | str]
) -> Version:
    number, stage = int(version.version), version.current_stage
    return Version(
        number=number,
        created=_instant(version.creation_timestamp),
        run=_run(client, version.run_id) if version.run_id else None,
        labels=(
            *([] if stage in (None, NO_STAGE) else [stage]),
            *sorted(alias for alias, named in aliases.items() if int(named) == number),
        ),
    )


def _run(client: MlflowClient, run_id: str) -> Run:
    """Return a run; one that was removed since is still named by its version."""
    from mlflow.exceptions import MlflowException  # noqa: PLC0415 -- an extra

    try:
        run = client.get_run(run_id)
    except MlflowException as error:
        if error.error_code != NOT_THERE:
            raise
        return Run(run_id, None, None)
    ended = run.info.end_time if run.info.status == "FINISHED" else None
    return Run(
        run_id,
        None if ended is None else _instant(ended),
        run.data.metrics.get("total_flos"),
    )


def _pages(search: Callable[[str | None], PagedList[Item]]) -> Iterator[Item]:
    token = None
    while True:
        page = search(token)
        yield from page
        token = page.token
        if not token:
            return


def _instant(milliseconds: int) -> datetime:
    return from_microseconds(milliseconds * 1_000)


def _first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)[:300]
