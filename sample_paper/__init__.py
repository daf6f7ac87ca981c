"""A made newspaper with three regional editions, served on loopback: what `make crawl` crawls."""
