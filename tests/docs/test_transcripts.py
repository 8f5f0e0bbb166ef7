"""What the documentation shows is what happens: its transcripts are run, in the order written.

A fenced block marked `console` is a transcript: a line that starts with `$ ` is typed, and so are
lines right below it that start with `> `; the lines below them are all that it prints, on either
stream, 80 columns wide. `…` stands for the rest of a line, and alone on a line for any number of
lines. One folder serves the blocks of one document; the folder of shared data, where there is one,
lies beside it as it lies beside the repository.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
ENTRY = re.compile(r"^\$ (.+(?:\n> .*)*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)
ON_SHARED_DATA = "../shared/"


def transcript(text: str) -> list[tuple[str, str]]:
    """Return the commands of a document, each with what it is shown to print."""
    return [
        (entry[1].replace("\n> ", "\n"), entry[2])
        for block in BLOCK.findall(text)
        for entry in ENTRY.finditer(block)
    ]


SHOWN = {
    path.relative_to(ROOT).as_posix(): transcript(path.read_text(encoding="utf-8"))
    for path in DOCUMENTS
}
ABOUT_SHARED_DATA = {
    name for name, shown in SHOWN.items() if any(ON_SHARED_DATA in command for command, _ in shown)
}


@pytest.mark.parametrize("document", sorted(SHOWN.keys() - ABOUT_SHARED_DATA))
def test_transcripts(document: str, tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    happens(SHOWN[document], folder)


@pytest.mark.slow
@pytest.mark.parametrize("document", sorted(ABOUT_SHARED_DATA))
def test_transcripts_on_the_shared_data(document: str, tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared data are not here")
    (tmp_path / "shared").symlink_to(SHARED)
    folder = tmp_path / "work"
    folder.mkdir()
    happens(SHOWN[document], folder)


@pytest.mark.parametrize(
    ("expected", "printed", "alike"),
    [
        ("one\n", "one\n", True),
        ("one\n", "one\ntwo\n", False),
        ("at … o'clock\n", "at five o'clock\n", True),
        ("at …\n", "at five\nand six\n", False),
        ("first\n…\nlast\n", "first\nb\nc\nlast\n", True),
        ("first\n…\nlast\n", "first\nlast\n", True),
        ("first\n…\nlast\n", "first\nb\n", False),
        ("1.5 (a)\n", "1x5 (a)\n", False),
    ],
)
def test_an_ellipsis_stands_for_what_varies(expected: str, printed: str, *, alike: bool) -> None:
    assert bool(re.fullmatch(pattern(expected), printed)) is alike


def test_a_transcript_is_read_as_commands_and_what_they_print() -> None:
    text = (
        "Text\n```console\n$ a b\none\ntwo\n$ c\n```\n```sh\n$ no\n```\n"
        "```console\n$ d \\\n>   e\nx\n> y\n```\n"
    )
    assert transcript(text) == [("a b", "one\ntwo\n"), ("c", ""), ("d \\\n  e", "x\n> y\n")]


def happens(shown: list[tuple[str, str]], folder: Path) -> None:
    """Assert that commands, typed one after the other, print what is shown."""
    for command, expected in shown:
        printed = typed(command, folder)
        if not re.fullmatch(pattern(expected), printed):
            assert f"$ {command}\n{printed}" == f"$ {command}\n{expected}"


def pattern(expected: str) -> str:
    """Return the regular expression of what a transcript shows, `…` being what varies."""
    lines = expected.splitlines(keepends=True)
    return "".join(
        r"(?:.*\n)*" if line == "…\n" else ".*".join(map(re.escape, line.split("…")))
        for line in lines
    )


def typed(command: str, folder: Path) -> str:
    """Return what a shell prints for a command, with this environment's commands at hand."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "COLUMNS": "80",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],  # noqa: S607 -- the shell of whoever runs the tests
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout
