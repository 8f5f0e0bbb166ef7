"""What a shell is offered to complete a word: listed words, and the names that the ledger knows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

from lifecycle.errors import LifecycleError
from lifecycle_cli.session import Session


def beginning(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the words that begin with what was typed."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 -- the shell alone asks

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def model_keys(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG001
    """Return the models of the ledger; none where there is no ledger to be read."""
    session = ctx.find_object(Session)
    if session is None:
        return []
    try:
        with session.reading() as ledger:
            return beginning(ledger.models(), incomplete)
    except LifecycleError:
        return []


def obligation_ids(
    ctx: click.Context,  # noqa: ARG001
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """Return the ids of obligations as a shell takes them without quotation marks."""
    from lifecycle.domain.words import OBLIGATIONS  # noqa: PLC0415 -- help does without it
    from lifecycle_cli.words import typed  # noqa: PLC0415 -- likewise

    return beginning(map(typed, OBLIGATIONS), incomplete)
