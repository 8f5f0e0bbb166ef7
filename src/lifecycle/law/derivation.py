"""The order of the law: everything that is derived about one case, and what is contested in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from lifecycle.law import article_052, article_053, article_054, article_055
from lifecycle.law.article_002 import (
    before_placing,
    model_is_a_system,
    open_source_exclusion_of_systems,
    scientific_research_only,
)
from lifecycle.law.article_003_03 import provider
from lifecycle.law.article_003_63 import general_purpose
from lifecycle.law.article_051 import systemic_risk
from lifecycle.law.article_053 import open_source_exemption
from lifecycle.law.article_113 import (
    act_in_force,
    chapter_v_applies,
    definitions_apply,
    enforceable,
    omnibus,
)
from lifecycle.law.binding import internal_exemption
from lifecycle.law.case import Case
from lifecycle.law.guidelines_2_1 import parameters_indicate
from lifecycle.law.guidelines_2_2 import one_model
from lifecycle.law.obligation import Duty, Obligation, obligation
from lifecycle.law.placing import placed, placed_on
from lifecycle.law.recital_097_research import research_exclusion
from lifecycle.law.systems import limited_to_modification, system_rules_apply
from lifecycle.law.trace import Finding, Limb, any_of
from lifecycle.law.truth import Truth

DUTIES: tuple[Duty, ...] = (
    *article_052.DUTIES,
    *article_053.DUTIES,
    *article_054.DUTIES,
    *article_055.DUTIES,
)
OBLIGATIONS: tuple[str, ...] = tuple(duty.id for duty in DUTIES)


@dataclass(frozen=True, slots=True)
class Derivation:
    """What the law says of a case: named conclusions with their proof, and the obligations."""

    conclusions: Mapping[str, Limb]
    obligations: tuple[Obligation, ...]
    placed_on: date | None
    roots: tuple[Limb, ...]

    def outcomes(self) -> dict[str, Truth]:
        """Return every conclusion's outcome by its name."""
        return {name: limb.outcome for name, limb in self.conclusions.items()}

    def obligation(self, id_: str) -> Obligation:
        """Return one obligation by its id."""
        return next(found for found in self.obligations if found.id == id_)

    def statuses(self) -> dict[str, str]:
        """Return every obligation's status by its id."""
        return {found.id: found.status for found in self.obligations}


def derive(case: Case) -> Derivation:
    """Return everything that follows from the facts of a case, in the order of the law."""
    model = case.unasked()
    preliminary = (
        act_in_force(model),
        definitions_apply(model),
        chapter_v_applies(model),
        omnibus(model),
        one_model(model),
        scientific_research_only(model),
        before_placing(model),
        open_source_exclusion_of_systems(model),
        model_is_a_system(model),
        parameters_indicate(model),
        provider(case),
    )
    obligations = tuple(obligation(case, duty) for duty in DUTIES)
    conclusions: dict[str, Limb] = {
        "gpai": general_purpose(model),
        "rd_exclusion": research_exclusion(model),
        "placed_on_market": placed(model),
        "systemic_risk": systemic_risk(model),
        "internal_use_exemption": internal_exemption(case),
        "open_source_exemption": open_source_exemption(model),
        "transitional": any_of("transitional", *(found.transitional for found in obligations)),
        "enforceable": enforceable(model),
        "limited_to_modification": limited_to_modification(case),
        "ai_system_rules_also_apply": system_rules_apply(case),
        "obligations_active": any_of("at least one binds", *(f.active for f in obligations)),
    }
    roots = (*preliminary, *conclusions.values())
    return Derivation(conclusions, obligations, placed_on(model), roots)


def findings_below(roots: tuple[Limb, ...]) -> Iterator[Finding]:
    """Yield each finding below the roots once, a rule after the rules it rests on."""
    walked: set[int] = set()
    seen: set[tuple[str, str, date | None]] = set()

    def below(limb: Limb) -> Iterator[Finding]:
        # Proofs share their parts: a part is walked once, whatever rests on it.
        if id(limb) in walked:
            return
        walked.add(id(limb))
        for part in (*limb.limbs, *((limb.other,) if limb.other else ())):
            yield from below(part)
        if isinstance(limb, Finding) and limb.rule is not None:
            key = (limb.rule.id, limb.subject, limb.day)
            if key not in seen:
                seen.add(key)
                yield limb

    for root in roots:
        yield from below(root)


def contested_points(case: Case, derived: Derivation) -> Mapping[str, Derivation]:
    """Return the disputed points that change the answer, each with the other answer."""
    found: dict[str, Derivation] = {}
    for point in sorted(case.disputed - case.turned):
        other = derive(case.turned_at(point))
        if other.statuses() != derived.statuses() or other.outcomes() != derived.outcomes():
            found[point] = other
    return found
