"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import secrets
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path


def write_new(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file that does not exist yet; ``FileExistsError`` when it does.

    The bytes are on the disk before the name is, and the name before this returns.
    """
    with _temporary(path, data, mode) as temporary:
        os.link(temporary, path)
    _sync_directory(path.parent)


def replace_file(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Write a file, or replace the one that is there: the name always leads to one of the two."""
    with _temporary(path, data, mode) as temporary:
        temporary.replace(path)
    _sync_directory(path.parent)


@contextmanager
def _temporary(path: Path, data: bytes, mode: int) -> Generator[Path]:
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield temporary
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _sync_directory(directory: Path) -> None:
    if os.name == "nt":  # pragma: no cover - Windows cannot open a directory, nor needs to
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
