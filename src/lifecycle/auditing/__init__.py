"""What lets somebody else check a ledger: keys, checkpoints, receipts, bundles and their audit."""
