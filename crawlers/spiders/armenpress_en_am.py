"""Armenpress, English edition. Evidence: see `crawlers.networks.armenpress`."""

from crawlers.networks.armenpress import ArmenpressSpider


class ArmenpressEnAm(ArmenpressSpider):
    """The feed has the path of the old site, and may have gone with it."""

    name = "armenpress_en_am"
    languages = ("en",)
    evidence = (
        "2026: the feed is listed, not probed",
        "2026: links to articles",
    )
    article_url = r"^https?://(?:www\.)?armenpress\.am/en/article/\d+$"
    feed_urls = ("https://armenpress.am/eng/rss/news/",)
