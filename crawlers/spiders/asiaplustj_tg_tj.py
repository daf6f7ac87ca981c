"""Asia-Plus, Tajik edition."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjTgTj(AsiaplusSpider):
    """Feed and list."""

    name = "asiaplustj_tg_tj"
    languages = ("tg",)
    status = "modelled"
    evidence = (
        "2020-2023: crawlers of this edition: list, headline, author",
        "undated: the feed is in a list of feeds, not probed",
        *AsiaplusSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/tj/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/tj/rss.xml",)
    section_urls = ("https://asiaplustj.info/tj/news/all?page={1n}",)
