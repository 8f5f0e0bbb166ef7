"""What happens to a model until it leaves the house: who makes it, training, assessment, change."""

from __future__ import annotations

from lifecycle.domain import words
from lifecycle.domain.envelope import ModelEvent, OrganisationEvent
from lifecycle.domain.fact import (
    Components,
    Country,
    Flag,
    Flop,
    FlopRange,
    Key,
    Keys,
    Number,
    Text,
    Word,
    Words,
    fact,
)

FLOP = "FLOP"


class OrganisationDeclared(OrganisationEvent, kind="organisation_declared"):
    """What is known of an organisation; a later one adds to it."""

    established_in: Word = fact("where it is established", words=words.TERRITORY)
    country: Country = fact("its country; tells where it is established when that is not told")
    size: Word = fact("its size", words=words.SIZES)
    code_of_practice: Words = fact(
        "chapters of the Code of Practice it signed", words=words.CHAPTERS
    )


class Registered(ModelEvent, kind="registered"):
    """Opens a model's stream; a second one adds facts."""

    name: Text = fact("the name it goes by")
    run_id: Text = fact("the large pre-training run it comes from")
    variant_of: Key = fact("the model it is a variant of, from the same run")


class DevelopmentCommissioned(ModelEvent, kind="development_commissioned"):
    """One organisation had another develop the model."""

    principal: Key = fact("who had it developed")
    contractor: Key = fact("who developed it for the principal")


class ConsortiumFormed(ModelEvent, kind="consortium_formed"):
    """Several organisations develop the model together."""

    consortium: Key = fact("the consortium")
    members: Keys = fact("its members")
    coordinator: Key = fact("the member that coordinates it")


class MarketIntended(ModelEvent, kind="market_intended"):
    """It was decided whether the model is meant for the Union market."""

    union_market: Flag = fact("it is meant to be placed on the Union market")


class PretrainingStarted(ModelEvent, kind="pretraining_started"):
    """The large pre-training run began."""

    run_id: Text = fact("the run")
    planned_flop: Flop = fact("the cumulative compute that the run is planned to reach", unit=FLOP)


class Trained(ModelEvent, kind="trained"):
    """A training stage ran or ended; both compute figures are running totals of the model."""

    run_id: Text = fact("the large pre-training run")
    stage: Word = fact("the stage", words=words.STAGES)
    status: Word = fact("whether the stage still runs", words=words.STATUSES)
    update_flop: Flop = fact("compute spent on parameter updates so far", unit=FLOP)
    cumulative_flop: Flop = fact("cumulative training compute so far", unit=FLOP)
    cumulative_flop_range: FlopRange = fact(
        "bounds of the cumulative compute, low and high", unit=FLOP
    )
    components: Components = fact("what the cumulative compute is made of", unit=FLOP)
    excluded: Components = fact("compute that was left out of it", unit=FLOP)
    error_margin: Number = fact("the margin of the estimate as a fraction, 0.3 for 30 %")
    methods: Words = fact("how the compute was estimated")
    parameters: Number = fact("how many parameters the model has")
    merged_from: Keys = fact("models whose weights were merged into it")


class ComputeForecast(ModelEvent, kind="compute_forecast"):
    """What a run is expected to reach became known."""

    cumulative_flop: Flop = fact("the cumulative compute expected at the end", unit=FLOP)


class Assessed(ModelEvent, kind="assessed"):
    """The model's abilities were assessed."""

    outputs: Words = fact("what it generates", words=words.OUTPUTS)
    generality: Word = fact("how general it is", words=words.GENERALITY)
    capability_level: Word = fact(
        "how it compares with the most advanced models", words=words.CAPABILITY
    )


class Prototyped(ModelEvent, kind="prototyped"):
    """The model was used before any placing on the market."""

    sole_purpose: Flag = fact("that purpose was the only one")
    purpose: Word = fact("what it was used for", words=words.PROTOTYPE_PURPOSES)
    variant_of: Key = fact("the model of which a variant was used")


class ReservedForScience(ModelEvent, kind="reserved_for_science"):
    """The model is kept for scientific research and development."""

    specifically_developed_for: Flag = fact("it was developed specifically for science")
    sole_purpose: Flag = fact("science is its only purpose")


class EvaluationAccessGiven(ModelEvent, kind="evaluation_access_given"):
    """Somebody outside was let in to evaluate the model."""

    evaluator: Key = fact("who evaluates")
    territory: Word = fact("where the evaluator is", words=words.TERRITORY)
    purpose: Word = fact("what the access is for", words=words.ACCESS_PURPOSES)


class FineTuned(ModelEvent, kind="fine_tuned"):
    """The model was made by modifying another one."""

    base_model: Key = fact("the model it was made from")
    modification_flop: Flop = fact("compute of this modification", unit=FLOP)
    cumulative_modification_flop: Flop = fact("compute of all its modifications so far", unit=FLOP)
    base_flop_known: Flag = fact("the modifier can be expected to know the base's compute")
    base_flop_estimable: Flag = fact("the modifier can estimate the base's compute")
    base_flop_estimate: Flop = fact("that estimate", unit=FLOP)
    on_behalf_of_provider: Flag = fact("it was done by or for the provider of the base")
    weights_controlled_by: Key = fact("who controls the resulting weights")


class ChangeAssessed(ModelEvent, kind="change_assessed"):
    """Somebody judged whether a modification changed the model significantly."""

    significant: Flag = fact("the change is significant")
    dimension: Word = fact("in what the model changed", words=words.DIMENSIONS)


class SystemicRiskReported(ModelEvent, kind="systemic_risk_reported"):
    """What is known of the systemic risk of somebody else's model."""

    systemic_risk: Flag = fact("it is a model with systemic risk")
