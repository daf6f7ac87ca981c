"""AKIpress: an agency and its papers, on hosts of their own, with one engine: an article is `/news:` and
its number.

The facts rest on an aggregator of 2025 (the lists and three containers, of which each page has one), on a
crawler of 2016 (tags), on ad-block rules of 2026 and on links to articles up to 2026; the sites themselves
were not reached.

The feeds of kg.akipress.org and tazabek.kg answer with articles to feed readers alone; to others, with the
home page (a probe of September 2026). So they are not declared. Links of lists may carry
`?from=portal&place=…`; an article that is linked both ways is asked for twice, and stored once where it
names its canonical address.
"""

from crawlers.news_spider import NewsSpider


class AkipressSpider(NewsSpider):
    """What its sites share."""

    country = "KG"
    timezone = "Asia/Bishkek"
    remove_css = ("div[class^='inform_doska'], div[id*='company'], div[id^='who_portal']",)
