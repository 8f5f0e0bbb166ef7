"""What can happen in a model's life, from registration and training to release, use and withdrawal."""

from __future__ import annotations

from lifecycle.domain import words
from lifecycle.domain.envelope import ModelEvent, OrganisationEvent
from lifecycle.domain.fact import (
    Components,
    Country,
    Day,
    Flag,
    Flop,
    FlopRange,
    Key,
    Keys,
    LongProse,
    Number,
    Recipients,
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


class Released(ModelEvent, kind="released"):
    """The model was made available."""

    channel: Word = fact("how it was made available", words=words.CHANNELS)
    market: Word = fact("where", words=words.TERRITORY)
    commercial: Flag = fact("in the course of a commercial activity")
    own_name: Flag = fact("under the actor's own name or trademark")
    host: Key = fact("who hosts it, such as a model repository")
    label: Text = fact("the name under which it was released")
    recipients: Recipients = fact("to whom", words=words.RECIPIENTS)
    variant_of: Key = fact("the model of which a variant was released")
    offer_targets_union: Flag = fact("the offer addresses users in the Union")
    first_customer_on: Day = fact("the day on which the first customer had it")


class Demonstrated(ModelEvent, kind="demonstrated"):
    """The model was shown, not supplied."""

    territory: Word = fact("where it was shown", words=words.TERRITORY)
    offer: Flag = fact("it was offered there")
    commercial: Flag = fact("in the course of a commercial activity")


class Supplied(ModelEvent, kind="supplied"):
    """The model was handed to a downstream actor."""

    to: Key = fact("who received it")
    market: Word = fact("on which market", words=words.TERRITORY)
    commercial: Flag = fact("in the course of a commercial activity")
    own_name: Flag = fact("under the actor's own name or trademark")


class UnionExcluded(ModelEvent, kind="union_excluded"):
    """Distribution and use in the Union were excluded, or no longer are."""

    excluded: Flag = fact("an exclusion stands; false where there is none or it was lifted")
    clear_and_unequivocal: Flag = fact("it is clear and unequivocal")
    covers_integration: Flag = fact("it covers integration into systems")
    wording: LongProse = fact("its words")


class Integrated(ModelEvent, kind="integrated"):
    """The actor built the model into an AI system."""

    system: Key = fact("the system")


class SystemReleased(ModelEvent, kind="system_released"):
    """A system with the model in it was made available."""

    system: Key = fact("the system")
    channel: Word = fact("how it was made available", words=words.CHANNELS)
    market: Word = fact("where", words=words.TERRITORY)
    commercial: Flag = fact("in the course of a commercial activity")
    own_name: Flag = fact("under the actor's own name or trademark")
    high_risk: Flag = fact("it is a high-risk system")


class SystemPutIntoService(ModelEvent, kind="system_put_into_service"):
    """A system with the model in it was put into service."""

    system: Key = fact("the system")
    territory: Word = fact("where", words=words.TERRITORY)
    own_use: Flag = fact("for the actor's own use")


class SystemDiscontinued(ModelEvent, kind="system_discontinued"):
    """A system with the model in it ended."""

    system: Key = fact("the system")


class UsedInternally(ModelEvent, kind="used_internally"):
    """The model serves inside the organisation; a later event of the same use replaces this state."""

    use: Text = fact("the name of the use, when there are several")
    system: Key = fact("the system it is used in")
    territory: Word = fact("where it is used", words=words.TERRITORY)
    purely_internal: Flag = fact("the processes are purely internal")
    essential_to_third_parties: Flag = fact("a product or service for third parties depends on it")
    third_parties_in: Word = fact("where those third parties are", words=words.TERRITORY)
    affects_rights: Flag = fact("it affects rights of natural persons")
    persons_in: Word = fact("where those persons are", words=words.TERRITORY)


class InternalUseEnded(ModelEvent, kind="internal_use_ended"):
    """An internal use ended."""

    use: Text = fact("the name of the use")


class Licensed(ModelEvent, kind="licensed"):
    """The model's licence was set or changed."""

    free_and_open_source: Flag = fact("the recorder's claim that it is free and open source")
    licence: Text = fact("its SPDX identifier")
    rights: Words = fact("what it allows", words=words.RIGHTS)
    restrictions: Words = fact(
        "what it restricts; an empty list: nothing", words=words.RESTRICTIONS
    )


class InformationPublished(ModelEvent, kind="information_published"):
    """Information became public; each event adds, and false takes back."""

    weights: Flag = fact("the parameters, including the weights")
    architecture: Flag = fact("information on the architecture")
    usage: Flag = fact("information on how to use it")


class Monetised(ModelEvent, kind="monetised"):
    """Whether and how money is made with the model was set or changed."""

    monetised: Flag = fact("the recorder's claim that it is monetised")
    form: Word = fact("in which form", words=words.FORMS)


class LicensedIn(ModelEvent, kind="licensed_in"):
    """The actor uses somebody else's placed model."""

    use: Text = fact("what for")


class Rebranded(ModelEvent, kind="rebranded"):
    """The actor offers somebody else's model under another name."""

    market: Word = fact("where", words=words.TERRITORY)
    modified: Flag = fact("it was modified")
    commercial: Flag = fact("in the course of a commercial activity")


class ThirdPartyPublished(ModelEvent, kind="third_party_published"):
    """Somebody else published the bare model."""

    channel: Word = fact("how", words=words.CHANNELS)
    market: Word = fact("where", words=words.TERRITORY)
    commercial: Flag = fact("in the course of a commercial activity")
    own_name: Flag = fact("under that actor's own name or trademark")


class Leaked(ModelEvent, kind="leaked"):
    """The model got out without anybody's will."""


class TransferredInGroup(ModelEvent, kind="transferred_in_group"):
    """The model went to another company of the same group."""

    to: Key = fact("who received it")
    territory: Word = fact("where that company is", words=words.TERRITORY)
    use: Text = fact("what for")


class RightsTransferred(ModelEvent, kind="rights_transferred"):
    """The rights in the model went to another organisation."""

    to: Key = fact("who acquired them")
    continues_under_own_name: Flag = fact("the acquirer goes on under its own name")


class Withdrawn(ModelEvent, kind="withdrawn"):
    """The model is no longer made available."""

    market: Word = fact("from which market", words=words.TERRITORY)
    copies_remain_in_use: Flag = fact("copies stay in use")
