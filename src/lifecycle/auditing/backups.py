"""A backup as people ask for it: one new file, verified before it counts."""

from __future__ import annotations

from lifecycle.recording.backup import back_up

__all__ = ["back_up"]
