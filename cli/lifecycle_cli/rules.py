"""The command ``rules``: the rulebook on a day: rules, citations, authority, dated parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

import click

from lifecycle_cli.asking import READING, READINGS
from lifecycle_cli.command import Choice, command, option
from lifecycle_cli.lines import Line, Toned, table, wrapped
from lifecycle_cli.output import FORMATS, JSON, TABLE, Report, Target
from lifecycle_cli.session import Session, columns, pass_session
from lifecycle_cli.values import Day

COLUMNS = ("id", "title", "cites", "authority", "since", "until", "state", "text")

Plain = Mapping[str, Any]


@command(
    "rules",
    examples=(
        "lifecycle rules --on 2026-01-15",
        "lifecycle rules M1",
        "lifecycle rules --rulebook act --format csv",
    ),
)
@click.argument("rule", required=False, help="One rule by its id.")
@option("--on", type=Day(), help="The day. [default: today]")
@option(
    "--rulebook",
    type=Choice(READINGS),
    metavar="ID",
    default=READING,
    help="The reading of the law.",
)
@option("--format", "form", type=Choice(FORMATS), default=TABLE, help="How it is written.")
@option("--json", "as_json", is_flag=True, help="The same as --format json.")
@pass_session
def rules(
    session: Session,
    rule: str | None,
    on: date | None,
    rulebook: str,
    form: str,
    *,
    as_json: bool,
) -> None:
    """Show the rulebook: rules, citations, dated parameters.

    'Not read' are rules from texts that the reading leaves out; 'not in force' are rules whose
    day has not come or is over.
    """
    from lifecycle_projections.rules import listed_rule, rulebook_on  # noqa: PLC0415 -- for this

    day = on or session.today()
    data = cast("Plain", rulebook_on(day, rulebook).to_dict())
    if rule is not None:
        one = listed_rule(rule, day, rulebook).to_dict()
        data = {**{name: data[name] for name in ("schema", "valid_on", "rulebook")}, "rules": [one]}
    found = cast("list[Plain]", data["rules"])

    def lines(width: int) -> Iterator[Line]:
        yield f"On {day}, rulebook {rulebook}"
        yield ""
        if rule is not None:
            yield from _one(found[0], width)
            return
        rows = [[str(r["id"]), str(r["title"]), str(r["cites"]), str(r["state"])] for r in found]
        yield from table(("RULE", "SAYS", "CITES", "STATE"), rows, width)
        yield ""
        parameters = [
            [str(p["id"]), f"{p['value']} {p['unit']}".strip(), str(p["cites"]), str(p["since"])]
            for p in data["parameters"]
        ]
        yield from table(("PARAMETER", "VALUE", "CITES", "SINCE"), parameters, width)
        yield ""
        yield [Toned("Next: ", "strong"), "lifecycle rules RULE"]

    axes = {name: data[name] for name in ("schema", "valid_on", "rulebook")}
    report = Report(
        data=data,
        rows=[{**axes, **r} for r in found],
        columns=[*COLUMNS, "on", "rulebook"],
        cells=[[*(r[name] for name in COLUMNS), day, rulebook] for r in found],
        lines=lines,
    )
    Target(JSON if as_json else form, None, columns()).write(report)


def _one(found: Plain, width: int) -> Iterator[Line]:
    yield [Toned(found["id"], "strong"), f"  {found['title']}"]
    until = f" to {found['until']}" if found["until"] else ""
    yield from wrapped(f"{found['cites']}; {found['authority']}", width)
    yield f"{found['state']}; from {found['since']}{until}"
    yield ""
    yield from wrapped(found["text"], width)
