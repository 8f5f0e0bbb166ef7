"""Builds what is shipped and installs it where nothing of the work tree is in reach."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build(folder: Path) -> Path:
    """Make the sdist of the work tree and, from it, the wheel; return the wheel."""
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


def install(wheel: Path, place: Path) -> Path:
    """Return the `bin` of an environment with the wheel, and the dependencies of this one."""
    run(sys.executable, "-m", "venv", "--without-pip", place)
    pip = (sys.executable, "-m", "pip", "--python", place / "bin" / "python")
    run(*pip, "install", "--quiet", "--no-index", "--no-deps", wheel)
    # A .pth beside the wheel brings this environment's packages, but not its link to the work tree.
    libraries = sysconfig.get_path("purelib", vars={"base": str(place)})
    Path(libraries, "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return place / "bin"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    """Return what a command prints; it must succeed."""
    done = subprocess.run(
        command, cwd=cwd, env={}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
