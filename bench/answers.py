"""Answers: one model with its whole proof, and a portfolio, beside replaying the same events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bench.ratio import Ratio, alternately
from bench.story import story
from lifecycle import Ledger
from lifecycle_projections.axes import Axes
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History
from lifecycle_projections.obligations import Answer
from lifecycle_projections.portfolio import portfolio_on

DAY = date(2026, 1, 15)
MODELS = 100


def ratios() -> Iterator[Ratio]:
    """Yield the ratios of answers to reading and replaying the events they rest on."""
    with Ledger.open(":memory:") as ledger:
        ledger.import_events(story(models=MODELS))

        def replay() -> History:
            history = History.of(ledger)
            assert history.acts
            return history

        book = FactBook(replay())
        axes = Axes(DAY, None, portfolio_on(ledger, valid_on=DAY).axes.reading)
        one = alternately(lambda: Answer(book, "m-0", None, axes).to_dict(), replay, rounds=15)
        yield Ratio("one model, whole proof, warm / replay of 1,000 events", *one, reach="measured")
        many = alternately(lambda: portfolio_on(ledger, valid_on=DAY), replay, rounds=5)
        yield Ratio("portfolio of 100 models / replay of its events", *many, reach="measured")
