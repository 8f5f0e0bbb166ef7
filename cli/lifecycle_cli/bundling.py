"""The answers that travel in an auditor's bundle: made from a ledger, and derived again from it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from lifecycle.time import parse_day, parse_instant
from lifecycle_cli.output import json_text

if TYPE_CHECKING:
    from lifecycle.view import LedgerView


def answers(view: LedgerView, valid_on: date, known_at: datetime, rulebook: str) -> bytes:
    """Return the portfolio on a day as the bytes of a file."""
    from lifecycle_projections.portfolio import portfolio_on  # noqa: PLC0415 -- help without it

    found = portfolio_on(view, valid_on=valid_on, known_at=known_at, rulebook=rulebook)
    return f"{json_text(with_gaps(found.to_dict(), view), indent=1)}\n".encode()


def with_gaps(told: dict[str, object], view: LedgerView) -> dict[str, object]:
    """Return a document that names the events that were withheld from it, where there are any."""
    names = withheld_from(view)
    return {**told, "withheld": list(names)} if names else told


def withheld_from(view: LedgerView) -> tuple[str, ...]:
    """Return the names of the events of a bundle that are withheld; of a ledger there are none."""
    from lifecycle.auditing.gaps import BundleLedger  # noqa: PLC0415 -- help does without it

    return view.names if isinstance(view, BundleLedger) else ()


def derive_again(view: LedgerView, given: bytes) -> bytes:
    """Return the answers to the questions that a bundle's answers say they were given to."""
    from lifecycle.exchange.json_reader import read_object  # noqa: PLC0415 -- help without it

    told = read_object(given, limit=len(given))
    rulebook = cast("Mapping[str, object]", told["rulebook"])
    return answers(
        view,
        parse_day(str(told["valid_on"])),
        parse_instant(str(told["known_at"])),
        str(rulebook["reading"]),
    )
