"""The ledger: a working copy of what is known of a site."""
