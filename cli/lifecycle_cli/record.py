"""The command ``record``: one subcommand for each type of event, made from the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import click

from lifecycle.domain import KINDS, Event, ModelEvent, OrganisationEvent, facts_of
from lifecycle.errors import InputError
from lifecycle.exchange.json_reader import read_object
from lifecycle_cli.command import Command, Option, shared_options, write_examples, write_options
from lifecycle_cli.fact_options import options_of, told_facts
from lifecycle_cli.lines import visible
from lifecycle_cli.record_examples import examples_of
from lifecycle_cli.session import STDIN, read_input
from lifecycle_cli.spooling import keep, spool_option
from lifecycle_cli.values import Day
from lifecycle_cli.writing import Writing, writing

ENVELOPE = "The event"

SECTIONS = {
    "organisation_declared": "Making it",
    "released": "Handing it on and using it",
    "commission_notified": "Authorities and duties",
    "noted": "The record",
}
"""The first type of each section of the help."""

OWN_COMMANDS = {"corrected": "correct", "retracted": "retract", "imported": "import"}
"""Types that have a command of their own; ``record -`` takes the first two as well."""

UNREGISTERED = "LC122"
"""The code of the refusal of an event of a model that nobody registered."""

GROUP_EXAMPLES = (
    "lifecycle record registered nova-2 --on 2026-01-10 --actor acme",
    "lifecycle record released atlas-7b --on yesterday --channel api -n",
    "lifecycle record - -n < event.json",
    "lifecycle record trained atlas-7b --on today --id run-17:end --spool spool",
)


def _summary(cls: type[Event]) -> str:
    return " ".join((cls.__doc__ or "").split())


class RecordGroup(click.Group):
    """The types of events as commands; each is made when it is called."""

    def __init__(self, *args: Any, **settings: Any) -> None:  # noqa: ANN401 -- click's own
        stubs: dict[str, click.Command] = {
            kind: click.Command(kind, help=_summary(cls))
            for kind, cls in KINDS.items()
            if kind not in OWN_COMMANDS
        }
        super().__init__(*args, **settings)
        self.commands = stubs
        self.examples = GROUP_EXAMPLES
        self.params += shared_options()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the types in the order of the vocabulary."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command that records a type, or the one that reads an event from stdin."""
        if cmd_name == STDIN:
            return record_json
        if cmd_name in OWN_COMMANDS:
            raise InputError(
                f"'{cmd_name}' has a command of its own.",
                f"See: lifecycle {OWN_COMMANDS[cmd_name]} --help",
                code="LC103",
            )
        return _command_of(KINDS[cmd_name]) if cmd_name in self.commands else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the types by section, then the options."""
        rows: dict[str, list[tuple[str, str]]] = {}
        section = ""
        for kind, stub in self.commands.items():
            section = SECTIONS.get(kind, section)
            rows.setdefault(section, []).append((kind, stub.help or ""))
        for title, listed in rows.items():
            with formatter.section(title):
                formatter.write_dl(listed)
        with formatter.section("From a program"):
            formatter.write_dl([(STDIN, "Read one event as JSON from standard input.")])
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples."""
        write_examples(self.examples, formatter)


@click.group("record", cls=RecordGroup, subcommand_metavar="TYPE MODEL --on DAY [--FACT VALUE]…")
def record() -> None:
    """Record what happened to a model.

    TYPE says what happened; its options are the facts of that type. On a terminal the
    obligations that would start, end or change are shown before anything is written.
    """


@click.command(
    STDIN,
    cls=Command,
    examples=(
        "lifecycle record - -n < event.json",
        """echo '{"type": "leaked", "model": "atlas-7b", "occurred_on": "2026-01-10"}' \\
    | lifecycle record - -n""",
    ),
)
@writing
@spool_option()
def record_json(how: Writing, /, spool: str | None) -> None:
    """Read one event as JSON from standard input.

    It has the fields of the vocabulary: "type", "model", "occurred_on", then its facts. On an
    input that is no terminal nothing is asked.
    """
    _write(how, read_object(read_input()), spool)


def _command_of(cls: type[Event]) -> click.Command:
    @writing
    @spool_option()
    def run(how: Writing, /, spool: str | None, **given: Any) -> None:  # noqa: ANN401 -- the parameters depend on the type
        _write(how, _drafted(cls, given), spool)

    params = [_subject(cls), *_envelope(cls), *options_of(cls)]
    return Command(
        cls.type,
        params=[*params, *_params_of(run)],
        callback=run,
        help=f"{_summary(cls)}\n\n{_OPEN_WORDS}" if _has_words(cls) else _summary(cls),
        examples=examples_of(cls),
    )


_OPEN_WORDS = "Words that are not listed are kept as they are and decide nothing."


def _has_words(cls: type[Event]) -> bool:
    return any(spec.words for spec in facts_of(cls))


def _params_of(function: Callable[..., None]) -> list[click.Parameter]:
    """Return the parameters that decorators left on a function, in the order of the help."""
    params: list[click.Parameter] = getattr(function, "__click_params__", [])
    return list(reversed(params))


def _subject(cls: type[Event]) -> click.Argument:
    if issubclass(cls, OrganisationEvent):
        return click.Argument(["organisation"], help="The key of the organisation.")
    return click.Argument(
        ["model"],
        required=issubclass(cls, ModelEvent),
        help="The key of the model.",
    )


def _envelope(cls: type[Event]) -> list[click.Parameter]:
    found = [
        Option(
            ["--on"],
            type=Day(),
            required=True,
            section=ENVELOPE,
            help="The day from which it holds: 2026-01-15, today or yesterday.",
        ),
        Option(["--actor"], metavar="KEY", section=ENVELOPE, help="The organisation that did it."),
        Option(
            ["--id", "own_id"],
            metavar="KEY",
            section=ENVELOPE,
            help="Your own key for the event; repeating it then adds nothing.",
        ),
        Option(
            ["--evidence"],
            multiple=True,
            metavar="TITLE[=URI]",
            section=ENVELOPE,
            help="A document that supports it; may be given several times.",
        ),
        Option(["--note"], metavar="TEXT", section=ENVELOPE, help="Free text."),
        Option(
            ["--assumed"],
            metavar="FACT,FACT…",
            section=ENVELOPE,
            help="Facts given here that are assumed, not known.",
        ),
    ]
    if not issubclass(cls, ModelEvent | OrganisationEvent):
        found.append(
            Option(["--organisation"], metavar="KEY", section=ENVELOPE, help="Instead of MODEL.")
        )
    return list(found)


def _drafted(cls: type[Event], given: dict[str, Any]) -> dict[str, object]:
    """Return the event that a command line tells, as plain data."""
    on: date = given["on"]
    drafted: dict[str, object] = {"type": cls.type, "occurred_on": on.isoformat()}
    for field in ("model", "organisation", "actor", "note"):
        if given.get(field) is not None:
            drafted[field] = given[field]
    if given["own_id"] is not None:
        drafted["id"] = given["own_id"]
    if given["evidence"]:
        drafted["evidence"] = [_document(text) for text in given["evidence"]]
    if given["assumed"]:
        drafted["assumed"] = [
            name.strip().replace("-", "_") for name in given["assumed"].split(",")
        ]
    return {**drafted, **told_facts(given)}


def _document(text: str) -> dict[str, str]:
    title, _, uri = text.partition("=")
    return {"title": title.strip(), **({"uri": uri.strip()} if uri else {})}


def _write(how: Writing, drafted: dict[str, object], spool: str | None) -> None:
    title = titled(drafted)
    if spool is not None:
        keep(how, drafted, spool, title)
        return
    with how.open() as ledger:
        try:
            if how.agreed(ledger, title, lambda: ledger.trial([drafted])):
                how.receipt(ledger.record(drafted), title)
        except InputError as error:
            if error.code != UNREGISTERED:
                raise
            raise _near(error, str(drafted.get("model")), ledger.models()) from None


def _near(error: InputError, model: str, known: Sequence[str]) -> InputError:
    """Return the refusal of a model that nobody registered, naming the one that may be meant."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only a refusal needs it

    folded = {key.casefold(): key for key in known}
    near = get_close_matches(model.casefold(), folded, n=1)
    if not near:
        return error
    cure = f"Did you mean '{folded[near[0]]}'? {error.cure}"
    return InputError(error.bare_cause, cure, field=error.field, code=error.code)


def titled(drafted: dict[str, object]) -> str:
    """Return an event in a few words: ``released of atlas-7b on 2026-01-15``."""
    subject = drafted.get("model") or drafted.get("organisation") or "the ledger"
    return visible(f"{drafted.get('type')} of {subject} on {drafted.get('occurred_on')}")
