"""Commands of the `scrapy` program for this project."""
