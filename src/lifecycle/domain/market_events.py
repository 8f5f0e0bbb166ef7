"""What happens to a model once it is used or handed on: release, systems, licence, withdrawal."""

from __future__ import annotations

from lifecycle.domain import words
from lifecycle.domain.envelope import ModelEvent
from lifecycle.domain.fact import Day, Flag, Key, LongProse, Recipients, Text, Word, Words, fact


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
    """The model serves inside; a later event of the same use replaces this state."""

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
