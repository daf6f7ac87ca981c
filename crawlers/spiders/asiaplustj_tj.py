"""Asia-Plus, Russian edition. Evidence: see `crawlers.networks.asiaplus`."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjTj(AsiaplusSpider):
    """The feed worked in September 2026; that it is the Russian one is a guess."""

    name = "asiaplustj_tj"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/ru/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/rss/",)
    section_urls = ("https://asiaplustj.info/ru/news/all?page={1n}",)
