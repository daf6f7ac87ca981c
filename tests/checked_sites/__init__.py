"""Sites that `scrapy check-sites` and `scrapy record` are tried on, each on a host that the test serves."""
