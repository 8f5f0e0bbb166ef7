"""What is stored today is read for ever: one body of each published version of each type."""

from __future__ import annotations

from pathlib import Path

import pytest

from lifecycle.domain import TOPICS

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted(GOLDEN.glob("*.json"))


def topic_of(file: Path) -> str:
    return "/".join(file.stem.rsplit("-", 1))


def test_every_version_has_a_golden_body_and_no_other() -> None:
    assert {topic_of(file) for file in FILES} == set(TOPICS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_body_is_read_and_written_byte_for_byte(file: Path) -> None:
    body = file.read_bytes().removesuffix(b"\n")
    event = TOPICS[topic_of(file)].from_body(body)
    assert event.body() == body


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_golden_body_tells_every_field(file: Path) -> None:
    event = TOPICS[topic_of(file)].from_body(file.read_bytes())
    untold = {spec.name for spec in event.specs} - event.model_fields_set
    assert untold <= {"organisation"}, "a correction is about a model or an organisation"
