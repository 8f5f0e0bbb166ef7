"""The precedence of the law from first to last, run in every world: the answer by brute force."""

from __future__ import annotations

from collections.abc import Sequence

from tests.law.bruteforce import findings
from tests.law.bruteforce.placing import Standing, Walk
from tests.law.bruteforce.record import Record, family, last_state, last_told, maker_of, words
from tests.law.bruteforce.scope import becomes_provider, reserved_for_science
from tests.law.bruteforce.status import base_of, crossed, general, risk
from tests.law.bruteforce.worlds import Outcome, Told, World, in_every_world

APPLIES = "2025-08-02"
LEGACY_ENDS = "2027-08-02"

EVERY_PROVIDER = ("53(1)(c)", "53(1)(d)", "53(3)")
UNLESS_OPEN = ("53(1)(a)", "53(1)(b)")
SYSTEMIC_RISK = ("55(1)(a)", "55(1)(b)", "55(1)(c)", "55(1)(d)")
OBLIGATIONS = ("52(1)", *UNLESS_OPEN, *EVERY_PROVIDER, "54(1)", *SYSTEMIC_RISK)

NOT_FREE = {
    "non_commercial_only",
    "no_redistribution",
    "user_scale_threshold",
    "commercial_licence_required",
}
RIGHTS = {"access", "use", "modify", "distribute"}
MONETISED = {
    "dual_licensing",
    "paid_support_required_for_access",
    "exclusive_hosting_with_ads",
    "personal_data_beyond_security",
}
UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"


def answer(events: Sequence[Told], model: str, actor: str, day: str) -> dict[str, str]:
    """Return each finding and the status of each obligation for ``actor`` on ``day``.

    ``events`` are those that stand (corrections applied). Findings are ``yes``, ``no`` or
    ``undetermined``; an obligation is ``active``, ``inactive``, ``transitional`` or
    ``undetermined``. Raises ``TooManyWorlds`` where too much is left open.
    """
    record = Record.on(events, day)
    return in_every_world(lambda world: _in_one_world(world, record, model, actor))


def _in_one_world(world: World, record: Record, model: str, actor: str) -> Outcome:
    models = family(world, record, model)
    standing = Walk(world, record, model).run()
    placed = standing.placed_on is not None
    modifier = becomes_provider(world, record, model, actor)
    bound = placed and _is_provider(world, record, model, actor, standing)
    due = _due(world, record, model, actor, placed=placed, bound=bound)
    in_transition = _in_transition(record, standing)
    word = "transitional" if in_transition else "active"
    status = {name: word if name in due else "inactive" for name in OBLIGATIONS}
    return {
        "gpai": general(world, record, model),
        "placed_on_market": placed,
        "systemic_risk": risk(world, record, model).systemic,
        "rd_exclusion": not placed and _only_for_research(world, record, models, standing),
        "transitional": "transitional" in status.values(),
        "obligations_active": "active" in status.values(),
        "limited_to_modification": bound and modifier is True,
        **status,
    }


def _in_transition(record: Record, standing: Standing) -> bool:
    placed_on = standing.placed_on
    return placed_on is not None and placed_on < APPLIES and record.day < LEGACY_ENDS


def _only_for_research(
    world: World, record: Record, models: frozenset[str], standing: Standing
) -> bool:
    uses = record.of(models, "prototyped")
    if not uses or standing.uses:  # another use is another purpose
        return False
    return world.flag(uses[-1], "sole_purpose")


def _is_provider(world: World, record: Record, model: str, actor: str, standing: Standing) -> bool:
    models = family(world, record, model)
    modifier = becomes_provider(world, record, model, actor)
    if modifier is not None:
        return modifier and actor in standing.providers
    if actor in standing.providers:
        return True
    for event in record.of(models, "rights_transferred"):
        if event.get("to") == actor and event.get("continues_under_own_name") is not False:
            return world.pick(("succession", actor), (True, False))
    for event in record.of(models, "rebranded"):
        offered = event.get("actor") == actor and world.flag(event, "modified")
        if offered and world.in_union(event, "market") and world.flag(event, "commercial"):
            return world.pick((event["#"], "significant"), (True, False))
    return False


def _due(
    world: World, record: Record, model: str, actor: str, *, placed: bool, bound: bool
) -> set[str]:
    """Return what binds the actor, be it at once or only once the transition is over."""
    models = family(world, record, model)
    if record.day < APPLIES or reserved_for_science(world, record, models):
        return set()
    if not bound:  # an intention remains, whoever placed it first and under whatever name
        return _before_placing(world, record, model, actor, placed=placed)
    due: set[str] = set()
    if _foreseen(world, record, model) or _crossed_unassessed(world, record, model):
        due.add("52(1)")
    if not general(world, record, model):
        return due
    danger = risk(world, record, model)
    due.update(EVERY_PROVIDER)
    open_source = not danger.systemic and _open_source(world, record, models)
    if not open_source:
        due.update(UNLESS_OPEN)
        if _abroad(world, record, actor):
            due.add("54(1)")
    if danger.systemic:
        due.update(SYSTEMIC_RISK)
    if danger.notifiable:
        due.add("52(1)")
    return due


def _before_placing(
    world: World, record: Record, model: str, actor: str, *, placed: bool
) -> set[str]:
    """What binds a maker who means to place a model that has, or is known to reach, 10^25.

    Silence on what is meant is open while the model is not placed, and means nothing after that.
    """
    models = family(world, record, model)
    if maker_of(world, record, models, actor) != actor:
        return set()
    if becomes_provider(world, record, model, actor) is False:
        return set()
    over = risk(world, record, model).computed
    known = _foreseen(world, record, model) or _crossed_unassessed(world, record, model)
    if not known and not over:
        return set()
    told = record.of(models, "market_intended")
    own = [event for event in told if event.get("actor") in {actor, None}]
    intended = last_told(own, "union_market")
    if intended is None and (own or not placed):
        intended = world.pick(("union_market", actor), (True, False))
    if not intended:
        return set()
    return {"52(1)", *(SYSTEMIC_RISK if over else ())}


def _foreseen(world: World, record: Record, model: str) -> bool:
    """An expectation binds until arguments are accepted, and before any assessment without one."""
    models = family(world, record, model)
    if findings.accepted(findings.decisions(world, record, models)):
        return False
    return findings.foreseen(world, record, models) and _may_be_general(world, record, model)


def _crossed_unassessed(world: World, record: Record, model: str) -> bool:
    models = family(world, record, model)
    if base_of(world, record, model) is not None or not record.of(models, "trained"):
        return False
    if findings.accepted(findings.decisions(world, record, models)):
        return False
    over = crossed(world, record, models) is not None
    return over and _may_be_general(world, record, model)


def _may_be_general(world: World, record: Record, model: str) -> bool:
    models = family(world, record, model)
    if base_of(world, record, model) is None and not record.of(models, "assessed"):
        return findings.generality_recorded(record, models) is not False
    return general(world, record, model)


def _open_source(world: World, record: Record, models: frozenset[str]) -> bool:
    licences = record.of(models, "licensed")
    if not licences or not _free(world, licences[-1]):
        return False
    published = record.of(models, "information_published")
    for name in ("weights", "architecture", "usage"):
        public = last_state(published, name)
        if public is None:
            public = world.pick(("published", name), (True, False))
        if not public:
            return False
    return not _monetised(world, record.of(models, "monetised"))


def _free(world: World, licence: Told) -> bool:
    """Read the licence as last set; what it allows and restricts beats the claim."""
    rights, restrictions = words(licence.get("rights")), words(licence.get("restrictions"))
    if rights is not None and not rights >= RIGHTS:
        return False
    if restrictions is not None and restrictions & NOT_FREE:
        return False
    return world.flag(licence, "free_and_open_source")


def _monetised(world: World, events: Sequence[Told]) -> bool:
    """Read what is charged as last set; the form beats the claim."""
    if not events:
        return world.pick("monetised", (True, False))
    form = events[-1].get("form")
    if form in MONETISED:
        return True
    if form in {"none", "optional_paid_support"}:
        return False
    return world.flag(events[-1], "monetised")


def _abroad(world: World, record: Record, actor: str) -> bool:
    for event in reversed(record.events):
        if event["type"] == "organisation_declared" and event["organisation"] == actor:
            if event.get("established_in") in {"union", "outside_union"}:
                return bool(event["established_in"] == "outside_union")
            if event.get("country") is not None:
                return str(event["country"]) not in UNION.split()
    return world.pick(("established_in", actor), (True, False))
