"""How events are kept: in order, without a gap, sealed as they are written."""
