"""No command sends anything anywhere: every one is run while the interpreter reports requests."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WATCHED = """
import json, sys

asked = []
WORDS = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
sys.addaudithook(lambda name, _: asked.append(name) if name.startswith(WORDS) else None)

from lifecycle_cli.main import main

codes = [main(command) for command in json.loads(sys.argv[1])]
if "careless" in sys.argv:
    import socket
    socket.getaddrinfo("localhost", None)
sys.stderr.write(json.dumps({"codes": codes, "asked": asked}))
"""

COMMANDS: list[list[str]] = [
    ["demo"],
    *(["record", "noted", "atlas-7b", "--on", "2026-01-15", "--text", "see " + text, "--yes"]
      for text in ("https://example.org/a", "file:///etc/hostname", "ftp://127.0.0.1/x")),
    ["status", "--on", "2026-01-15"],
    ["status", "--totals", "--on", "2026-01-15"],
    ["events", "--effects"],
    ["deadlines"],
    ["questions"],
    ["checkpoint", "-o", "out.checkpoint"],
    ["verify"],
    ["verify", "--rebuild"],
    ["export", "--bundle", "bundle"],
    ["export", "--backup", "copy.db"],
    ["rules"],
    ["kinds"],
]  # fmt: skip


def watched(folder: Path, *how: str) -> dict[str, list[object]]:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(COMMANDS), *how],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    found: dict[str, list[object]] = json.loads(done.stderr.splitlines()[-1])
    return found


@pytest.mark.slow
def test_no_command_asks_anything_of_a_network(tmp_path: Path) -> None:
    found = watched(tmp_path)
    assert found["asked"] == []
    assert set(found["codes"]) <= {0, 1}, "commands that were refused try nothing"


@pytest.mark.slow
def test_negative_control_a_request_would_be_noticed(tmp_path: Path) -> None:
    assert "socket.getaddrinfo" in watched(tmp_path, "careless")["asked"]
