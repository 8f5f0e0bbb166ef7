"""The third axis: which texts are read, and the disputed points with both their readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from lifecycle.errors import NotFound


class Authority(Enum):
    """The tier of a source; only the statute binds, a recital cannot derogate from it."""

    STATUTE = "statute"
    RECITAL = "recital"
    GUIDELINES = "guidelines"
    INFORMAL = "informal"
    CODE_OF_PRACTICE = "code_of_practice"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Reading:
    """A chosen set of sources, read together; ``sources`` are their tiers."""

    id: str
    title: str
    sources: frozenset[Authority]

    def reads(self, authority: Authority) -> bool:
        """Return whether texts of that tier are part of this reading."""
        return authority in self.sources


_ACT = frozenset({Authority.STATUTE, Authority.RECITAL, Authority.DERIVED})
_GUIDED = _ACT | {Authority.GUIDELINES, Authority.CODE_OF_PRACTICE}

READINGS: Mapping[str, Reading] = {
    reading.id: reading
    for reading in (
        Reading("act", "the Act and its recitals alone", _ACT),
        Reading("guidelines-2025-07", "with the Commission's Guidelines C(2025) 5045", _GUIDED),
        Reading(
            "guidelines-2025-11",
            "with the Commission's Guidelines C(2025) 7719, and the FAQ where they are silent",
            _GUIDED | {Authority.INFORMAL},
        ),
    )
}
DEFAULT_READING = "guidelines-2025-11"


def reading(id_: str) -> Reading:
    """Return the reading with that id, or raise ``NotFound`` listing those there are."""
    found = READINGS.get(id_)
    if found is None:
        raise NotFound(
            f"there is no reading {id_!r}.", f"Readings: {', '.join(READINGS)}.", code="LC105"
        )
    return found


@dataclass(frozen=True, slots=True)
class Point:
    """A question on which lawyers differ: what is followed here, and what is not."""

    id: str
    question: str
    followed: str
    other: str


POINTS: Mapping[str, Point] = {
    point.id: point
    for point in (
        Point(
            "A1",
            "Does use for research exclude a model only when it is the sole purpose?",
            "the sole purpose is required (recital 97)",
            "any such use before placing suffices (Art. 3(63) has no such word)",
        ),
        Point(
            "A2",
            "Do Arts. 52(1) and 55 bind before the model is placed on the market?",
            "yes, where placing on the Union market is intended",
            "no, nothing binds before placing (Arts. 2(8), 3(3); recital 97)",
        ),
        Point(
            "A3",
            "Is a systemic-risk model bound when it is only used internally, or only in research?",
            "internal use binds, research alone does not",
            "only a placing by another route binds; or, the other way, research binds too",
        ),
        Point(
            "A4",
            "What makes a modifier a provider beside a modification of over a third?",
            "a recorded finding of a significant change first; else cumulated modifications, or a "
            "total that crosses 10^25",
            "the single modification's share alone",
        ),
        Point(
            "A5",
            "Do later releases, crossings or designations end the transition of a model placed "
            "before 2 August 2025?",
            "no, Art. 111(3) is read literally",
            "yes, what came after 2 August 2025 is due at once",
        ),
        Point(
            "A6-nexus",
            "Must the third parties or persons touched by internal use be in the Union?",
            "yes (Guidelines, FAQ)",
            "no, recital 97 does not say so",
        ),
        Point(
            "A6-return",
            "Does internal use that stops being essential become exempt again?",
            "no, a placing is not undone",
            "yes, the exemption applies in any case",
        ),
        Point(
            "A7",
            "Does the open-source exemption follow later changes of licence or publication?",
            "yes, it follows the day",
            "no, the status at release, or once had since, counts",
        ),
        Point(
            "A8",
            "Do capabilities that match the most advanced models classify without compute over "
            "the threshold or a designation?",
            "no (FAQ)",
            "yes (Art. 51(1)(a) taken alone)",
        ),
        Point(
            "A9",
            "Is a model placed through an own system or own use, which Art. 2(1)(a) does not name?",
            "yes (recital 97; Guidelines)",
            "no, only a supply of the model itself places it",
        ),
        Point(
            "A10",
            "Do the obligations continue after the model was withdrawn?",
            "yes, no text ends them",
            "only record-keeping and cooperation continue",
        ),
        Point(
            "A11",
            "Who is the provider when somebody else first publishes the bare model in the Union?",
            "no source decides",
            "whoever published it",
        ),
        Point(
            "A12",
            "Who is the provider after the rights were transferred?",
            "the old provider stays, the new one is undetermined",
            "the acquirer succeeds",
        ),
        Point(
            "A13",
            "Does a re-release after withdrawal count as a placing of its own?",
            "no, a model is placed once (FAQ)",
            "yes, each supplied copy counts (Blue Guide)",
        ),
        Point(
            "A14",
            "Which compute does the criterion of 10^23 measure?",
            "compute of parameter updates (Guidelines)",
            "cumulative compute (wording of the FAQ)",
        ),
        Point(
            "A15",
            "Does a period end on its plain last day, or roll on to a working day?",
            "it rolls (Regulation 1182/71); commitments of a code do not",
            "the plain day counts for the Act, the rolled one for a code",
        ),
        Point(
            "P6",
            "Does offering a placed model under another brand make a provider?",
            "no, it is not the first making available",
            "yes, by the brand limb of Art. 3(3)",
        ),
    )
}
