"""What the law is told and what it finds cannot be changed."""

from __future__ import annotations

from dataclasses import is_dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import lifecycle.law


def records() -> list[type[Any]]:
    """Return every class of a record in the law."""
    names = [module.name for module in iter_modules(lifecycle.law.__path__, "lifecycle.law.")]
    return [
        found
        for name in names
        for found in vars(import_module(name)).values()
        if isinstance(found, type) and is_dataclass(found) and found.__module__ == name
    ]


@pytest.mark.parametrize("record", records(), ids=lambda record: record.__name__)
def test_a_record_cannot_be_changed_nor_given_more_than_its_fields(record: type[Any]) -> None:
    assert vars(record)["__dataclass_params__"].frozen
    assert "__slots__" in vars(record)


def test_there_are_records_to_look_at() -> None:
    assert len(records()) > 10
