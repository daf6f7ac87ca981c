"""InterPressNews, Georgian edition. Evidence: see `crawlers.networks.interpressnews`."""

from crawlers.networks.interpressnews import InterpressnewsSpider


class InterpressnewsGe(InterpressnewsSpider):
    """The home page of the edition is its list."""

    name = "interpressnews_ge"
    languages = ("ka",)
    evidence = (
        "2026: links to articles",
        "undated: readers of the home page; classes",
    )
    article_url = r"^https?://(?:www\.)?interpressnews\.ge/ka/article/\d+[^/?#]*/?$"
    section_urls = ("https://www.interpressnews.ge/ka/",)
