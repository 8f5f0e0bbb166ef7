"""The command ``help``: topics that belong to no single command, and the help of each command."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import resources

import click

from lifecycle.errors import NotFound
from lifecycle_cli.command import command

_FOLDER = resources.files("lifecycle_cli") / "topics"
TOPICS = ("axes", "dates", "environment", "exit-codes", "formats")


@command(
    "help",
    examples=("lifecycle help dates", "lifecycle help exit-codes", "lifecycle help record"),
)
@click.argument("topic", required=False, help=f"{', '.join(TOPICS)}, or a command.")
@click.pass_context
def help_(ctx: click.Context, topic: str | None) -> None:
    """Explain a topic, such as dates or exit-codes."""
    root = ctx.find_root()
    assert isinstance(root.command, click.Group)
    if topic is None:
        click.echo(root.get_help())
    elif topic in TOPICS:
        click.echo((_FOLDER / f"{topic}.txt").read_text(encoding="utf-8"), nl=False)
    else:
        click.echo(_of_command(root, root.command, topic))


def _of_command(root: click.Context, group: click.Group, name: str) -> str:
    found = group.get_command(root, name)
    if found is None:
        near = get_close_matches(name, [*TOPICS, *group.list_commands(root)], n=1)
        raise NotFound(
            f"there is no topic {name!a}.",
            f"Did you mean '{near[0]}'?" if near else f"Topics: {', '.join(TOPICS)}.",
            code="LC108",
        )
    return found.get_help(click.Context(found, info_name=name, parent=root))
