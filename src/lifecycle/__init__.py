"""The ledger of what happened to models; each part is loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lifecycle.errors import (
    Conflict,
    InputError,
    IntegrityFailure,
    LedgerUnavailable,
    LifecycleError,
    ManyInputErrors,
    NotFound,
)

__version__ = "0.1.0"

__all__ = [
    "Conflict",
    "InputError",
    "IntegrityFailure",
    "Ledger",
    "LedgerUnavailable",
    "LifecycleError",
    "ManyInputErrors",
    "NotFound",
    "__version__",
]

if TYPE_CHECKING:
    from lifecycle.ledger import Ledger
else:

    def __getattr__(name: str) -> object:
        # `import lifecycle.law` runs this module first and must not bring the ledger's frameworks.
        if name == "Ledger":
            from lifecycle.ledger import Ledger  # noqa: PLC0415 -- loaded on first use

            return Ledger
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
