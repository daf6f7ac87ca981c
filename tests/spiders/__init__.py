"""Sites for tests, on loopback. Loaded with `-s SPIDER_MODULES=tests.spiders`."""
