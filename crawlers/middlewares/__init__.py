"""Scrapy middlewares: what may be requested, and how politely."""
