"""`scrapy doctor`: is all that a crawl stands on as it should be, and if not, what to do.

Each check is a function of what it is given that returns a `Finding`; `examine` runs them within time limits.
This package imports nothing by itself: `python -m crawlers.doctor` must work where packages are missing.
"""
