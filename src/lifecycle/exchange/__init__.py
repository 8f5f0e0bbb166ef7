"""How events come in and go out: JSON, CSV and the mappings from an inventory's columns."""
