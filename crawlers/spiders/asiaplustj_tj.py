"""Asia-Plus, Russian edition."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjTj(AsiaplusSpider):
    """The list is named by a project of 2026."""

    name = "asiaplustj_tj"
    languages = ("ru",)
    evidence = (
        "2026: the feed worked in a probe of September; that it is the Russian one is a guess",
        *AsiaplusSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/ru/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/rss/",)
    section_urls = ("https://asiaplustj.info/ru/news/all?page={1n}",)
