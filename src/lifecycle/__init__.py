"""The ledger of what happened to models; loads a part only when it is asked for."""

__version__ = "0.1.0"
