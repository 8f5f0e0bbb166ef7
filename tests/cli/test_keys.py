"""The keys of a ledger are listed with what each of them may sign."""

from __future__ import annotations

import pytest
from tests.cli.terminal import done, refused

pytestmark = pytest.mark.usefixtures("demo")


def test_a_replaced_key_stays_listed_with_what_it_signed() -> None:
    first = done("key").strip()
    done("key", "--rotate", "second.key")
    second = done("key").strip()
    assert done("key", "--all").splitlines() == [
        first,
        "  signs from 0 events to 72",
        second,
        "  signs from 72 events on",
    ]


def test_nobody_is_sent_to_an_option_that_no_help_lists() -> None:
    assert "--as-of" not in refused("key", "--json")
    assert "Did you mean '--rotate'?" in refused("key", "--rotat", "second.key")
