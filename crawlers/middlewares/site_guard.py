"""A crawl stays on its site: redirects included, subdomains not.

Scrapy's offsite middleware drops a redirect to another host without a word to the errback, so the page would
end in no outcome; and it takes every subdomain for the site, where kaz.example and example are two editions.
"""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

from pipelines.urls import host_of, same_site


class OffsiteRefused(IgnoreRequest):
    """A request would leave the site; the message says where to. Never retried."""


class SiteGuard:
    """Downloader middleware that refuses requests to hosts that the spider does not declare."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "SiteGuard":
        """See Scrapy."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let the request pass, or raise OffsiteRefused."""
        hosts = getattr(self._crawler.spider, "hosts", ())
        # robots.txt may redirect to any host, and only its request carries this mark.
        if hosts and not request.meta.get("allow_offsite") and not same_site(request.url, hosts):
            host = host_of(request.url)
            where = f"{host}, which is another site" if host else "an address that is never fetched"
            raise OffsiteRefused(f"led to {where}")
