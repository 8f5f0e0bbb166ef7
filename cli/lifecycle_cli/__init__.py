"""The terminal: how it is said."""
