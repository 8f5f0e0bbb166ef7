"""What can happen to a model, an organisation or the ledger, and what an event may contradict."""
