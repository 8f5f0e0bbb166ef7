"""A name counts by its letters: two files give two objects of the same name."""

from __future__ import annotations

from tests.law.test_deadlines_code import FINAL, signatory
from tests.law.told import (
    ESSENTIAL,
    LARGE,
    MADE,
    WITHIN,
    Told,
    anew,
    deadlines_of,
    placed,
)

from lifecycle.law.actors import done_by, makers, of_developer
from lifecycle.law.article_003_03 import places
from lifecycle.law.binding import continues, exempt_again
from lifecycle.law.mandates import standing
from lifecycle.law.recital_097 import internal_uses
from lifecycle.law.truth import NO, UNDETERMINED, YES


class TestNamesReadTwice:
    def test_of_a_developer(self) -> None:
        told = Told().then("trained", "2025-09-01", actor=anew("acme"))
        found = of_developer(told.on("2025-09-01"), anew("acme"))
        assert found.events == ("atlas#1",)

    def test_of_a_consortium(self) -> None:
        told = (
            Told()
            .then("consortium_formed", "2025-01-01", consortium=anew("c3"), members=["acme"])
            .then("trained", "2025-09-01", actor=anew("c3"))
        )
        case = told.on("2025-09-01")
        trained = case.acts("trained")[0]
        assert done_by(case, trained, anew("c3")).outcome is UNDETERMINED
        assert done_by(case, trained, anew("acme")).outcome is UNDETERMINED
        assert done_by(case, trained, anew("zeta")).outcome is NO
        led = told.then(
            "consortium_formed", "2025-09-01", consortium=anew("c3"), coordinator="orion"
        )
        assert makers(led.on("2025-09-01")) == ("orion",)

    def test_of_a_principal_and_its_contractor(self) -> None:
        told = (
            Told()
            .then(
                "development_commissioned",
                "2025-01-01",
                principal=anew("acme"),
                contractor=anew("orion"),
            )
            .then("released", "2025-10-06", actor=anew("orion"), own_name=False)
        )
        case = told.on("2025-10-06")
        released = case.acts("released")[0]
        assert places(case, released, anew("acme")).outcome is UNDETERMINED

    def test_of_who_ended_a_use_and_of_whose_it_was(self) -> None:
        told = MADE.then("used_internally", "2025-10-01", actor=anew("acme"), **ESSENTIAL)
        told = told.then("used_internally", "2026-01-01", actor=anew("acme"), **WITHIN)
        assert exempt_again(told.on("2026-01-01", actor=anew("acme"))).point == "A6-return"
        ended = told.then("internal_use_ended", "2026-01-02", actor=anew("acme"), use="desk")
        assert len(internal_uses(ended.on("2026-01-02"))) == 1
        named = Told().then("used_internally", "2025-10-01", actor=anew("acme"), use=anew("desk"))
        ended = named.then("internal_use_ended", "2026-01-02", actor=anew("acme"))
        assert not internal_uses(ended.on("2026-01-02"))

    def test_of_who_handed_the_rights_on(self) -> None:
        told = placed("2025-10-06", LARGE, "2025-09-15").then(
            "rights_transferred",
            "2026-05-01",
            actor=anew("acme"),
            to="orion",
            continues_under_own_name=True,
        )
        assert (
            continues(told.on("2026-05-01", actor=anew("acme")), record_keeping=False).point
            == "A12"
        )

    def test_of_an_incident(self) -> None:
        told = signatory()
        for name in ("I1", "I2"):
            told = told.then("incident_known", "2026-03-02", incident=anew(name), kind="death")
        told = told.then("incident_resolved", "2026-03-06", incident=anew("I1"))
        assert FINAL in deadlines_of(told.on("2026-03-06"))
        told = told.then(
            "incident_reported", "2026-03-09", incident=anew("I1"), stage=anew("final")
        )
        did = deadlines_of(told.on("2026-03-09"))[FINAL].performance
        assert did is not None
        assert did.value == "met"

    def test_of_a_representative_whose_mandate_ended(self) -> None:
        told = Told().then(
            "representative_mandated",
            "2025-09-15",
            representative=anew("rep"),
            written=True,
            in_union=True,
        )
        assert standing(told.on("2025-09-15")).outcome is YES
        told = told.then("representative_terminated", "2025-10-15", representative=anew("rep"))
        assert standing(told.on("2025-10-15")).outcome is NO

    def test_of_a_representative_that_notifies(self) -> None:
        told = (
            placed("2025-10-06", LARGE, "2025-09-15")
            .then("representative_mandated", "2025-09-15", representative=anew("rep"))
            .then("commission_notified", "2025-09-20", actor=anew("rep"), basis="52(1)")
        )
        did = deadlines_of(told.on("2026-01-01"))["52(1)"].performance
        assert did is not None
        assert did.value == "met"
