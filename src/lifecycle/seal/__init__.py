"""The seal: what lets somebody else check the ledger without believing its keeper."""
