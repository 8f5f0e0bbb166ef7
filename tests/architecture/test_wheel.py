"""What is shipped: the packages with their data, nothing else, and it runs once installed."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest
from tests.installed import ROOT, build, install, run

PACKAGES = ("src/lifecycle", "projections/lifecycle_projections", "cli/lifecycle_cli")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel made from the sdist of the work tree, which lies beside it."""
    return build(tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the `bin` of an environment with the wheel."""
    return install(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    metadata = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    assert names - metadata == packaged_files()
    assert {name.split("/", 1)[1] for name in metadata} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
    }


def test_every_package_is_typed(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {f"{Path(package).name}/py.typed" for package in PACKAGES} <= names


def test_the_sdist_holds_what_the_wheel_is_made_of(wheel: Path) -> None:
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as archive:
        files = {entry.name.split("/", 1)[1] for entry in archive if entry.isfile()}
    assert {name.split("/")[0] for name in files} == {
        ".gitignore",
        "CHANGELOG.md",
        "LICENSE",
        "PKG-INFO",
        "README.md",
        "cli",
        "projections",
        "pyproject.toml",
        "src",
    }


def test_the_installed_wheel_runs(installed: Path, tmp_path: Path) -> None:
    origin = "import lifecycle; print(lifecycle.__file__)"
    assert str(installed.parent) in run(installed / "python", "-c", origin, cwd=tmp_path)
    assert "Usage: lifecycle" in run(installed / "lifecycle", "--help", cwd=tmp_path)


def packaged_files() -> set[str]:
    return {
        path.relative_to((ROOT / package).parent).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
