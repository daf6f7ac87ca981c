"""A round: many sites, each crawled in a process of its own (`scrapy crawlall`)."""
