"""The read side: what the recorded events mean on a day, as known at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["consequences", "obligations_on"]

if TYPE_CHECKING:
    from lifecycle_projections.obligations import consequences, obligations_on
else:

    def __getattr__(name: str) -> object:
        # Loaded on first use: a question over one projection needs none of the others.
        if name in __all__:
            from lifecycle_projections import obligations  # noqa: PLC0415 -- loaded on first use

            return getattr(obligations, name)
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
