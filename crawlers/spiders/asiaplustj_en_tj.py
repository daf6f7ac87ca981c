"""Asia-Plus, English edition. Evidence: see `crawlers.networks.asiaplus`."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjEnTj(AsiaplusSpider):
    """The feed was listed, not probed; the list is a guess from those of the other editions."""

    name = "asiaplustj_en_tj"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/en/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/en/rss",)
    section_urls = ("https://asiaplustj.info/en/news/all?page={1n}",)
