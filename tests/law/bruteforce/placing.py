"""Day by day through the record: when, by which act and by whom a model was placed."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.law.bruteforce.record import BY_OTHERS, HANDED_OUT, Record, family, maker_of
from tests.law.bruteforce.status import risk
from tests.law.bruteforce.worlds import Told, World

SYSTEMS = {"system_released", "system_put_into_service"}


@dataclass
class Standing:
    """Where a model stands: since when it is placed, and whom that makes its provider."""

    placed_on: str | None = None
    providers: set[str] = field(default_factory=set)
    uses: list[Told] = field(default_factory=list)


class Walk:
    """One walk through the days of a model's family in one world."""

    def __init__(self, world: World, record: Record, model: str) -> None:
        self.world, self.record, self.model = world, record, model
        self.models = family(world, record, model)
        self.standing = Standing()
        self.uses: dict[tuple[str, object], Told] = {}
        self.services: dict[object, Told] = {}
        self.handed_out = False
        self.outside = False
        self.today = ""

    def run(self) -> Standing:
        """Return the standing at the end of the record's day."""
        own = self.record.of(self.models)
        for day in self._days():
            self.today = day
            events = [event for event in own if event["occurred_on"] == self.today]
            for event in events:
                self._standing_use(event)
                self._by_maker(event)
            self._inside()
            for event in events:
                self._by_others(event)
        return self.standing

    def _days(self) -> list[str]:
        """Return every day on which something happened or a decision was made known."""
        events = self.record.events
        days = {str(event["occurred_on"]) for event in events}
        days |= {str(event["informed_on"]) for event in events if event.get("informed_on")}
        return sorted(day for day in days if day <= self.record.day)

    def _standing_use(self, event: Told) -> None:
        """Keep the internal uses, anybody's, that have not ended."""
        uses = self.standing.uses
        if event["type"] in {"used_internally", "internal_use_ended"}:
            same = (event.get("actor"), event.get("use"))
            uses[:] = [use for use in uses if (use.get("actor"), use.get("use")) != same]
        if event["type"] == "used_internally":
            uses.append(event)

    def _place(self, *providers: str) -> None:
        self.standing.placed_on = self.standing.placed_on or self.today
        self.standing.providers.update(providers)

    def _maker(self, event: Told) -> str | None:
        actor = event.get("actor")
        return maker_of(self.world, self.record, self.models, actor) if actor else None

    def _by_maker(self, event: Told) -> None:
        maker = self._maker(event)
        if event["type"] == "union_excluded" or maker is None:
            return
        if event["type"] in HANDED_OUT:
            self._handed_out(event, maker)
        elif event["type"] in SYSTEMS:
            self._own_system(event, maker)
        elif event["type"] == "used_internally":
            self.uses[maker, event.get("use")] = event
        elif event["type"] == "internal_use_ended":
            self.uses.pop((maker, event.get("use")), None)
        elif event["type"] == "transferred_in_group":
            inside = self.world.in_union(event, "territory")
            if inside and self.world.pick((event["#"], "supply in a group"), (True, False)):
                self._place(maker)

    def _handed_out(self, event: Told, maker: str) -> None:
        if event["type"] in {"released", "supplied"}:
            self.handed_out = True
            self.outside = self.outside or not self._on_union_market(event)
        if not self._reaches_union(event):
            return
        named = event.get("own_name") is not False  # whoever supplies under another name tells so
        if event["type"] == "released":
            named = self.world.flag(event, "own_name")
        self._place(*({maker} if named else ()))

    def _on_union_market(self, event: Told) -> bool:
        if event.get("market") is None and event.get("offer_targets_union") is True:
            return True
        return self.world.in_union(event, "market")

    def _reaches_union(self, event: Told) -> bool:
        if event["type"] == "evaluation_access_given":
            if event.get("purpose") in {"testing_only", "evaluation"}:
                return False
            supplied = self.world.pick((event["#"], "purpose"), (True, False))
            return supplied and self.world.in_union(event, "territory")
        if event["type"] == "demonstrated":
            return (
                self.world.in_union(event, "territory")
                and self.world.flag(event, "offer")
                and self.world.flag(event, "commercial")
            )
        recipients = set(event.get("recipients") or [])
        if recipients and recipients <= {"evaluators"}:
            return False
        return self._on_union_market(event) and self.world.flag(event, "commercial")

    def _own_system(self, event: Told, maker: str) -> None:
        if event["type"] == "system_released":
            if self.world.in_union(event, "market") and self.world.flag(event, "commercial"):
                self._place(maker)
        elif self.world.in_union(event, "territory"):
            if self.world.flag(event, "own_use"):
                self.services[event.get("system")] = event
            else:
                self._place(maker)

    def _inside(self) -> None:
        """What stands inside at the end of the day: internal uses and systems for own use."""
        if not self.uses and not self.services:
            return
        systemic = risk(self.world, self.record.by(self.today), self.model).systemic
        for (maker, _), use in self.uses.items():
            inside = self.world.flag(use, "purely_internal")
            reaches = systemic or self._reaches_persons(use)
            if reaches or (not inside and self._supplied_to_others(use)):
                self._place(maker)
        for system, event in self.services.items():
            owner = self._maker(event)
            uses = [
                use
                for (user, _), use in self.uses.items()
                if user == owner and use.get("system") in {None, system}
            ]
            if owner and (systemic or not uses or not all(self._exempt(use) for use in uses)):
                self._place(owner)

    def _supplied_to_others(self, use: Told) -> bool:
        """Use that is not purely internal means a supply: the one on record, else one not told."""
        told = self.record.by(self.today).of(self.models, "released", "supplied")
        if any(self._maker(event) is not None for event in told):
            return False
        return self.world.pick((use["#"], "supply to others"), (True, False))

    def _reaches_persons(self, use: Told) -> bool:
        essential = self.world.flag(use, "essential_to_third_parties")
        if essential and self.world.in_union(use, "third_parties_in"):
            return True
        rights = self.world.flag(use, "affects_rights")
        return rights and self.world.in_union(use, "persons_in")

    def _exempt(self, use: Told) -> bool:
        """The recital's conjuncts, wherever the persons are; the Union nexus is for placing."""
        limbs = ("essential_to_third_parties", "affects_rights")
        return self.world.flag(use, "purely_internal") and not any(
            self.world.flag(use, limb) for limb in limbs
        )

    def _by_others(self, event: Told) -> None:
        if event.get("actor") is None:
            return
        if event["type"] not in BY_OTHERS and self._maker(event) is not None:
            return
        if event["type"] in {"released", "supplied", "demonstrated"} | BY_OTHERS:
            if self._reaches_union(event):
                self._published(event)
        elif event["type"] in SYSTEMS:
            self._downstream(event)

    def _published(self, event: Told) -> None:
        """Somebody else brings the bare model onto the market: nobody says who answers for it."""
        if self.standing.placed_on is not None:
            return
        self._place()
        told = self.record.by(self.today).of(self.models, "union_excluded")
        kept_out = event["type"] in SYSTEMS and told and self._excluded()
        parties = set[str]() if kept_out else set(self._makers())
        if event.get("own_name") is not False:
            parties.add(event["actor"])
        for party in sorted(parties):
            if self.world.pick(("published first", party), (True, False)):
                self._place(party)

    def _downstream(self, event: Told) -> None:
        """A system on somebody else's model: upstream answers, unless it had excluded the Union."""
        if event["type"] == "system_released":
            reached = self.world.in_union(event, "market") and self.world.flag(event, "commercial")
        else:
            reached = self.world.in_union(event, "territory")
        if not reached or self.standing.placed_on is not None:
            return
        if not self.outside:
            question = (event["#"], "placed without a supply")
            if self.handed_out or self.world.pick(question, (True, False)):
                self._published(event)
        elif self._excluded():
            self._place(event["actor"])
        else:
            self._place(*self._makers())

    def _makers(self) -> list[str]:
        events = self.record.of(self.models)
        actors = {str(event["actor"]) for event in events if event.get("actor")}
        actors |= {str(event["principal"]) for event in events if event.get("principal")}
        makers = {maker_of(self.world, self.record, self.models, actor) for actor in sorted(actors)}
        commissions = self.record.of(self.models, "development_commissioned")
        contractors = {event.get("contractor") for event in commissions}
        return sorted(maker for maker in makers if maker is not None and maker not in contractors)

    def _excluded(self) -> bool:
        events = self.record.by(self.today).of(self.models, "union_excluded")
        for name in ("excluded", "clear_and_unequivocal", "covers_integration"):
            told = events[-1].get(name) if events else None
            if told is None:
                told = self.world.pick(("exclusion", self.today, name), (True, False))
            if not told:
                return False
        return True
