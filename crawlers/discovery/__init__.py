"""From feed, sitemap and section bytes to links. Pure functions, no Scrapy."""
