"""The entry: runs one command line, and turns what failed into words and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from lifecycle import __version__
from lifecycle.errors import LifecycleError
from lifecycle_cli.commands import LazyGroup, ReaderLeftError
from lifecycle_cli.failures import INTERRUPTED, PIPE_CLOSED, explain, explain_fault, explain_usage
from lifecycle_cli.session import WIDTH, Session, color_wanted, columns

if TYPE_CHECKING:
    from lifecycle.time import Clock

EXAMPLES = (
    "lifecycle demo",
    "lifecycle status --on 2026-01-15",
    "lifecycle help dates",
)


@click.group(
    cls=LazyGroup,
    examples=EXAMPLES,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def root(ctx: click.Context) -> None:
    """Which obligations of the EU AI Act were active on a day, as known then, and why.

    Record what happens to your models; ask on any day, as known at any instant, which
    obligations followed from it.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def machine_clock() -> datetime:
    """Return the machine's current instant in UTC."""
    return datetime.now(UTC)


def main(
    args: Sequence[str] | None = None,
    *,
    prog_name: str = "lifecycle",
    clock: Clock = machine_clock,
) -> int:
    """Run one command and return its exit code; ``clock`` is the only source of "now"."""
    session = Session(clock, color=color_wanted())
    try:
        code = root.main(
            args,
            prog_name,
            standalone_mode=False,
            obj=session,
            color=session.color,
            terminal_width=min(columns(), WIDTH) - 2,
        )
        sys.stdout.flush()
    except LifecycleError as error:
        code = explain(error, session)
    except click.UsageError as error:
        code = explain_usage(error, session)
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except (ReaderLeftError, BrokenPipeError):
        # Whoever read the output has enough; what Python still holds back must not fail as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 -- nobody is to see a traceback unasked
        code = explain_fault(error, session)
    return code if isinstance(code, int) else 0


def entry() -> None:
    """Run the command line and leave the process with its exit code."""
    sys.exit(main())
