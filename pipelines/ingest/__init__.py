"""Saved pages into the dataset: WARC files, one's own or Common Crawl's, from "page" on as in a crawl."""
