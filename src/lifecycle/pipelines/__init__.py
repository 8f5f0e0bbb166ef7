"""How training jobs and registries of models tell a ledger what happened, and stop for nothing."""

from __future__ import annotations

from lifecycle.pipelines.recorder import Recorder

__all__ = ["Recorder"]
