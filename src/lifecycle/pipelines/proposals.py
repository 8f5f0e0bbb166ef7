"""What a registry of models supports as candidate events, for somebody to confirm one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from lifecycle.domain import Event, parse
from lifecycle.domain.values import read_model_key
from lifecycle.errors import InputError
from lifecycle.exchange.slugs import slug
from lifecycle.time import brussels_day, to_microseconds


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the registry: ``ended`` where it finished, ``flops`` as it logged ``total_flos``."""

    id: str
    ended: datetime | None
    flops: float | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a model in the registry; ``labels`` are its stage and aliases."""

    number: int
    created: datetime
    run: Run | None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A model in the registry with its versions."""

    name: str
    created: datetime
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Candidate events in the order in which they may be imported, and what they leave open."""

    events: tuple[Event, ...]
    notices: tuple[str, ...]


def propose(entries: Sequence[Entry]) -> Proposals:
    """Return the candidates that a registry's entries support; the same registry, the same ones.

    Their ids stay the same whatever is changed in the registry later. What a registry does not
    tell is not proposed: market, purpose, commerce, and whose name a model bears.
    """
    events: list[Event] = []
    notices: list[str] = []
    names: dict[str, str] = {}
    for entry in sorted(entries, key=lambda each: each.name):
        try:
            key = _own_key(entry.name, names)
            events += list(_events_of(entry, key))
            notices += _labelled(entry)
        except InputError as refusal:
            notices.append(f"{entry.name!a} is left out: {refusal}")
    return Proposals(tuple(events), tuple(notices))


def _own_key(name: str, names: dict[str, str]) -> str:
    """Return the key of a name and keep it among those of ``names``; refuse another one's key."""
    key = _key_of(name)
    first = names.setdefault(key.lower(), name)
    if first != name:
        raise InputError(f"its key would be that of {first!a}.")
    return key


def _key_of(name: str) -> str:
    """Return the name itself where it is a key, else the key made of it."""
    try:
        return read_model_key(name)
    except InputError:
        return read_model_key(slug(name))


def _events_of(entry: Entry, key: str) -> Iterator[Event]:
    stamp = to_microseconds(entry.created) // 1_000
    yield parse(
        {
            "type": "registered",
            "model": key,
            "occurred_on": brussels_day(entry.created),
            "id": f"mlflow:{key}:{stamp}:registered",
            "name": entry.name,
            "evidence": [_document("MLflow registry", f"models:/{quote(entry.name)}")],
            "note": "The day is that of the registry's entry; the model may be older.",
            "assumed": ["occurred_on"],
        }
    )
    for version in sorted(entry.versions, key=lambda each: each.number):
        yield _trained(entry, key, version)


def _trained(entry: Entry, key: str, version: Version) -> Event:
    run = version.run
    ended = None if run is None else run.ended
    stamp = to_microseconds(version.created) // 1_000
    uri = f"models:/{quote(entry.name)}/{version.number}"
    return parse(
        {
            "type": "trained",
            "model": key,
            "occurred_on": brussels_day(ended or version.created),
            "id": f"mlflow:{key}:{stamp}:{version.number}",
            **({} if ended is None else {"status": "complete"}),
            "evidence": [
                _document(f"MLflow registry, version {version.number}", uri),
                *([] if run is None else [_document("MLflow run", f"runs:/{quote(run.id)}")]),
            ],
            "note": " ".join(_doubts(run)),
            "assumed": ["occurred_on"] if ended is None else ["status"],
        }
    )


def _doubts(run: Run | None) -> Iterator[str]:
    if run is not None and run.ended is not None:
        yield "It is assumed that the run trained this model, and that no stage goes on."
    else:
        yield "The day is that of the version; when the training ended is not told."
    if run is not None and run.flops:
        yield (
            f"The run logged total_flos {run.flops:.6g}, an estimate of this run alone; no compute"
            " is proposed, since a total of the model has what came before as well."
        )


def _labelled(entry: Entry) -> Iterator[str]:
    for version in sorted(entry.versions, key=lambda each: each.number):
        if version.labels:
            yield (
                f"{entry.name} version {version.number} is labelled {', '.join(version.labels)}:"
                " whether it was released, to whom and where, is yours to record."
            )


def _document(title: str, uri: str) -> dict[str, str]:
    return {"title": title, "uri": uri}
