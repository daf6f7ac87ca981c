"""Orda: an edition a host, with one template.

An article's address is one segment, its words joined by hyphens and, in newer ones, a number; three words or
more are asked for, so that lists are not taken. The crawler that walked all of the site in 2026 met addresses
of deleted articles in its sitemaps and left them out, as is done here.

The sitemaps are numbered from 1; on which end the new ones are is not known, so the first is declared and the
home page beside it. In doubt: the container, which nobody names.
"""

from crawlers.news_spider import NewsSpider


class OrdaSpider(NewsSpider):
    """What the editions share."""

    publisher = "Orda.kz"
    country = "KZ"
    region = "Almaty"
    timezone = "Asia/Almaty"
    article_url = r"^https?://[^/?#]+/(?![^?#]*(?:__trashed|%EF%BF%BC|%EF%B8%8F))[^/?#-]+(?:-[^/?#-]+){2,}/?$"
    evidence = (
        "2026: a corpus crawler of the three hosts (sitemaps, date, what stands beside the text)",
        "2026: links to articles, with a number at their end",
        "2026: block rules for advertising (classes)",
    )
    remove_css = (".ad2, .donate, .fsoc", "body > div.layer0")
