"""InterPressNews, English edition. Evidence: see `crawlers.networks.interpressnews`."""

from crawlers.networks.interpressnews import InterpressnewsSpider


class InterpressnewsEnGe(InterpressnewsSpider):
    """The home page of the edition is its list."""

    name = "interpressnews_en_ge"
    languages = ("en",)
    evidence = (
        "2026: a monitor reads the home page and names the form of articles; a link to one",
        "undated: classes",
    )
    article_url = r"^https?://(?:www\.)?interpressnews\.ge/en/article/\d+[^/?#]*/?$"
    section_urls = ("https://www.interpressnews.ge/en/",)
