"""People read what is due by when, once and in words."""

from __future__ import annotations

import pytest
from tests.cli.terminal import done

pytestmark = pytest.mark.usefixtures("demo")

DAY = ("--on", "2026-01-15")


def test_a_deadline_is_named_by_its_provision_and_what_is_due() -> None:
    assert "54(3)(b) technical documentation    kept until" in done("deadlines", "atlas-7b", *DAY)
    assert "53(1)(d) summary of training content" in done("deadlines", "cirrus-70b", *DAY)


def test_until_when_documents_are_kept_is_said_once() -> None:
    assert done("status", "atlas-7b", *DAY).count("2035-09-08") == 1
