"""Matters that are opened and answered: an authority's request, a serious incident."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lifecycle.law.actors import done_by
from lifecycle.law.case import Case
from lifecycle.law.continuity import may_bind
from lifecycle.law.facts import Act
from lifecycle.law.trace import Limb, settled, unknown
from lifecycle.law.truth import NO


@dataclass(frozen=True, slots=True)
class Matter:
    """A request or an incident: the act that opened it, and the acts that answer or may answer it.

    ``key`` is its recorded name, else the name of its event.
    """

    key: str
    act: Act
    answers: tuple[Act, ...]
    doubtful: tuple[Act, ...]

    def answered(self, says: str, fact: str) -> Limb:
        """Return whether something answers it; an act that does not name its matter, in ``fact``,
        may answer any of several."""
        if self.answers:
            return settled(f"{says}: {self.key}", True, self.answers[0].event)
        if self.doubtful:
            return unknown(f"{says}: {self.key}", *(act.lacks(fact) for act in self.doubtful))
        return settled(f"{says}: {self.key}", False, self.act.event)


def by_provider(case: Case, act: Act) -> bool:
    """Return whether an act may count as the actor's: one without an actor does, one of its
    representative does, one of another organisation does not."""
    if act.actor is None or done_by(case, act, case.actor).outcome is not NO:
        return True
    mandates = case.acts("representative_mandated")
    return any(mandate.word("representative") == act.actor for mandate in mandates)


def own_acts(case: Case, kind: str) -> tuple[Act, ...]:
    """Return the acts of a type that may count as the actor's, in order."""
    return tuple(act for act in case.acts(kind) if by_provider(case, act))


def matters(case: Case, opening: Iterable[Act], answering: str, fact: str) -> tuple[Matter, ...]:
    """Return each matter once, by the name it has in ``fact``, in the order in which they began.

    An answer that names nothing belongs to the only matter there is.
    """
    first: dict[str, Act] = {}
    for act in opening:
        first.setdefault(act.word(fact) or act.event, act)
    alone = len(first) == 1
    answers = own_acts(case, answering)
    unnamed = () if alone else tuple(act for act in answers if act.word(fact) is None)
    found: list[Matter] = []
    for key, act in first.items():
        own = tuple(a for a in answers if a.word(fact) == key or (alone and a.word(fact) is None))
        found.append(Matter(key, act, own, unnamed))
    return tuple(found)


def requests(case: Case) -> tuple[Matter, ...]:
    """Return the requests of authorities that came while Art. 53(3) bound the actor."""
    return case.once("requests", lambda: _requests(case))


def _requests(case: Case) -> tuple[Matter, ...]:
    asked = (a for a in case.acts("authority_requested") if may_bind(case.on(a.day), "53(3)"))
    return matters(case, asked, "authority_answered", "request")


def asked_until(request: Matter) -> date | None:
    """Return the last day for an answer, as the request tells it, else as an answer does."""
    told = (act.date_of("due_on") for act in (request.act, *request.answers))
    return next((day for day in told if day is not None), None)
