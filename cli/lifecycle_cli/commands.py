"""The commands by what they are for; each is loaded when it is called, none for the help."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import click

from lifecycle_cli.command import shared_options, write_examples, write_options


class Entry(NamedTuple):
    """A command: where it is, as ``module:name``, its section and its one line of help."""

    place: str
    section: str
    summary: str


START, RECORD, ASK, PROVE, REFERENCE = "Start", "Record", "Ask", "Prove", "Reference"

ENTRIES: dict[str, Entry] = {
    "init": Entry("init:init", START, "Make an empty ledger."),
    "demo": Entry("demo:demo", START, "Make a ledger of invented models and ask it."),
    "record": Entry("record:record", RECORD, "Record what happened to a model."),
    "import": Entry("importing:import_", RECORD, "Record all events of a file, or none."),
    "correct": Entry("correct:correct", RECORD, "Say what an event should have said."),
    "retract": Entry("correct:retract", RECORD, "Say that an event never happened."),
    "attach": Entry("attach:attach", RECORD, "Record that a document performs an obligation."),
    "status": Entry("status:status", ASK, "Show what was due on a day, for one model or all."),
    "why": Entry("why:why", ASK, "Show the proof of an obligation, or why there is none."),
    "timeline": Entry(
        "timeline:timeline", ASK, "Show from when to when each obligation had which status."
    ),
    "diff": Entry("diff:diff", ASK, "Compare two days, two states of knowledge, or two readings."),
    "deadlines": Entry("deadlines:deadlines", ASK, "List what is due, and by when."),
    "questions": Entry(
        "questions:questions", ASK, "List the facts that would decide what is undetermined."
    ),
    "events": Entry("events:events", ASK, "List what was recorded, with both its times."),
    "gate": Entry("gate:gate", PROVE, "Test drafted events before a release."),
    "verify": Entry("proving:verify", PROVE, "Compute the seal again, and say what that covers."),
    "checkpoint": Entry(
        "signing:checkpoint", PROVE, "Sign the ledger as it is, and hand the checkpoint out."
    ),
    "timestamp": Entry(
        "timestamping:timestamp", PROVE, "Have an authority's clock stamp a checkpoint."
    ),
    "key": Entry("signing:key", PROVE, "Show the ledger's public key, make or replace it."),
    "export": Entry(
        "export:export", PROVE, "Write the events as JSON Lines that import takes back."
    ),
    "audit": Entry("auditing:audit", PROVE, "Verify a bundle without trusting whoever made it."),
    "kinds": Entry("kinds:kinds", REFERENCE, "Explain what can be recorded."),
    "rules": Entry(
        "rules:rules", REFERENCE, "Show the rulebook: rules, citations, dated parameters."
    ),
    "completion": Entry("completion:completion", REFERENCE, "Complete commands in your shell."),
    "help": Entry("topics:help_", REFERENCE, "Explain a topic, such as dates or exit-codes."),
}


class ReaderLeftError(Exception):
    """Whoever read the output stopped reading: click would call that a failure."""


class LazyGroup(click.Group):
    """The root of the commands; it knows their names and summaries without loading them."""

    def __init__(self, *args: Any, examples: tuple[str, ...] = (), **settings: Any) -> None:  # noqa: ANN401 -- click's own
        # click suggests names out of `commands`, so each name is there before its command is.
        stubs: dict[str, click.Command] = {
            name: click.Command(name, help=entry.summary) for name, entry in ENTRIES.items()
        }
        super().__init__(*args, **settings)
        self.commands = stubs
        self.examples = examples
        self.params += shared_options()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names in the order of the help."""
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, loading its module."""
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        module, _, name = entry.place.partition(":")
        command = getattr(import_module(f"lifecycle_cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,  # noqa: ANN401 -- click's own
    ) -> click.Context:
        """Parse the command line; raises ``ReaderLeftError`` where nobody reads the help."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except BrokenPipeError as error:
            raise ReaderLeftError from error

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- click's own
        """Run the command; raises ``ReaderLeftError`` where nobody reads what it prints."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderLeftError from error

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands by section, then the options."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for name, entry in ENTRIES.items():
            sections.setdefault(entry.section, []).append((name, entry.summary))
        widest = max(map(len, ENTRIES))
        for section, rows in sections.items():
            with formatter.section(section):
                formatter.write_dl([(f"{name:{widest}}", summary) for name, summary in rows])
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples."""
        write_examples(self.examples, formatter)
