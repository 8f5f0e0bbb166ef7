"""How a failure is said: one line of cause, one of cure, no traceback, and the exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from lifecycle.errors import LifecycleError
from lifecycle_cli.session import Session

if TYPE_CHECKING:
    from lifecycle_cli.lines import Line

USAGE = 2
UNAVAILABLE = 3
FAULT = 70
"""The program itself failed: none of the codes that a script reads as an answer."""

INTERRUPTED = 130
PIPE_CLOSED = 141
"""128 + SIGPIPE, as a shell says of a program whose reader left."""

WRONG_USAGE = "LC101"


def explain(error: LifecycleError, session: Session) -> int:
    """Print a refusal and return its exit code."""
    _trace(error, session)
    from lifecycle_cli.lines import Toned  # noqa: PLC0415 -- help does without it

    for line in error.diagnostics().splitlines():
        code, colon, cause = line.partition(": ")
        if colon and code.startswith("LC") and " " not in code:
            _say([Toned(f"Error {code}:", "bad"), f" {cause}"], session)
        else:
            _say(line, session)
    return error.exit_code


def explain_usage(error: click.UsageError, session: Session) -> int:
    """Print why a command line cannot be understood and return its exit code."""
    cause = error.message or error.format_message()
    command = error.ctx.command_path if error.ctx else "lifecycle"
    near: str | None = None
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        cause = f"'{command}' alone does nothing."
    elif isinstance(error, click.NoSuchOption):
        cause = f"'{command}' has no option {error.option_name}."
        near = _first([name for name in error.possibilities or () if name not in _unlisted(error)])
    elif isinstance(error, click.exceptions.NoSuchCommand):
        cause = f"'{command}' has no command {error.command_name!a}."
        near = _first(error.possibilities)
    elif isinstance(error, click.BadOptionUsage):
        cause = f"{error.option_name} needs a value."
    elif isinstance(error, click.MissingParameter):
        cause = _missing(error)
    elif isinstance(error, click.BadParameter):
        cause = error.format_message()
    cause = cause if cause.endswith((".", "?", "!")) else f"{cause}."
    cure = f"Did you mean '{near}'?" if near else f"See: {command} --help"
    return explain(LifecycleError(cause, cure, code=WRONG_USAGE), session)


def explain_fault(error: Exception, session: Session) -> int:
    """Print that the program failed and return its exit code."""
    _trace(error, session)
    told = " ".join(str(error).split())
    explain(
        LifecycleError(
            f"the program failed: {type(error).__name__}: {told}",
            "Nothing half-done was written. Repeat it with --debug and report what it shows.",
            code="LC900",
        ),
        Session(session.clock, color=session.color),
    )
    return FAULT


def _first(possibilities: list[str] | None) -> str | None:
    return possibilities[0] if possibilities else None


def _unlisted(error: click.NoSuchOption) -> set[str]:
    """Return the options that no help lists, which nobody is to be sent to."""
    listed = error.ctx.command.params if error.ctx else []
    hidden = [param for param in listed if isinstance(param, click.Option) and param.hidden]
    return {name for param in hidden for name in param.opts}


def _missing(error: click.MissingParameter) -> str:
    param = error.param
    if isinstance(param, click.Argument):
        return f"{param.human_readable_name} is missing."
    return f"{error.param.opts[-1]} is missing." if error.param else error.format_message()


def _trace(error: Exception, session: Session) -> None:
    if session.debug:
        import traceback  # noqa: PLC0415 -- seldom wanted

        traceback.print_exception(error)


def _say(line: Line, session: Session) -> None:
    from lifecycle_cli.lines import render  # noqa: PLC0415 -- help does without it

    click.echo(render(line), file=sys.stderr, color=session.color)
