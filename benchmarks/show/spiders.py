"""The declarations of the twelve made sites."""

import datetime as dt

from benchmarks.show.sites import SITES, ShowSite
from crawlers.news_spider import NewsSpider


def _declared(site: ShowSite) -> type[NewsSpider]:
    return type(
        f"Show{site.number}",
        (NewsSpider,),
        {
            "__module__": __name__,
            "__doc__": "A made site.",
            "name": site.name,
            "publisher": f"Show {site.number}",
            "country": site.country,
            "languages": (site.wording[:2],),
            "timezone": site.timezone,
            "hosts": (site.host,),
            "article_url": r"/news/\d+$",
            "feed_urls": (f"http://{site.host}/feed",),
            "crawl_every": dt.timedelta(minutes=1),
            "crawl_within": dt.timedelta(minutes=2),
            # The show counts what comes new; its made history would be due as well.
            "revisit_after": (),
        },
    )


DECLARED = {site.number: _declared(site) for site in SITES}
# Scrapy finds the classes among the names of a module.
globals().update({spider.__name__: spider for spider in DECLARED.values()})
