"""The facts that would decide what is undetermined, asked in plain words, most deciding first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lifecycle.domain.vocabulary import KINDS, facts_of
from lifecycle.law.trace import Missing
from lifecycle_projections.missing import Needed
from lifecycle_projections.obligations import Answer
from lifecycle_projections.portfolio import Portfolio

SCHEMA = "lifecycle/questions/1"


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that nobody told: whom it is about, what is asked, and how the answer is recorded.

    ``would_decide`` are the conclusions and obligations it helps to decide; ``command`` is a
    command line with the words in capitals to be filled in.
    """

    model: str
    fact: Missing
    asks: str
    command: str
    would_decide: tuple[str, ...]

    def to_dict(self) -> dict[str, object]:
        """Return the question as plain data."""
        return {
            "model": self.model,
            "event": self.fact.event,
            "fact": self.fact.fact,
            "stream": self.fact.stream,
            "target": self.fact.target or None,
            "asks": self.asks,
            "command": self.command,
            "would_decide": list(self.would_decide),
        }


def questions_about(answer: Answer) -> tuple[Question, ...]:
    """Return the questions that would settle an answer, the one that decides most first."""
    asked = [_question(answer.model, needed) for needed in answer.missing]
    return tuple(sorted(asked, key=lambda question: -len(question.would_decide)))


def questions_in(portfolio: Portfolio) -> tuple[Question, ...]:
    """Return the questions of every model on a day, by model."""
    return tuple(q for answer in portfolio.answers for q in questions_about(answer))


def _question(model: str, needed: Needed) -> Question:
    fact = needed.fact
    return Question(model, fact, _asks(fact), _command(fact), needed.would_decide)


def _spec(fact: Missing) -> tuple[str, tuple[str, ...], str]:
    """Return what a fact means, its listed words and its kind, from the vocabulary."""
    cls = KINDS[fact.event]
    for spec in (*facts_of(cls), *cls.specs):
        if spec.name == fact.fact:
            return spec.help, spec.words, spec.kind
    return fact.fact.replace("_", " "), (), "text"


def _asks(fact: Missing) -> str:
    meaning, words, kind = _spec(fact)
    subject = fact.stream.partition(":")[2]
    where = fact.target or f"'{fact.event}' of {subject}"
    choice = {"flag": "yes or no?"}.get(kind, f"one of {', '.join(words)}?" if words else "what?")
    return f"{where}: {meaning} — {choice}"


def _command(fact: Missing) -> str:
    space, _, key = fact.stream.partition(":")
    _, _, kind = _spec(fact)
    value = {"flag": "true|false", "flop": "FLOP", "day": "DAY"}.get(kind, "VALUE")
    if fact.target:
        return f"lifecycle correct {fact.target} --set {fact.fact}={value} --reason TEXT"
    option = "--" + fact.fact.replace("_", "-")
    assert space in ("model", "organisation")
    return f"lifecycle record {fact.event} {key} --on DAY {option} {value}"


def questions_form(questions: Iterable[Question], axes: dict[str, object]) -> dict[str, object]:
    """Return questions as plain data under the schema ``lifecycle/questions/1``."""
    return {"schema": SCHEMA, **axes, "questions": [question.to_dict() for question in questions]}
