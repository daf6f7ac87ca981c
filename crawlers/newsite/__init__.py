"""Finding out what the file of a new site says (`scrapy newsite`)."""
