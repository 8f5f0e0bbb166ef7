"""Article 53(2) with section 4 of the Guidelines: free and open-source models."""

from __future__ import annotations

from lifecycle.law.case import Case
from lifecycle.law.placing import placed_on
from lifecycle.law.rule import rule
from lifecycle.law.trace import Limb, all_of, fails, settled, unknown
from lifecycle.law.truth import NO, truth

RIGHTS = frozenset({"access", "use", "modify", "distribute"})
NOT_FREE = frozenset(
    {
        "non_commercial_only",
        "no_redistribution",
        "user_scale_threshold",
        "commercial_licence_required",
    }
)
MONETISED = frozenset(
    {
        "dual_licensing",
        "paid_support_required_for_access",
        "exclusive_hosting_with_ads",
        "personal_data_beyond_security",
    }
)
NOT_MONETISED = frozenset({"none", "optional_paid_support"})


@rule("O4", "a free and open-source licence", cites="Art. 53(2); recital 102; Guidelines 4.2.1")
def free_licence(case: Case) -> Limb:
    """The licence allows access, use, modification and distribution. Limits to research or
    non-commercial use, to redistribution or by user numbers, and licences sold beside it make it
    not free, whatever is claimed; attribution, same terms and proportionate safety terms do
    not."""
    licence = case.last("licensed")
    if licence is None:
        return settled("nobody claims a free licence", False)
    restrictions = set(licence.words("restrictions") or ()) & NOT_FREE
    if restrictions:
        listed = ", ".join(sorted(restrictions))
        return settled(f"not free, whatever is claimed: {listed}", False, licence.event)
    rights = licence.words("rights")
    if rights is not None and not RIGHTS.issubset(rights):
        lacking = ", ".join(sorted(RIGHTS - set(rights)))
        return settled(
            f"not free, whatever is claimed: no right to {lacking}", False, licence.event
        )
    return licence.holds("free_and_open_source", "claimed to be free and open source")


@rule("O5", "monetised", cites="Art. 53(2); recital 103; Guidelines 4.2.2")
def monetised(case: Case) -> Limb:
    """Dual licensing, support that access depends on, exclusive hosting behind payment or
    advertising, and personal data beyond security are monetisation, whatever is claimed; optional
    services are not."""
    told = case.last("monetised")
    if told is None:
        return unknown("monetised", case.lacks("monetised", "monetised"))
    form = told.word("form")
    if form in MONETISED:
        return settled(f"monetisation, whatever is claimed: {form}", True, told.event)
    if form in NOT_MONETISED:
        return settled(f"no monetisation: {form}", False, told.event)
    return told.holds("monetised", "claimed to be monetised")


def public(case: Case, fact: str) -> Limb:
    """Return whether one kind of information is public: each publication adds, ``false`` and an
    explicit ``null`` take back."""
    says = f"{fact} public"
    telling = [act for act in case.own("information_published") if act.tells(fact)]
    if not telling:
        last = case.last("information_published")
        lacking = last.lacks(fact) if last else case.lacks("information_published", fact)
        return unknown(says, lacking)
    last = telling[-1]
    value = last.flag(fact)
    return Limb(says, truth(value), (last.event,), () if value is not None else (last.lacks(fact),))


@rule(
    "O1",
    "free and open source in every respect",
    cites="Art. 53(2); recital 104; Guidelines 4.2",
    covers=("O6", "O7"),
)
def open_source(case: Case) -> Limb:
    """The exemption needs a free licence, public weights, public information on architecture and on
    usage, and no monetisation. It follows the day; that a status once had since release stays is
    the other reading."""
    today = _conditions(case)
    released = placed_on(case.unasked())
    if released is None:
        return today
    telling = case.acts("licensed", "information_published", "monetised")
    for day in sorted({released, *(act.day for act in telling if act.day > released)}):
        before = _conditions(case.on(day))
        if before.outcome is not today.outcome and before.outcome is ~today.outcome:
            return case.settle("A7", today, before)
    return today


def _conditions(case: Case) -> Limb:
    licence = free_licence(case)
    if licence.outcome is NO:
        return licence
    return all_of(
        "free and open source",
        licence,
        public(case, "weights"),
        public(case, "architecture"),
        public(case, "usage"),
        fails("not monetised", monetised(case)),
    )
