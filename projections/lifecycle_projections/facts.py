"""From the record to the facts of the law: one model with its variants, originals and actors."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lifecycle.law.facts import Act, Facts
from lifecycle.law.guidelines_2_2 import named_originals, runs, same_model
from lifecycle.law.trace import Limb, settled
from lifecycle.law.truth import YES
from lifecycle_projections.history import History


class FactBook:
    """The facts of every model in a history, on any day; made once, asked often."""

    def __init__(self, history: History) -> None:
        self.history = history
        self._originals: dict[str, list[tuple[str, Act]]] = {}
        self._variants: dict[str, list[str]] = {}
        self._runs: dict[tuple[str, str], list[tuple[str, Act]]] = {}
        self._runs_of: dict[str, list[tuple[tuple[str, str], Act]]] = {}
        self._made: dict[tuple[object, ...], Facts] = {}
        for model in history.models:
            acts = history.of_model(model)
            for key, act in named_originals(acts):
                self._originals.setdefault(model, []).append((key, act))
                self._variants.setdefault(key, []).append(model)
            for run, act in runs(acts):
                self._runs.setdefault(run, []).append((model, act))
                self._runs_of.setdefault(model, []).append((run, act))

    def facts(self, model: str, day: date) -> Facts:
        """Return the facts about a model, its family as it was on a day.

        Raises ``NotFound`` where nobody registered the model.
        """
        return self._facts(model, day, frozenset())

    def _facts(self, model: str, day: date, above: frozenset[str]) -> Facts:
        own = self.history.of_model(model)
        family, identity = self._family(model, day)
        acts = list(own)
        for other in family:
            if other != model:
                acts += self.history.of_model(other)
        acts.sort(key=lambda act: (act.day, act.place))
        named = {
            key
            for act in acts
            for key in (act.word("base_model"), *(act.words("merged_from") or ()))
            if key is not None
        }
        known = set(self.history.models)
        taken = above | family
        bases = {key: self._facts(key, day, taken) for key in sorted((named & known) - taken)}
        streams = (f"model:{model}", *(f"model:{key}" for key in sorted(family - {model})))
        # Days with the same family and the same originals share their facts, and what is derived.
        key = (streams, *((name, id(base)) for name, base in bases.items()))
        return self._made.setdefault(
            key,
            Facts(model, tuple(acts), self.history.organisations, bases, streams, identity),
        )

    def _family(self, model: str, day: date) -> tuple[frozenset[str], tuple[Limb, ...]]:
        """Return the models that are one with this one on a day, and the findings that say so."""
        family, found = {model}, dict[str, Limb]()
        waiting = [model]
        while waiting:
            for other, limb in self._joined(waiting.pop(), day):
                found.setdefault(limb.events[0], limb)
                if other not in family:
                    family.add(other)
                    waiting.append(other)
        return frozenset(family), tuple(found[name] for name in sorted(found))

    def _joined(self, model: str, day: date) -> Iterator[tuple[str, Limb]]:
        known = self.history.acts
        for original, claim in self._originals.get(model, ()):
            if claim.day <= day and f"model:{original}" in known:
                yield from self._one(original, model, claim, original)
        for variant in self._variants.get(model, ()):
            for original, claim in self._originals[variant]:
                if original == model and claim.day <= day:
                    yield from self._one(variant, variant, claim, model)
        for run, told in self._runs_of.get(model, ()):
            for other, act in self._runs[run]:
                if other != model and told.day <= day and act.day <= day:
                    says = f"from the same large pre-training run {run[1]} of {run[0]}"
                    yield other, settled(says, True, told.event, act.event)

    def _one(
        self, joins: str, variant: str, claim: Act, original: str
    ) -> Iterator[tuple[str, Limb]]:
        own, base = self.history.of_model(variant), self.history.of_model(original)
        limb = same_model(claim, own, base)
        if limb.outcome is YES:
            yield joins, limb
