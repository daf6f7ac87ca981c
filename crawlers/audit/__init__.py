"""`scrapy audit`: what became of the articles that a site announced."""
