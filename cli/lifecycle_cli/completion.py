"""The command ``completion``: the script by which a shell completes commands, models and words."""

from __future__ import annotations

import click

from lifecycle_cli.command import Choice, command

SHELLS = ("bash", "zsh", "fish", "powershell")


@command(
    "completion",
    examples=(
        "lifecycle completion bash",
        "lifecycle completion zsh",
    ),
)
@click.argument("shell", metavar="SHELL", type=Choice(SHELLS), help=f"{', '.join(SHELLS)}.")
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Complete commands in your shell.

    Prints the script by which your shell does it. Commands, options, types, models and obligations
    are completed. For bash, put this line into your .bashrc: eval "$(lifecycle completion bash)"
    """
    from click.shell_completion import get_completion_class  # noqa: PLC0415 -- for this alone

    root = ctx.find_root()
    name = root.info_name or "lifecycle"
    found = get_completion_class(shell)
    assert found is not None
    variable = f"_{name}_COMPLETE".replace("-", "_").upper()
    click.echo(found(root.command, {}, name, variable).source())
