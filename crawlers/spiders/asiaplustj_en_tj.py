"""Asia-Plus, English edition."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjEnTj(AsiaplusSpider):
    """The list is a guess from those of the other editions."""

    name = "asiaplustj_en_tj"
    languages = ("en",)
    evidence = (
        "undated: the feed is in a list of feeds, not probed",
        *AsiaplusSpider.evidence,
    )
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/en/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/en/rss",)
    section_urls = ("https://asiaplustj.info/en/news/all?page={1n}",)
