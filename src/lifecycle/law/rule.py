"""What a rule is: a pure function from a case to a limb, with citation, authority and days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Concatenate, Generic, ParamSpec

from lifecycle.law.facts import Act
from lifecycle.law.reading import Authority
from lifecycle.law.trace import Finding, Limb, parts_of

if TYPE_CHECKING:
    from lifecycle.law.case import Case

Question = ParamSpec("Question")
"""What a rule is asked beside the case: nothing, an act, an actor."""

IN_FORCE = date(2024, 8, 1)
DEFINITIONS_APPLY = date(2025, 2, 2)
CHAPTER_V_APPLIES = date(2025, 8, 2)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule and the days it applies on (``until`` inclusive, ``None`` open).

    ``covers`` names the entries of the rule base, and the sentences of recital 97 (``R97.12``),
    that it carries out beside its own id.
    """

    id: str
    title: str
    cites: str
    authority: Authority
    since: date
    until: date | None
    text: str
    covers: tuple[str, ...]
    function: Callable[..., Limb]

    def applies_on(self, day: date) -> bool:
        """Return whether this version applies on that day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Rule(Generic[Question]):
    """A rule of the rulebook with its versions, called like a function of a case.

    Before its first day a rule is read all the same, in its first version, and the finding says
    that it was not in force: what binds is decided by the rules on application alone.
    """

    def __init__(self, first: Version) -> None:
        self.id = first.id
        self.versions = [first]

    @property
    def module(self) -> str:
        """Return the name of the module that holds the rule."""
        return self.versions[0].function.__module__

    def on(self, day: date) -> Version | None:
        """Return the one version that applies on that day, or ``None``: not in force."""
        return next((version for version in self.versions if version.applies_on(day)), None)

    def __call__(self, case: Case, *args: Question.args, **kwargs: Question.kwargs) -> Finding:
        """Return the finding of this rule on the case's day; equal questions are asked once."""
        key = (self.id, args, tuple(kwargs.values()))
        return case.once(key, lambda: self._find(case, *args, **kwargs))

    def _find(self, case: Case, *args: Question.args, **kwargs: Question.kwargs) -> Finding:
        version = self.on(case.day)
        read = version or self.versions[0]
        limb = read.function(case, *args, **kwargs)
        return Finding(
            says=read.title,
            outcome=limb.outcome,
            events=limb.events,
            missing=limb.missing,
            limbs=parts_of(limb),
            point=limb.point,
            other=limb.other,
            rule=read,
            day=case.day,
            subject=" ".join(_subject(arg) for arg in args).strip() if args else "",
            in_force=version is not None,
        )

    def version(
        self, *, cites: str, since: date, authority: Authority | None = None
    ) -> Callable[[Callable[Concatenate[Case, Question], Limb]], Rule[Question]]:
        """Return a decorator that adds a later version; the one before ends the day before."""

        def add(function: Callable[Concatenate[Case, Question], Limb]) -> Rule[Question]:
            last = self.versions[-1]
            if since <= last.since:
                raise ValueError(f"{self.id}: a later version must start after {last.since}")
            end = date.fromordinal(since.toordinal() - 1)
            self.versions[-1] = replace(last, until=end)
            self.versions.append(
                replace(
                    last,
                    cites=cites,
                    authority=authority or last.authority,
                    since=since,
                    until=None,
                    text=_text(function),
                    function=function,
                )
            )
            return self

        return add


def _subject(arg: object) -> str:
    if isinstance(arg, Act):
        return arg.event
    return str(arg) if isinstance(arg, (str, date)) else ""


def _text(function: Callable[..., Limb]) -> str:
    return " ".join((function.__doc__ or "").split())


def rule(
    id_: str,
    title: str,
    *,
    cites: str,
    authority: Authority = Authority.STATUTE,
    since: date = CHAPTER_V_APPLIES,
    covers: tuple[str, ...] = (),
) -> Callable[[Callable[Concatenate[Case, Question], Limb]], Rule[Question]]:
    """Return a decorator that makes a rule of a function ``(case, …) -> Limb``.

    ``id_`` is the rule's id in the rule base, ``title`` its finding in few words, ``since`` the
    first day it applies, ``covers`` what else it carries out. The docstring is the rule in plain
    words.
    """

    def make(function: Callable[Concatenate[Case, Question], Limb]) -> Rule[Question]:
        text = _text(function)
        return Rule(Version(id_, title, cites, authority, since, None, text, covers, function))

    return make
