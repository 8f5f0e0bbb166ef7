"""Try the mutants of a cosmic-ray session, each in a process of its own that imports the law anew.

No file is changed: a mutant is handed to the import in memory. What has a result is not tried
again: run on the same session, the script goes on where it stopped.
"""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from itertools import islice
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from cosmic_ray.mutating import _make_diff, mutate_code
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, TestOutcome, WorkerOutcome, WorkItem, WorkResult
from tests.law.bruteforce.answer import answer
from tests.law.bruteforce.corrections import effective
from tests.law.streams import life

SECONDS = 240
"""A mutant that takes longer never ends, and is noticed by that."""

TESTS = [
    f"tests/law/test_{name}.py"
    for name in (
        "truth",
        "facts",
        "rulebook",
        "compute",
        "corners",
        "trace",
        "records",
        "limbs",
        "neighbours",
        "one_of_several",
        "missing",
        "names_and_order",
        "names_read_twice",
        "versions",
        "regulation_1182",
        "performance",
        "proofs",
        "deadlines",
        "deadlines_code",
        "deadlines_notification",
        "deadlines_together",
    )
]
OPTIONS = ["-x", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-m", "not slow and not soak"]


class Mutated(SourceFileLoader):
    """Loads one module from a changed source."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:  # noqa: ARG002 -- only this one
        """Return the changed code."""
        return compile(self._source, self.path, "exec")


class Finder:
    """Finds that one module, and leaves all others to Python."""

    def __init__(self, path: Path, source: str) -> None:
        self._name = ".".join(path.with_suffix("").parts[1:])
        self._loader = Mutated(self._name, str(path), source)

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Return how to load that module, when it is asked for."""
        if name != self._name:
            return None
        return spec_from_file_location(name, self._loader.path, loader=self._loader)


LIVES = 150
"""Odd lives of which the rules have to say what the brute force says."""

brute: list[Mapping[str, str]] = []
"""What the brute force, which takes most of the time, says of those lives, question by question."""


def noticed() -> bool:
    """Return whether a question or an odd life is answered wrongly or a test of the law fails."""
    asked = importlib.import_module("tests.law.every_question")
    return asked.main() != 0 or disagreed() or pytest.main([*OPTIONS, *TESTS]) != 0


def disagreed() -> bool:
    """Return whether the rules and the brute force differ on a life."""
    lives = importlib.import_module("tests.law.test_bruteforce")
    said = iter(brute)
    vars(lives)["answer"] = lambda *_: next(said)
    try:
        for first in range(0, LIVES, lives.LIVES_AT_ONCE):
            lives.compare(range(first, first + lives.LIVES_AT_ONCE))
    except AssertionError:
        return True
    return False


def answered(seed: int) -> list[Mapping[str, str]]:
    """Return what the brute force says of a life, which no rule is read for."""
    told = life(seed)
    events = effective(told.events)
    return [answer(events, asked.model, asked.actor, asked.day) for asked in told.questions]


DIED = WorkResult(WorkerOutcome.ABNORMAL, "its process died", TestOutcome.KILLED)


def judged(item: WorkItem) -> WorkResult:
    """Return what became of a mutant."""
    (spec,) = item.mutations
    source = spec.module_path.read_text("utf-8")
    operator = get_operator(spec.operator_name)(**spec.operator_args)
    changed = mutate_code(source, operator, spec.occurrence)
    if changed is None:
        return WorkResult(WorkerOutcome.NO_TEST)
    said = io.StringIO()
    outcome = TestOutcome.KILLED
    signal.alarm(SECONDS)
    sys.meta_path.insert(0, Finder(spec.module_path, changed))
    try:
        with redirect_stdout(said), redirect_stderr(said):
            outcome = TestOutcome.KILLED if noticed() else TestOutcome.SURVIVED
    except BaseException as error:  # noqa: BLE001 -- whatever a mutant does
        said.write(repr(error))
    signal.alarm(0)
    diff = "\n".join(_make_diff(source, changed, spec.module_path))
    return WorkResult(WorkerOutcome.NORMAL, said.getvalue()[-500:], outcome, diff)


def place_of(spec: MutationSpec) -> bytes:
    """Return what to sort mutants by, so that the first hundred are an even sample of all."""
    place = (str(spec.module_path), spec.operator_name, spec.occurrence)
    return sha256(repr(place).encode()).digest()


def prepare() -> None:
    """Import what the law does not change, and end a mutant that hangs."""

    def end(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, end)
    for name in ("lifecycle.domain.vocabulary", "lifecycle.domain.history"):
        importlib.import_module(name)
    assert not any(name.startswith("lifecycle.law") for name in sys.modules)


def forked(task: Callable[..., object], *given: object) -> Connection:
    """Start a task in a process of its own, made by the one thread there is; its result comes.

    Where the process dies, ``EOFError`` comes instead.
    """
    receiver, sender = Pipe(duplex=False)

    def run() -> None:
        sender.send(task(*given))
        sender.close()

    get_context("fork").Process(target=run, daemon=True).start()
    sender.close()
    return receiver


def each(task: Callable[..., Any], given: Iterable[Any], workers: int) -> Iterator[Any]:
    """Yield each thing given with the result of a task, as they come, so many at a time.

    The result is ``None`` where the process died.
    """
    left = iter(given)
    running: dict[Connection, Any] = {}
    while True:
        running |= {forked(task, one): one for one in islice(left, workers - len(running))}
        if not running:
            return
        for done in wait(list(running)):
            try:
                result = done.recv()
            except EOFError:
                result = None
            yield running.pop(done), result


def main(session: str, workers: int, most: int | None) -> None:
    """Try the mutants of the session that have no result yet, in an order that is no order."""
    prepare()
    lives = dict(each(answered, range(LIVES), workers))
    for seed in range(LIVES):
        brute.extend(lives[seed])
    if forked(noticed).recv():
        sys.exit("A test of the law fails without any change. Mend it first.")
    with use_db(session, WorkDB.Mode.open) as store:
        # The bar between the types of an annotation is no code: changing it changes nothing.
        code = (item for item in store.work_items if "BitOr" not in item.mutations[0].operator_name)
        chosen = sorted(code, key=lambda item: place_of(item.mutations[0]))[:most]
        done = {job for job, _ in store.results}
        waiting = [item for item in chosen if item.job_id not in done]
        for number, (item, result) in enumerate(each(judged, waiting, workers), 1):
            store.set_result(item.job_id, result or DIED)
            if number % 50 == 0:
                print(f"{number} of {len(waiting)}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main(
        sys.argv[1],
        workers=int(os.environ.get("WORKERS", "1")),
        most=int(os.environ["SAMPLE"]) if "SAMPLE" in os.environ else None,
    )
