"""What is in the repository: no machine's paths, no registry's address, no overlong module."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 300
# Written in parts, so that this file passes its own test.
HOSTS = re.compile(r"(?:pypi|pythonhosted|npmjs|debian)" + r"\.(?:org|com)", re.IGNORECASE)
HOMES = re.compile(r"/(?:home|Users)/[a-z]|/roo[t]/|[A-Z]:\\Users")


def test_no_file_names_a_registry() -> None:
    assert [path for path in tracked() if HOSTS.search(text(path))] == []


def test_no_file_names_a_machines_folders() -> None:
    here = re.compile(rf"{re.escape(str(ROOT))}\b")
    assert [path for path in tracked() if HOMES.search(text(path)) or here.search(text(path))] == []


def test_locks_pin_every_package_by_hash_and_name_no_source() -> None:
    for lock in (ROOT / "lock").glob("*.txt"):
        lines = [line for line in lock.read_text().splitlines() if not line.startswith("#")]
        pins = [line for line in lines if not line.startswith(" ")]
        assert all(re.match(r"[a-z0-9][a-z0-9.-]*==", pin) and pin.endswith("\\") for pin in pins)
        rest = [line for line in lines if line.startswith(" ")]
        assert all(re.fullmatch(r" {4}--hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in rest)


def test_the_domain_uses_the_domain_module_of_eventsourcing_alone() -> None:
    # The linter of imports sees a library as a whole.
    used = {
        name
        for path in (ROOT / "src/lifecycle/domain").rglob("*.py")
        for name in re.findall(r"^\s*(?:from|import) (eventsourcing\S*)", text(path), re.MULTILINE)
    }
    assert used <= {"eventsourcing.domain"}


def test_modules_stay_short() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): len(text(path).splitlines())
        for folder in ("src", "projections", "cli")
        for path in (ROOT / folder).rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 -- the git of whoever runs the tests
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listing.stdout.split("\0") if (path := ROOT / name).is_file()]


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
