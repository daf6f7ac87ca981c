"""From page to dataset. No Scrapy here, but for the glue in `item_pipelines`."""
