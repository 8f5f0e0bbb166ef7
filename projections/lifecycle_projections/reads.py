"""Which rules read which fact: taken from what the rules' own functions name."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType, ModuleType
from typing import Any, cast

from lifecycle.law.rule import Rule
from lifecycle.law.rulebook import RULES

LAW = "lifecycle.law"


def rules_reading(fact: str) -> tuple[str, ...]:
    """Return the ids of the rules that read a fact of that name, in the order of the rulebook.

    A rule reads what its function names, and what the helpers that it calls name; what another
    rule reads on its behalf counts for that one alone.
    """
    return tuple(rule.id for rule in RULES if fact in _named_by(rule))


def _named_by(rule: Rule[Any]) -> frozenset[str]:
    found: set[str] = set()
    for version in rule.versions:
        found |= _words(version.function)
    return frozenset(found)


@cache
def _words(function: Callable[..., Any]) -> frozenset[str]:
    """Return the words in the code of a function and of the helpers of the law that it calls."""
    seen: set[FunctionType] = set()
    waiting = [cast("FunctionType", function)]
    words: set[str] = set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        tree = ast.parse(textwrap.dedent(inspect.getsource(each)))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words.add(node.value)
        waiting += _helpers(tree, each)
    return frozenset(words)


def _helpers(tree: ast.AST, function: FunctionType) -> Iterator[FunctionType]:
    """Yield the functions of the law that a function names; rules among them answer themselves."""
    for node in ast.walk(tree):
        named: object = None
        if isinstance(node, ast.Name):
            named = function.__globals__.get(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = function.__globals__.get(node.value.id)
            if isinstance(module, ModuleType):
                named = getattr(module, node.attr, None)
        if isinstance(named, FunctionType) and named.__module__.startswith(LAW):
            yield named
