"""What talks to websites: spiders, discovery, middlewares, commands (Scrapy)."""
