"""`scrapy check-sites`: a short, polite look at each site as it is now."""
