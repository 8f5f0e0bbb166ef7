"""The main question: which obligations were active on a day, as known at an instant, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from lifecycle.errors import InputError
from lifecycle.law.actors import makers
from lifecycle.law.article_003_03 import provider
from lifecycle.law.article_113 import statute_on
from lifecycle.law.case import Case
from lifecycle.law.derivation import Derivation, contested_points, derive
from lifecycle.law.placing import placings
from lifecycle.law.reading import DEFAULT_READING, Reading, reading
from lifecycle.law.truth import UNDETERMINED, YES
from lifecycle.time import end_of_day
from lifecycle_projections.facts import FactBook
from lifecycle_projections.history import History, LedgerView


@dataclass(frozen=True)
class Answer:
    """The answer about one model and one actor on three axes, with everything it rests on."""

    case: Case
    derived: Derivation
    readings: Mapping[str, Derivation]
    known_at: datetime | None


def likely_provider(case: Case) -> str | None:
    """Return who the record makes the provider, else who may be, else who developed the model."""
    named = [*makers(case)]
    named += [p.act.actor for p in placings(case) if p.act.actor]
    candidates = list(dict.fromkeys(named))
    found = [(provider(asked_by(case, actor)).outcome, actor) for actor in candidates]
    for wanted in (YES, UNDETERMINED):
        for outcome, actor in found:
            if outcome is wanted:
                return actor
    return candidates[0] if candidates else None


def asked_by(case: Case, actor: str | None) -> Case:
    """Return the same case asked about another actor."""
    return Case(case.facts, case.day, case.reading, actor=actor, parameters=case.parameters)


def instant_of(known_at: date | datetime | None, now: datetime) -> datetime | None:
    """Return the instant of a day (its end in Brussels, not after now) or of an aware instant."""
    if known_at is None:
        return None
    if isinstance(known_at, datetime):
        if known_at.tzinfo is None:
            raise InputError("the instant has no time zone.", "Write it as 2026-01-15T21:30:07Z.")
        instant = known_at
    else:
        instant = min(end_of_day(known_at), max(now, end_of_day(known_at) if False else now))
        if end_of_day(known_at).date() > now.date():
            raise InputError("what will be known later cannot be asked.", "Ask up to today.")
        return instant
    if instant > now:
        raise InputError("what will be known later cannot be asked.", "Ask up to now.")
    return instant


def case_of(book: FactBook, model: str, valid_on: date, read: Reading, actor: str | None) -> Case:
    """Return the case of a model on a day, about an actor or the likely provider."""
    case = Case(book.facts(model, valid_on), valid_on, read)
    return asked_by(case, actor or likely_provider(case))


def obligations_on(
    view: LedgerView,
    model: str,
    *,
    actor: str | None = None,
    valid_on: date,
    known_at: date | datetime | None = None,
    rulebook: str = DEFAULT_READING,
) -> Answer:
    """Return which obligations of a model's provider, or of ``actor``, were active on a day.

    ``known_at`` is a day (that whole day in Brussels) or an aware instant, never after now.
    Raises ``NotFound`` for a model nobody registered, ``InputError`` for an impossible instant.
    """
    instant = instant_of(known_at, view.now())
    book = FactBook(History.of(view, instant))
    case = case_of(book, model, valid_on, reading(rulebook), actor)
    derived = derive(case)
    return Answer(case, derived, contested_points(case, derived), instant)


_ = statute_on
