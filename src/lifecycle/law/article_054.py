"""Article 54: the authorised representative of a provider from a third country."""

from __future__ import annotations

from lifecycle.law.article_053 import open_source_exemption
from lifecycle.law.case import Case
from lifecycle.law.obligation import Duty
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, Missing, all_of, fails, settled, unknown

UNION = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""The Union's member states; whether EEA states count is not researched, so they do not here."""


@rule(
    "54-established",
    "established in a third country",
    cites="Art. 54(1)",
    covers=("C9",),
)
def third_country(case: Case) -> Limb:
    """The duty is that of providers established outside the Union; the country tells where nothing
    else does. It follows the day."""
    says = "established in a third country"
    actor = case.actor
    if actor is None:
        return unknown(says, Missing(case.facts.stream, "trained", "actor"))
    stream = f"organisation:{actor}"
    declared = [a for a in case.facts.organisations.get(actor, ()) if a.day <= case.day]
    telling = [a for a in declared if a.word("established_in") or a.word("country")]
    if not telling:
        lacking = (
            declared[-1].lacks("established_in")
            if declared
            else Missing(stream, "organisation_declared", "established_in")
        )
        return unknown(says, lacking)
    last = telling[-1]
    if last.word("established_in") is None:
        return settled(says, (last.word("country") or "").upper() not in UNION, last.event)
    return last.is_one_of("established_in", ("outside_union",), says, known=("union",))


@rule(
    "54(1)",
    "authorised representative",
    cites="Art. 54(1) and (6)",
    covers=("O2", "L6"),
)
def representative(case: Case) -> Limb:
    """A provider from a third country appoints a representative in the Union by written mandate
    before placing; open-source models without systemic risk are exempt."""
    return all_of(
        "needs a representative",
        third_country(case),
        fails("not exempt as open source (Art. 54(6))", open_source_exemption(case)),
    )


DUTIES = (Duty("54(1)", representative),)
