"""Khovar, the state agency: Tajik at the root, Russian below `/rus/`.

The facts rest on a probe of one feed of September 2026, on apps that read the feeds of both editions in
2026 and on a link to a Russian article of 2026; the site itself was not reached. Year and month are part of
an article's address.

In doubt: that Tajik addresses are the Russian ones without `/rus`; and which language the probed feed
(`/rss/`) holds, which a list says is Russian. It is asked for both editions, and each takes its own.
English has a host of its own, of which no feed is known to work.
"""

from crawlers.news_spider import NewsSpider


class KhovarSpider(NewsSpider):
    """What the editions share."""

    publisher = "Khovar"
    country = "TJ"
    region = "Dushanbe"
    timezone = "Asia/Dushanbe"
    hosts = ("khovar.tj",)
