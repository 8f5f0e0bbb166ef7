"""Why a decided answer is as it is: a smallest set of events without which it would differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from lifecycle.law.case import Case
from lifecycle.law.derivation import DUTIES
from lifecycle.law.facts import Facts
from lifecycle.law.obligation import Obligation, obligation

LARGEST_SEARCHED = 3


def deciding_events(case: Case, found: Obligation) -> tuple[str, ...]:
    """Return a smallest set of recorded events without which an obligation's status would differ.

    Sets of up to three events are searched, among those the proof names; empty where no such set
    exists, as when only the calendar decides.
    """
    named = _named(found)
    for size in range(1, LARGEST_SEARCHED + 1):
        for chosen in combinations(named, size):
            if _status(_without(case, chosen), found.id) != found.status:
                return chosen
    return ()


def _named(found: Obligation) -> tuple[str, ...]:
    decisive = [*found.proof.events]
    for limb in found.proof.walk():
        decisive += limb.events
    return tuple(dict.fromkeys(decisive))


def _status(case: Case, id_: str) -> str:
    duty = next(duty for duty in DUTIES if duty.id == id_)
    return obligation(case, duty).status


def _without(case: Case, events: Sequence[str]) -> Case:
    facts = _left(case.facts, frozenset(events))
    return Case(facts, case.day, case.reading, actor=case.actor, parameters=case.parameters)


def _left(facts: Facts, gone: frozenset[str]) -> Facts:
    return replace(
        facts,
        acts=tuple(act for act in facts.acts if act.event not in gone),
        organisations={
            key: tuple(act for act in acts if act.event not in gone)
            for key, acts in facts.organisations.items()
        },
        bases={key: _left(base, gone) for key, base in facts.bases.items()},
    )
