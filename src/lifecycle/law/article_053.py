"""Article 53: the duties of every provider of a general-purpose AI model."""

from __future__ import annotations

from lifecycle.law.article_051 import systemic_risk
from lifecycle.law.case import Case
from lifecycle.law.guidelines_4 import open_source
from lifecycle.law.obligation import Duty
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, fails, settled


@rule("O3", "open-source exemption", cites="Art. 53(2); recital 104")
def open_source_exemption(case: Case) -> Limb:
    """Open-source models are exempt from Art. 53(1)(a) and (b), never those with systemic risk."""
    return all_of(
        "exempt as free and open source",
        open_source(case),
        fails("no systemic risk", systemic_risk(case)),
    )


@rule("53(1)(a)", "technical documentation", cites="Art. 53(1)(a); Annex XI")
def technical_documentation(case: Case) -> Limb:
    """Draw up the technical documentation, keep it up to date, hand it over on request."""
    return fails("not exempt as open source", open_source_exemption(case))


@rule("53(1)(b)", "information for downstream providers", cites="Art. 53(1)(b); Annex XII")
def downstream_information(case: Case) -> Limb:
    """Give providers of AI systems who want to integrate the model what they need, and keep it up
    to date."""
    return fails("not exempt as open source", open_source_exemption(case))


@rule(
    "53(1)(c)",
    "copyright policy",
    cites="Art. 53(1)(c); recital 106",
    covers=("C7",),
)
def copyright_policy(case: Case) -> Limb:
    """Have a policy to respect Union copyright law, wherever training took place; no exemption."""
    return settled("no exemption", True)


@rule("53(1)(d)", "public summary of training content", cites="Art. 53(1)(d); recital 107")
def training_summary(case: Case) -> Limb:
    """Publish a summary of the training content after the AI Office's template; no exemption."""
    return settled("no exemption", True)


@rule("53(3)", "cooperation with the authorities", cites="Art. 53(3)")
def cooperation(case: Case) -> Limb:
    """Cooperate with the Commission and the national authorities; no exemption."""
    return settled("no exemption", True)


DUTIES = (
    Duty("53(1)(a)", technical_documentation),
    Duty("53(1)(b)", downstream_information),
    Duty("53(1)(c)", copyright_policy),
    Duty("53(1)(d)", training_summary),
    Duty("53(3)", cooperation, record_keeping=True),
)
