"""How well near-duplicates are told, and how fast: see `python -m benchmarks.dedupe --help`."""
