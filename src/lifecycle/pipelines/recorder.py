"""Records from a program that must go on whatever happens to the ledger."""

from __future__ import annotations

import logging
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Literal

from lifecycle.domain import Event, parse
from lifecycle.errors import Conflict, InputError, LifecycleError
from lifecycle.ledger import Ledger
from lifecycle.pipelines.spool import Spool
from lifecycle.time import Clock, brussels_day, system_clock
from lifecycle.view import Receipt

OnError = Literal["warn", "raise"]

_log = logging.getLogger("lifecycle.pipelines")


class Recorder:
    """Records events when it is called, in the ledger ``where`` or, failing that, in a spool.

    With ``on_error="warn"`` no call ever raises: whatever fails becomes a warning of the logger
    ``lifecycle.pipelines``. With ``"raise"``, for tests, it raises and nothing is spooled. The
    ledger is opened for each call and not made where it is missing; without ``where`` everything
    goes to the spool. ``run`` names the run that tells: it makes the ids of its events.
    """

    def __init__(
        self,
        where: str | Path | None = None,
        *,
        run: str | None = None,
        spool: str | Path | None = None,
        on_error: OnError = "warn",
        clock: Clock = system_clock,
    ) -> None:
        if where is None and spool is None:
            raise InputError("there is nowhere to record to.", "Name a ledger, a spool, or both.")
        self._where = where
        self._run = run
        self._spool = None if spool is None else Spool(spool, clock=clock)
        self._raises = {"warn": False, "raise": True}[on_error]
        self._clock = clock

    def __call__(
        self, kind: str, /, *, step: int | str | None = None, **facts: object
    ) -> Receipt | None:
        """Record an event of that type with the fields of the vocabulary; see ``tell``.

        Without ``id`` the recorder of a run makes one of run, type and ``step``, so that the
        same call by several processes, or again, is one event.
        """
        told: dict[str, object] = {"type": kind, **facts}
        if self._run is not None and told.get("id") is None:
            told["id"] = ":".join([self._run, kind, *([] if step is None else [str(step)])])
        return self.tell(told)

    def tell(self, told: Mapping[str, object]) -> Receipt | None:
        """Record an event told as plain data; ``None`` where no ledger took it.

        It occurred today, in Brussels, unless ``occurred_on`` tells another day.
        """
        with self.guarding():
            return self._record(parse({"occurred_on": self.today(), **told}))

    def today(self) -> date:
        """Return the day in Brussels."""
        return brussels_day(self._clock())

    @contextmanager
    def guarding(self) -> Generator[None]:
        """Let nothing out that fails inside, unless this recorder raises: it becomes a warning."""
        try:
            yield
        except Exception as error:
            if self._raises:
                raise
            _warn(f"Nothing was recorded: {_said(error)}")

    def _record(self, event: Event) -> Receipt | None:
        if self._where is None:
            self._keep(event)
            return None
        try:
            with Ledger.open(self._where, clock=self._clock, create=False) as ledger:
                return ledger.record(event)
        except Conflict:
            raise  # the event that has this id stands; the same refusal would meet it later
        except Exception as error:
            if self._raises or self._spool is None:
                raise
            kept = self._spool.keep(event)
            _warn(f"{_said(error)} The event {kept.id} was kept in {kept.path}.")
            return None

    def _keep(self, event: Event) -> None:
        assert self._spool is not None, "there is a ledger or a spool"
        kept = self._spool.keep(event)
        _log.info("The event %s was kept in %s.", kept.id, kept.path)


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, LifecycleError) else f"{type(error).__name__}: {error}"


def _warn(sentence: str) -> None:
    with suppress(Exception):  # a handler of the program's own may fail as well
        _log.warning("%s", sentence)
