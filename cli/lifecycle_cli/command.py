"""What every command has: help in sections with examples at its end, and the options all share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from lifecycle.errors import InputError
from lifecycle_cli.completing import beginning
from lifecycle_cli.session import session_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

EVERYWHERE = "Everywhere"
OPTIONS = "Options"
COLORS = {"auto": None, "always": True, "never": False}

F = TypeVar("F", bound=Callable[..., Any])


class Option(click.Option):
    """An option that is listed in a named section of the help."""

    def __init__(self, *args: Any, section: str = OPTIONS, **settings: Any) -> None:  # noqa: ANN401 -- click's own
        super().__init__(*args, **settings)
        self.section = section


class Choice(click.ParamType[str]):
    """One of a few words; a near miss is answered with the word that was meant."""

    name = "word"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the words as the help shows them."""
        return "|".join(self.words)

    def convert(
        self,
        value: str,
        param: click.Parameter | None,
        ctx: click.Context | None,  # noqa: ARG002
    ) -> str:
        """Return the word, or refuse it."""
        if value in self.words:
            return value
        from difflib import get_close_matches  # noqa: PLC0415 -- only a refusal needs it

        near = get_close_matches(value, self.words, n=1)
        known = f"{', '.join(self.words[:-1])} or {self.words[-1]}"
        raise InputError(
            f"{value!a} is not one of its words.",
            f"Did you mean '{near[0]}'?" if near else f"Write {known}.",
            field=_named(param),
            code="LC101",
        )

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[CompletionItem]:
        """Return the words that begin with what was typed."""
        return beginning(self.words, incomplete)


def _named(param: click.Parameter | None) -> str | None:
    if isinstance(param, click.Argument):
        return param.human_readable_name
    return param.opts[-1] if param else None


class Command(click.Command):
    """A command whose help ends with examples, each of which a test runs."""

    def __init__(self, *args: Any, examples: Sequence[str] = (), **settings: Any) -> None:  # noqa: ANN401 -- click's own
        super().__init__(*args, **settings)
        self.examples = tuple(examples)
        self.params += shared_options()

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options by section."""
        write_options(self, ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the examples."""
        write_examples(self.examples, formatter)


def write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write a command's options by section in the order of declaration, the shared ones last."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is None or isinstance(param, click.Argument):
            continue
        section = param.section if isinstance(param, Option) else EVERYWHERE
        sections.setdefault(section, []).append(record)
    for section in sorted(sections, key=lambda name: name == EVERYWHERE):
        with formatter.section(section):
            formatter.write_dl(sections[section])


def write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    """Write examples as they are typed, never wrapped."""
    if examples:
        with formatter.section("Examples"):
            for example in examples:
                for line in example.splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def command(name: str, *, examples: Sequence[str], **settings: Any) -> Callable[[F], Command]:  # noqa: ANN401 -- click's own
    """Return a decorator that makes a command of a function; its docstring is the help."""
    return click.command(name, cls=Command, examples=examples, **settings)


def option(*names: str, section: str = OPTIONS, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401 -- click's own
    """Return a decorator that adds an option to a section of the help."""
    return click.option(*names, cls=Option, section=section, **settings)


def shared_options() -> list[click.Parameter]:
    """Return the options that every command takes, also before the command's name."""
    return [
        Option(
            ["--ledger"],
            section=EVERYWHERE,
            metavar="PATH|URL",
            expose_value=False,
            callback=_take_ledger,
            help="The ledger; else LIFECYCLE_LEDGER, else ./lifecycle.db.",
        ),
        Option(
            ["--color"],
            section=EVERYWHERE,
            type=Choice(tuple(COLORS)),
            expose_value=False,
            is_eager=True,
            callback=_take_color,
            help="Colours; 'auto' only on a terminal and without NO_COLOR.",
        ),
        Option(
            ["--debug"],
            section=EVERYWHERE,
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_take_debug,
            help="Show where in the program an error came up.",
        ),
        Option(["--as-of"], hidden=True, expose_value=False, is_eager=True, callback=_refuse_as_of),
    ]


def _take_ledger(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    if value is not None:
        session_of(ctx).ledger = value


def _take_color(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    if value is not None:
        session = session_of(ctx)
        session.color = COLORS[value]
        while True:
            ctx.color = session.color
            if ctx.parent is None:
                break
            ctx = ctx.parent


def _take_debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:  # noqa: ARG001
    if value:
        session_of(ctx).debug = True


def _refuse_as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> None:  # noqa: ARG001
    if value is not None:
        _refuse_ambiguous_axis()


def _refuse_ambiguous_axis() -> NoReturn:
    raise InputError(
        "'--as-of' could mean two things here.",
        "Use --on DAY (what was true that day) or --known-at INSTANT (what was recorded by then).",
        code="LC102",
    )
