"""A template is written to a file as it is to the screen, ready to be filled in and imported."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.terminal import done, refused

pytestmark = pytest.mark.usefixtures("empty")


@pytest.mark.parametrize(
    "asked", [("--template", "csv"), ("released", "--template", "json"), ("--json",)]
)
def test_what_goes_to_a_file_is_what_is_shown(asked: tuple[str, ...], empty: Path) -> None:
    done("kinds", *asked, "-o", "kept")
    assert (empty / "kept").read_bytes() == done("kinds", *asked).encode()


def test_the_suffix_of_the_file_names_the_format(empty: Path) -> None:
    done("kinds", "released", "-o", "released.csv")
    assert (empty / "released.csv").read_text().startswith("type,fact,kind,unit,meaning,words\n")


def test_one_row_is_one_row() -> None:
    done("init", "--no-key")
    Path("models.csv").write_text("model,registered_on\nnova,01/02/2025\n")
    text = refused("import", "models.csv", "--mapping", "officer")
    assert "1 row cannot be taken; nothing was written." in text
