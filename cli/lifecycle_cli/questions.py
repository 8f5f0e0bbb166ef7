"""The command ``questions``: the facts that would decide what is undetermined."""

from __future__ import annotations

from collections.abc import Iterator

import click

from lifecycle_cli.asking import Question, asking
from lifecycle_cli.command import command
from lifecycle_cli.completing import model_keys
from lifecycle_cli.lines import Line, typed_lines, wrapped
from lifecycle_cli.words import decided, plural

COLUMNS = ("model", "event", "fact", "target", "asks", "command", "would_decide")


@command(
    "questions",
    examples=(
        "lifecycle questions",
        "lifecycle questions atlas-hr --on 2026-01-15",
        "lifecycle questions --format csv -o questions.csv",
    ),
)
@click.argument("model", required=False, shell_complete=model_keys, help="Without it, all.")
@asking
def questions(question: Question, model: str | None) -> None:
    """List the facts that would decide what is undetermined.

    It is a smallest list: once all of them are told, whatever they are, nothing that facts can
    decide is left open. Each question comes with the command that answers it.
    """
    from lifecycle_projections.obligations import obligations_on  # noqa: PLC0415 -- for this one
    from lifecycle_projections.portfolio import portfolio_on  # noqa: PLC0415 -- likewise
    from lifecycle_projections.questions import (  # noqa: PLC0415 -- likewise
        questions_about,
        questions_form,
        questions_in,
    )

    if model is None:
        portfolio = portfolio_on(question.ledger, actor=question.actor, **question.axes())
        axes, asked = portfolio.axes, questions_in(portfolio)
    else:
        answer = obligations_on(question.ledger, model, actor=question.actor, **question.axes())
        axes, asked = answer.axes, questions_about(answer)

    def lines(width: int) -> Iterator[Line]:
        for each in asked:
            yield from wrapped(each.asks, width, "  ")
            yield from wrapped(f"  It would decide: {decided(each.would_decide)}.", width, "  ")
            yield from typed_lines("  Next: ", each.command.split(" "), width)
            yield ""
        models = len({each.model for each in asked})
        yield f"{plural(len(asked), 'question')} about {plural(models, 'model')}"

    question.answer(
        questions_form(asked, axes.to_dict()),
        rows=[questions_form([each], axes.to_dict()) for each in asked],
        columns=COLUMNS,
        cells=[
            [
                each.model,
                each.fact.event,
                each.fact.fact,
                each.fact.target,
                each.asks,
                each.command,
                each.would_decide,
            ]
            for each in asked
        ],
        lines=lines,
    )
