"""The stream of an organisation, which may be named before anything was recorded of it."""

from __future__ import annotations

from lifecycle.domain.history import History


class Organisation(History):
    """What was recorded of one organisation."""
