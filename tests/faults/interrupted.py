"""Ends a process at each of its steps on files; prints as JSON what was found half done afterwards.

    python -m tests.faults.interrupted FOLDER [careless]

A step is whatever the interpreter announces before it opens, links, renames, removes or makes a
file. ``careless`` writes files in place, which is the mistake that the tests must find.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from tests.auditing.operator import Ticking, events_told

from lifecycle.auditing.audit import audit
from lifecycle.auditing.bundle import export_bundle
from lifecycle.auditing.checkpoints import hand_out, unanchored
from lifecycle.auditing.keys import give_key, key_path, keys_of, memory_path
from lifecycle.auditing.rotation import rotate_key
from lifecycle.auditing.state import Accepted
from lifecycle.errors import LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.recording.backup import back_up
from lifecycle.recording.verify import verify
from lifecycle.seal.keyfile import load_key
from lifecycle.seal.keyring import KeyRing

STEPS = {"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"}
ORIGIN = "example.org/ledger"

Work = Callable[[Path], object]


def opened(folder: Path) -> Ledger:
    """Open the ledger in a folder."""
    return Ledger.open(folder / "ledger.db", clock=Ticking())


def key_of(folder: Path) -> Path:
    """Return where its key lies."""
    return key_path(folder / "ledger.db")


def first_key(folder: Path) -> None:
    """Give a ledger its first key."""
    with opened(folder) as ledger:
        give_key(ledger, key_of(folder), origin=ORIGIN)


def checkpoint(folder: Path) -> None:
    """Hand out a checkpoint over the one that lies there."""
    with opened(folder) as ledger:
        hand_out(ledger, key_of(folder), folder / "out.checkpoint")


def rotation(folder: Path) -> None:
    """Hand over to another key."""
    with opened(folder) as ledger:
        rotate_key(ledger, key_of(folder), folder / "new.key")


def bundle(folder: Path) -> None:
    """Write a bundle."""
    with opened(folder) as ledger:
        export_bundle(ledger, folder / "bundle", answers=lambda _: b"[]")


def remembering(folder: Path) -> None:
    """Audit a bundle and remember it."""
    with opened(folder) as ledger:
        keys = KeyRing.of(keys_of(ledger).tenures[0].key)
    audit(folder / "bundle", keys, clock=Ticking(), state=folder / "state.json")


def backup(folder: Path) -> None:
    """Copy the ledger."""
    back_up(folder / "ledger.db", folder / "copy.db")


def plain(folder: Path) -> None:
    """Make a ledger of five events without a key."""
    with opened(folder) as ledger:
        ledger.import_events(events_told(5))


def signed(folder: Path) -> None:
    """Make one with a checkpoint of five of its eight events."""
    plain(folder)
    first_key(folder)
    checkpoint(folder)
    with opened(folder) as ledger:
        ledger.import_events(events_told(8)[5:])


def bundled(folder: Path) -> None:
    """Make one with a bundle of which an older state is remembered."""
    signed(folder)
    bundle(folder)
    remembering(folder)
    shutil.rmtree(folder / "bundle")
    checkpoint(folder)
    bundle(folder)


WORKS: dict[str, tuple[Work, Work]] = {
    "first key": (plain, first_key),
    "checkpoint": (signed, checkpoint),
    "rotation": (signed, rotation),
    "bundle": (signed, bundle),
    "audit state": (bundled, remembering),
    "backup": (signed, backup),
}


def wrong_in(folder: Path, before: dict[str, bytes]) -> list[str]:
    """Return what is neither as before nor whole, and what cannot be taken up again."""
    wrong: list[str] = []
    if not verify(folder / "ledger.db").ok:
        wrong.append("the ledger does not verify")
    reads: tuple[tuple[str, Work], ...] = (
        ("ledger.key", lambda path: load_key(path, ORIGIN)),
        ("new.key", lambda path: load_key(path, ORIGIN)),
        ("ledger.checkpoint", lambda path: ring_of(folder).open(path.read_bytes())),
        ("out.checkpoint", lambda path: ring_of(folder).open(path.read_bytes())),
        ("state.json", Accepted.load),
        ("copy.db", verified),
    )
    for name, whole in reads:
        path = folder / name
        if path.exists() and path.read_bytes() != before.get(name):
            try:
                whole(path)
            except LifecycleError as error:
                wrong.append(f"{name}: {error.cause}")
        elif name in before and not path.exists():
            wrong.append(f"{name} is gone")
    found = folder / "bundle"
    if found.exists() and not (found / "verify.py").exists():
        wrong.append("half a bundle")
    return wrong


def verified(path: Path) -> None:
    """Refuse a copy that does not verify."""
    if not verify(path).ok:
        raise LifecycleError("it does not verify.")


def ring_of(folder: Path) -> KeyRing:
    """Return the keys by the ledger, and the successor that may be in the file beside the key."""
    with opened(folder) as ledger:
        ring = keys_of(ledger)
    memory = memory_path(key_of(folder))
    return ring.follow(memory.read_bytes()) if memory.exists() else ring


def taken_up(folder: Path, name: str, work: Work) -> list[str]:
    """Return what hinders the work from being done now, on what the interruption left."""
    made = {"bundle": "bundle", "rotation": "new.key", "backup": "copy.db"}.get(name)
    if made is not None:
        target = folder / made
        shutil.rmtree(target, ignore_errors=True)
        target.unlink(missing_ok=True)
    with opened(folder) as ledger:
        before = unanchored(ledger).count
    try:
        work(folder)
    except LifecycleError as error:
        return [f"it cannot be done again: {error.cause} ({before} unanchored)"]
    return []


def interrupted(folder: Path, work: Work, step: int) -> bool:
    """Let a child do the work and end at that step; return whether it came that far."""
    child = os.fork()
    if child == 0:
        count = 0

        def at_each_step(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal count
            if event in STEPS and str(folder) in str(arguments[0]):
                count += 1
                if count == step:
                    os._exit(9)

        sys.addaudithook(at_each_step)
        try:
            work(folder)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


def main(where: Path, *, again: bool) -> dict[str, dict[str, object]]:
    """Return for each work at how many steps it was ended, and what was wrong afterwards."""
    counted: dict[str, dict[str, object]] = {}
    for name, (prepare, work) in WORKS.items():
        prepared = where / name
        prepared.mkdir()
        prepare(prepared)
        before = {path.name: path.read_bytes() for path in prepared.iterdir() if path.is_file()}
        step, wrong = 1, list[str]()
        while True:
            folder = where / "try"
            shutil.copytree(prepared, folder)
            reached = interrupted(folder, work, step)
            wrong += [f"step {step}: {each}" for each in wrong_in(folder, before)]
            if again and reached and name != "first key":
                wrong += [f"step {step}: {each}" for each in taken_up(folder, name, work)]
            shutil.rmtree(folder)
            if not reached:
                break
            step += 1
        counted[name] = {"steps": step - 1, "wrong": wrong}
    return counted


def in_place(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file as one should not."""
    del mode
    with path.open("wb") as file:
        file.write(data[:10])
        file.flush()
        path.with_name("step").open("wb").close()
        file.write(data[10:])


if __name__ == "__main__":
    careless = sys.argv[2:] == ["careless"]
    if careless:
        mock.patch("lifecycle.auditing.checkpoints.replace_file", in_place).start()
        mock.patch("lifecycle.auditing.state.replace_file", in_place).start()
        mock.patch("lifecycle.seal.keyfile.write_new", in_place).start()
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), again=not careless)) + "\n")
