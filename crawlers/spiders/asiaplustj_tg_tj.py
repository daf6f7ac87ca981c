"""Asia-Plus, Tajik edition. Evidence: see `crawlers.networks.asiaplus`."""

from crawlers.networks.asiaplus import AsiaplusSpider


class AsiaplustjTgTj(AsiaplusSpider):
    """The list was read in 2023; the feed was listed, not probed."""

    name = "asiaplustj_tg_tj"
    languages = ("tg",)
    article_url = r"^https?://(?:www\.)?asiaplustj\.info/tj/news/(?:[a-z]+/){1,2}20\d{6}/[^/]+/?$"
    feed_urls = ("https://asiaplustj.info/tj/rss.xml",)
    section_urls = ("https://asiaplustj.info/tj/news/all?page={1n}",)
