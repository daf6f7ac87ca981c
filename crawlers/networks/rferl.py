"""Radio Free Europe/Radio Liberty: an edition a host, one platform.

The sitemap and the form of addresses were read at azattyk.org and are those of the platform; what is new
stands on each edition's home page too. Mirrors on other hosts carry the same articles and are not crawled.

Most editions are blocked in the countries they write for: run them from elsewhere. In doubt: which of the two
containers is there today, and which editions still publish.
"""

from crawlers.news_spider import NewsSpider

PLATFORM = (
    "2021: a reader of the pages of all editions, their JSON-LD among them",
    "2018: a corpus crawler of azattyk.org: sitemap, form of addresses, container",
    "undated: a crawler of azattyk.org: container, headline",
)
"""What is known of the platform, at whatever edition."""


class RferlSpider(NewsSpider):
    """What the editions share."""

    # /a/words-of-the-headline/31438681.html, or without the words
    article_url = r"^https?://[^/?#]+/a/(?:[^/?#]+/)?\d+\.html$"
    text_css = "#article-content div.wsw, div.content-offset"
    remove_css = ("span.share", "div.region")
