"""The chapters of which invented lives of models are made; each tells one kind of thing."""

from __future__ import annotations

from datetime import date, timedelta

from tests.law.author import Author

TRAINING = ["9e22", "1e23", "1.0001e23", "5e23", "9e24", "1e25", "1.0001e25", "3e25"]
CHANNELS = ["library", "api", "download", "physical_copy", "cloud_service", "web_interface"]
RIGHTS = ["access", "use", "modify", "distribute"]
RESTRICTIONS = ["attribution", "share_alike", "proportionate_safety", "user_scale_threshold"]
FORMS = ["none", "optional_paid_support", "dual_licensing", "exclusive_hosting_with_ads"]
OUTPUTS = [["text"], ["audio", "music"], ["text_to_image"], ["game_moves"], ["text", "image"]]
DECISIONS = ["designated_52_4", "designation_lifted", "designation_maintained"]
ARGUMENTS = ["arguments_accepted", "arguments_rejected", "acceptance_revoked", "designated_52_1"]


def made(author: Author, model: str, maker: str, *, certain: bool) -> None:
    """Training, assessment, what was expected, and what was meant."""
    steps = sorted(author.random.sample(range(len(TRAINING)), author.one_of([1, 1, 1, 2])))
    day = author.one_of(["2024-09-01", "2025-06-01", "2024-09-01" if certain else author.day()])
    if author.chance(0.15):
        figure = author.one_of(["5e23", "1e25", "1.3e25"])
        author.tell("compute_forecast", author.day(), model, maker, cumulative_flop=figure)
    if author.chance(0.05):
        author.tell("pretraining_started", day, model, maker, planned_flop=author.maybe("2e25"))
    for number, step in enumerate(steps if certain or not author.chance(0.07) else []):
        total = author.maybe(TRAINING[step])
        facts: dict[str, object] = {"cumulative_flop": total}
        if total is None and author.chance(0.5):
            facts = {"cumulative_flop_range": author.one_of([["8e24", "1.2e25"], ["1e23", "1e25"]])}
        author.tell(
            "trained",
            day,
            model,
            maker,
            run_id="run-1",
            status="running" if number + 1 < len(steps) else "complete",
            update_flop=author.maybe(TRAINING[step]),
            **facts,
        )
        day = max(day, author.day())
    if not author.chance(0.08):
        author.tell(
            "assessed",
            author.one_of(["2024-09-01", author.day()]),
            model,
            maker,
            outputs=author.maybe(author.one_of(OUTPUTS)),
            generality=author.maybe(author.one_of(["significant"] * 5 + ["narrow"]), 0.25),
        )
    if author.chance(0.4):
        author.tell("market_intended", author.day(), model, maker, union_market=author.flag(0.7))


def released(author: Author, model: str, actor: str) -> None:
    recipients = author.one_of([None, None, None, ["public"], ["evaluators"], ["pilot customers"]])
    author.tell(
        "released",
        author.day(),
        model,
        actor,
        channel=author.maybe(author.one_of(CHANNELS)),
        market=author.place(),
        commercial=author.flag(0.85),
        own_name=author.flag(0.9),
        recipients=recipients,
    )


def handed_out(author: Author, model: str) -> None:
    """Supplies, demonstrations, evaluations, before or after a release."""
    for _ in range(author.one_of([1, 2])):
        kind = author.one_of(["released", "supplied", "demonstrated", "evaluation"])
        if kind == "released":
            released(author, model, author.maker)
        elif kind == "supplied":
            author.tell(
                "supplied",
                author.day(),
                model,
                author.maker,
                to="other",
                market=author.place(0.5),
                commercial=author.flag(0.9),
                own_name=author.flag(0.9),
            )
        elif kind == "demonstrated":
            author.tell(
                "demonstrated",
                author.day(),
                model,
                author.maker,
                territory=author.place(),
                offer=author.flag(),
                commercial=author.flag(0.8),
            )
        else:
            author.tell(
                "evaluation_access_given",
                author.day(),
                model,
                author.maker,
                evaluator="other",
                territory=author.place(),
                purpose=author.maybe("testing_only"),
            )


def systems(author: Author, model: str) -> None:
    """Systems of the maker or of somebody who was supplied outside the Union."""
    actor = author.one_of(["maker", "other"])
    if actor == "other":
        author.tell(
            "supplied",
            "2024-10-01",
            model,
            author.maker,
            to="other",
            market=author.maybe("outside_union"),
            commercial=True,
            own_name=True,
        )
        if author.chance(0.7):
            author.tell(
                "union_excluded",
                author.one_of(["2024-11-01", author.day()]),
                model,
                author.maker,
                excluded=author.flag(0.7),
                clear_and_unequivocal=author.flag(0.8),
                covers_integration=author.flag(0.8),
            )
    day = author.day()
    if author.chance(0.7):
        author.tell("integrated", day, model, actor, system="sys")
    if author.chance(0.6):
        author.tell(
            "system_released",
            day,
            model,
            actor,
            system="sys",
            market=author.place(),
            commercial=author.flag(0.85),
        )
    else:
        author.tell(
            "system_put_into_service",
            day,
            model,
            actor,
            system="sys",
            territory=author.place(),
            own_use=author.flag() if actor == "maker" else False,
        )


def inside(author: Author, model: str) -> None:
    """Internal uses: their limbs, their change, their end."""
    for _ in range(author.one_of([1, 1, 2])):
        author.events.append(
            {
                "type": "used_internally",
                "model": model,
                "occurred_on": author.day(),
                "actor": author.one_of(["maker", "maker", "maker", "other"]),
                "use": author.one_of(["drafting", "drafting", "sorting"]),
                "purely_internal": author.flag(0.85),
                "essential_to_third_parties": author.flag(0.3),
                "third_parties_in": author.place(),
                "affects_rights": author.flag(0.3),
                "persons_in": author.place(),
            }
        )
    if author.chance(0.3):
        author.tell("internal_use_ended", author.day(), model, "maker", use="drafting")


def licence(author: Author, model: str, actor: str = "maker") -> None:
    """A licence, what was published, what is charged; all of it may change."""
    for _ in range(author.one_of([1, 1, 2])):
        rights = RIGHTS if author.chance(0.8) else RIGHTS[:2]
        author.tell(
            "licensed",
            author.day(),
            model,
            actor,
            free_and_open_source=author.maybe(not author.chance(0.15)),
            rights=author.maybe(rights),
            restrictions=author.maybe(author.one_of([[], [author.one_of(RESTRICTIONS)]])),
        )
        author.tell(
            "information_published",
            author.day(),
            model,
            actor,
            weights=author.flag(0.9),
            architecture=author.flag(0.9),
            usage=author.flag(0.9),
        )
        author.tell(
            "monetised",
            author.day(),
            model,
            actor,
            monetised=author.flag(0.2),
            form=author.maybe(author.one_of(FORMS), 0.4),
        )


def decisions(author: Author, model: str) -> None:
    """What the Commission decided, and when the provider was informed."""
    kinds = author.one_of([DECISIONS, ARGUMENTS])
    day = author.day()
    for kind in kinds[: author.one_of([1, 1, 2, 3])]:
        informed = date.fromisoformat(day) + timedelta(days=author.one_of([0, 4, 30]))
        author.tell(
            "commission_decided",
            day,
            model,
            "commission",
            kind=kind,
            informed_on=author.maybe(str(informed)),
        )
        day = str(informed + timedelta(days=author.one_of([1, 100])))
    if author.chance(0.2):
        author.tell("qualified_alert_issued", author.day(), model, "panel", by="scientific_panel")


def others(author: Author, model: str) -> None:
    """What somebody else does with the model, or acquires of it."""
    kind = author.one_of(
        ["third_party_published", "rebranded", "rights_transferred", "transferred_in_group",
         "licensed_in", "leaked"]
    )  # fmt: skip
    facts: dict[str, dict[str, object]] = {
        "third_party_published": {
            "channel": "download",
            "market": author.place(),
            "commercial": author.flag(0.9),
            "own_name": author.flag(0.9),
        },
        "rebranded": {
            "market": author.place(),
            "modified": author.flag(0.3),
            "commercial": author.flag(0.9),
        },
        "rights_transferred": {"to": "other", "continues_under_own_name": author.flag(0.8)},
        "transferred_in_group": {"to": "other", "territory": author.place()},
        "licensed_in": {"use": "own_staff"},
        "leaked": {},
    }
    by_maker = {"rights_transferred", "transferred_in_group", "leaked"}
    actor = "maker" if kind in by_maker else "other"
    author.tell(kind, author.day(), model, actor, **facts[kind])


def partners(author: Author, model: str) -> None:
    """Development by a contractor, or together with another; the maker's acts change hands."""
    if author.chance(0.6):
        principal = author.maybe("maker", 0.2)
        facts: dict[str, object] = {"principal": principal, "contractor": author.maybe("studio")}
        author.tell("development_commissioned", "2024-09-01", model, "maker", **facts)
        moved, actor = {"trained", "pretraining_started"}, "studio"
    else:
        facts = {"members": ["maker", "third"], "coordinator": author.maybe("maker", 0.3)}
        author.tell("consortium_formed", "2024-09-01", model, "maker", consortium="club", **facts)
        moved, actor = {event["type"] for event in author.events}, "club"
    for event in author.events:
        if event["type"] in moved and event.get("actor") == "maker":
            event["actor"] = actor


def research(author: Author, model: str) -> None:
    """Use before placing, and models kept for science."""
    if author.chance(0.6):
        author.tell("prototyped", author.day(), model, "maker", sole_purpose=author.flag(0.8))
    else:
        author.tell(
            "reserved_for_science",
            author.day(),
            model,
            "maker",
            specifically_developed_for=author.flag(0.9),
            sole_purpose=author.flag(0.9),
        )


def ended(author: Author, model: str) -> None:
    """Withdrawal and the end of systems, which end no duty."""
    author.tell(
        "withdrawn", author.day(), model, "maker", market="union", copies_remain_in_use=True
    )
    if author.chance(0.3):
        author.tell("system_discontinued", author.day(), model, "maker", system="sys")


def variant(author: Author) -> None:
    """A second key for the same model."""
    facts = author.one_of([{"variant_of": "root"}, {"run_id": "run-1"}])
    day = author.day()
    author.tell("registered", "2024-08-01", "variant", "maker")
    author.tell("registered", day, "variant", "maker", **facts)
    if "run_id" in facts:
        author.tell("pretraining_started", day, "variant", "maker", run_id="run-1")
    if author.chance(0.6):
        released(author, "variant", "maker")


def modified(author: Author) -> None:
    """A model that somebody, mostly somebody else, made of the first one."""
    author.tell("registered", "2024-08-01", "tuned", "other")
    base = author.one_of(["3e22", "1e23", "6e23", "3e24", "1e25", "1.2e25"])
    behalf = author.chance(0.1)
    known = author.one_of([True, True, False, None])
    estimable = None if known else author.flag(0.2)
    controller = author.one_of([None, None, None, "other", "maker"])
    stages = [event["occurred_on"] for event in author.events if event["type"] == "trained"]
    earliest = max(stages) if behalf else ""  # the provider's totals include what came before
    for _ in range(author.one_of([1, 1, 1, 2])):
        author.tell(
            "fine_tuned",
            max(author.day(), earliest),
            "tuned",
            "other",
            base_model="root",
            modification_flop=author.maybe(base),
            cumulative_modification_flop=author.one_of([None, None, None, "1.3e25"]),
            base_flop_estimate=author.one_of([None, "6e23", "3e25"]) if estimable else None,
            base_flop_known=known,
            base_flop_estimable=estimable,
            on_behalf_of_provider=behalf,
            weights_controlled_by=controller,
        )
    if author.chance(0.2):
        author.tell(
            "change_assessed",
            author.day(),
            "tuned",
            "other",
            significant=author.flag(),
            dimension="capabilities",
        )
    if author.chance(0.9):
        released(author, "tuned", "other")
    decided = any(event["type"] == "commission_decided" for event in author.events)
    if not decided and author.chance(0.15):
        author.tell("systemic_risk_reported", author.day(), "root", "other",
                    systemic_risk=author.flag())  # fmt: skip
    if not behalf and author.chance(0.2):
        licence(author, "tuned", "other")
