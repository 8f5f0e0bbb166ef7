"""Article 55: the duties of providers of models with systemic risk."""

from __future__ import annotations

from lifecycle.law.article_051 import systemic_risk
from lifecycle.law.article_052 import risk_duties_before_placing
from lifecycle.law.case import Case
from lifecycle.law.obligation import Duty
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb


@rule("55(1)(a)", "model evaluation", cites="Art. 55(1)(a); recital 114")
def evaluation(case: Case) -> Limb:
    """Evaluate the model by standard protocols, adversarial testing included and documented."""
    return systemic_risk(case)


@rule("55(1)(b)", "assessment and mitigation of systemic risks", cites="Art. 55(1)(b)")
def risk_mitigation(case: Case) -> Limb:
    """Assess and mitigate systemic risks from development, placing on the market or use."""
    return systemic_risk(case)


@rule("55(1)(c)", "tracking and reporting of serious incidents", cites="Art. 55(1)(c)")
def incident_reporting(case: Case) -> Limb:
    """Track, document and report serious incidents without undue delay; the duty stands from
    classification, a deadline only with an incident."""
    return systemic_risk(case)


@rule("55(1)(d)", "cybersecurity of model and infrastructure", cites="Art. 55(1)(d)")
def cybersecurity(case: Case) -> Limb:
    """Protect the model and its physical infrastructure adequately."""
    return systemic_risk(case)


DUTIES = (
    Duty("55(1)(a)", evaluation, risk_duties_before_placing),
    Duty("55(1)(b)", risk_mitigation, risk_duties_before_placing),
    Duty("55(1)(c)", incident_reporting, risk_duties_before_placing),
    Duty("55(1)(d)", cybersecurity, risk_duties_before_placing),
)
