"""How the times of events are shown that clocks other than the keeper's give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lifecycle.time import show_instant
from lifecycle_cli.command import option
from lifecycle_cli.lines import Line, Toned, visible
from lifecycle_cli.session import read_file
from lifecycle_cli.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any

    from lifecycle.auditing.brackets import Bracketed
    from lifecycle.auditing.stamps import Stamps

UNBOUND = "no clock but the keeper's says"


def authority_option() -> Callable[[Any], Any]:
    """Return the option that names whose timestamps are believed."""
    return option(
        "--authority",
        "authorities",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="FILE",
        help="The certificate (PEM) of a timestamping authority that you trust.",
    )


def brackets_option() -> Callable[[Any], Any]:
    """Return the option that asks for the bracket of each event."""
    return option(
        "--brackets",
        is_flag=True,
        help="Show between which instants each event was recorded, by other clocks.",
    )


def certificates(paths: Iterable[Path]) -> list[bytes]:
    """Return the certificates in these files; raises ``InputError`` for a file without one."""
    found = [(path, read_file(path, "--authority")) for path in paths]
    if found:
        from lifecycle.auditing.timestamps import check_authority  # noqa: PLC0415 -- an extra

        return [check_authority(pem, str(path)) for path, pem in found]
    return []


def stamp_lines(stamps: Stamps) -> Iterator[Line]:
    """Yield what the timestamps kept in a ledger are worth."""
    if not stamps.kept:
        return
    if stamps.unread:
        yield f"stamped    {plural(stamps.kept, 'timestamp')} not read: {stamps.unread}"
        return
    for anchor in stamps.anchors[-1:]:
        at = show_instant(anchor.at)
        yield f"stamped    {plural(anchor.size, 'event')} seen by an authority at {at}"
    if not stamps.believed:
        yield "           as the file says; to check whose clock it was: --authority FILE"


def bracket_lines(events: Iterable[Bracketed]) -> Iterator[Line]:
    """Yield the events in the ledger's order, under the bracket that they share."""
    for bracket, those in groupby(events, key=lambda each: each.bracket):
        yield ""
        yield [Toned("not before ", "strong"), _bound(bracket.not_before)]
        yield [Toned("not after  ", "strong"), _bound(bracket.not_after)]
        for each in those:
            if each.recorded_at is None:
                yield f"  position {each.position}, withheld"
                continue
            line = f"  {show_instant(each.recorded_at)}  {visible(str(each.ref))}"
            yield line if each.fits else [line, "  ", Toned("outside", "bad")]


def _bound(instant: datetime | None) -> str:
    return UNBOUND if instant is None else show_instant(instant)
