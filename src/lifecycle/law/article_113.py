"""Article 113: from when the Act, its definitions, Chapter V and the fines apply."""

from __future__ import annotations

from datetime import date

from lifecycle.law.case import Case
from lifecycle.law.rule import CHAPTER_V_APPLIES, DEFINITIONS_APPLY, IN_FORCE, rule
from lifecycle.law.trace import Limb, settled

FINES_APPLY = date(2026, 8, 2)
OMNIBUS_IN_FORCE = date(2026, 7, 27)
LEGACY_DUE = date(2027, 8, 2)

STATUTE_VERSIONS: tuple[tuple[date, str], ...] = (
    (IN_FORCE, "2024/1689 in force, Chapter V not applicable"),
    (DEFINITIONS_APPLY, "2024/1689 in force, definitions apply, Chapter V not applicable"),
    (CHAPTER_V_APPLIES, "2024/1689, Chapter V applicable, not fineable"),
    (OMNIBUS_IN_FORCE, "2024/1689 as amended by 2026/1744, Chapter V applicable, not fineable"),
    (FINES_APPLY, "2024/1689 as amended by 2026/1744, fineable"),
    (LEGACY_DUE, "2024/1689 as amended by 2026/1744, legacy models due"),
)
"""The state of the statute from each day on; before the first day there is none."""


def statute_on(day: date) -> str:
    """Return the state of the statute on that day in few words."""
    found = [text for since, text in STATUTE_VERSIONS if since <= day]
    return found[-1] if found else "none: before the Act was in force"


def _reached(case: Case, day: date) -> Limb:
    return settled(f"the day is on or after {day}", case.day >= day)


@rule("T1", "the Act is in force", cites="Art. 113, first paragraph", since=IN_FORCE)
def act_in_force(case: Case) -> Limb:
    """The Act entered into force on the twentieth day after its publication of 12 July 2024."""
    return _reached(case, IN_FORCE)


@rule("T2", "scope and definitions apply", cites="Art. 113(a)", since=DEFINITIONS_APPLY)
def definitions_apply(case: Case) -> Limb:
    """Chapters I and II, with the scope and the definitions, apply from 2 February 2025."""
    return _reached(case, DEFINITIONS_APPLY)


@rule("T3", "Chapter V applies", cites="Art. 113(b)")
def chapter_v_applies(case: Case) -> Limb:
    """The duties for general-purpose AI models can bind from 2 August 2025, that day included."""
    return _reached(case, CHAPTER_V_APPLIES)


@rule("T4", "fines and powers of enforcement apply", cites="Art. 113; Art. 101", since=FINES_APPLY)
def enforceable(case: Case) -> Limb:
    """Fines and the Commission's powers apply from 2 August 2026; no duty turns on with them."""
    return _reached(case, FINES_APPLY)


@rule(
    "T5",
    "the Digital Omnibus leaves these duties as they are",
    cites="Regulation (EU) 2026/1744; Art. 111(3), Art. 113(b)",
    since=OMNIBUS_IN_FORCE,
)
def omnibus(case: Case) -> Limb:
    """The amendments in force from 27 July 2026 change no duty of Arts. 51 to 55, no transition."""
    return _reached(case, OMNIBUS_IN_FORCE)
