"""Scrapy extensions: the life of a run."""
