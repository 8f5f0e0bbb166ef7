"""Days and instants as they are typed: ISO, today or yesterday; nothing else is guessed at."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import click

from lifecycle.errors import InputError
from lifecycle.time import brussels_day, parse_day, parse_instant
from lifecycle_cli.session import session_of

RELATIVE = {"today": 0, "yesterday": 1}
"""Words for a day, and how many days before today it is."""


def named(error: InputError, param: click.Parameter | None) -> InputError:
    """Return the refusal naming the option or argument that it is about."""
    if param is None:
        return error
    name = param.opts[-1] if isinstance(param, click.Option) else param.human_readable_name
    return InputError(error.bare_cause, error.cure, field=name, code=error.code)


def day_of(text: str, today: date) -> date:
    """Return the day that a text names; raises ``InputError``."""
    back = RELATIVE.get(text)
    return parse_day(text) if back is None else today - timedelta(days=back)


class Day(click.ParamType[date]):
    """A civil day in Brussels: ``2026-01-15``, ``today`` or ``yesterday``."""

    name = "day"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the word for it in the help."""
        return "DAY"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day, or refuse it."""
        if isinstance(value, date):
            return value
        assert ctx is not None
        try:
            return day_of(value, session_of(ctx).today())
        except InputError as error:
            raise named(error, param) from None


class DayOrInstant(click.ParamType[date | datetime | str]):
    """A day, meaning its end in Brussels, an instant such as ``2026-01-15T21:30:07Z``, or an event.

    An event, by its name ``atlas-7b#4``, means the instant at which it was recorded.
    """

    name = "instant"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the words for it in the help."""
        return "DAY|INSTANT|EVENT"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime | str:
        """Return the day, the instant or the event's name, or refuse it."""
        if isinstance(value, date) or "#" in value:
            return value
        assert ctx is not None
        try:
            if ":" in value:
                return parse_instant(value)
            return day_of(value, brussels_day(session_of(ctx).clock()))
        except InputError as error:
            raise named(error, param) from None
