"""Sites of a round, on loopback. Loaded with `-s SPIDER_MODULES=tests.round_sites`."""
