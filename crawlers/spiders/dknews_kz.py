"""DKNews.kz, Russian edition. Evidence: see also `crawlers.networks.dknews`."""

from crawlers.networks.dknews import DknewsSpider


class DknewsKz(DknewsSpider):
    """The list was read in 2023."""

    name = "dknews_kz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?dknews\.kz/ru/[a-z0-9-]+/\d+-[^/?#]+$"
    evidence = (
        "2026: the feed: listed, not probed",
        "2023: an aggregator of the list",
        "2022-2023: links to articles of three sections",
    )
    feed_urls = ("https://dknews.kz/rss/",)
    section_urls = ("https://dknews.kz/ru/all",)
