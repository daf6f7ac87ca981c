"""Civil Georgia, Georgian edition. Evidence: see `crawlers.networks.civil_ge`."""

from crawlers.networks.civil_ge import CivilGeSpider


class CivilKaGe(CivilGeSpider):
    """The feed is listed, not probed."""

    name = "civil_ka_ge"
    languages = ("ka",)
    evidence = (
        "2026: the feed is listed, not probed",
        "undated: a crawler of the list; links to articles",
    )
    article_url = r"^https?://(?:www\.)?civil\.ge/ka/archives/\d+/?$"
    feed_urls = ("https://civil.ge/ka/feed/",)
    section_urls = ("https://civil.ge/ka/archives/category/news-ka",)
