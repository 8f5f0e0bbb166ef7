"""The read side: what the recorded events mean on a day, as known at an instant."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["consequences", "obligations_on"]

if TYPE_CHECKING:
    from lifecycle_projections.consequences import consequences
    from lifecycle_projections.obligations import obligations_on
else:

    def __getattr__(name: str) -> object:
        # Loaded on first use: a question over one projection needs none of the others.
        if name == "consequences":
            from lifecycle_projections.consequences import consequences  # noqa: PLC0415 -- as above

            return consequences
        if name == "obligations_on":
            from lifecycle_projections.obligations import obligations_on  # noqa: PLC0415 -- as above

            return obligations_on
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
