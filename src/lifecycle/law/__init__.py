"""What the regulation makes of the facts: pure rules, each with its citation and its days."""
