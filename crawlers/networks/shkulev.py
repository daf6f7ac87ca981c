"""City portals of Shkulev Media: an edition a host, with one template.

Classes end in a hash that changes with each build, so none is named whole. In doubt: whether lists show links
without a script; a crawler of five portals found them in 2024, readers of two more without a year.
"""

from crawlers.news_spider import NewsSpider


class ShkulevSpider(NewsSpider):
    """What the editions share."""

    country = "RU"
    languages = ("ru",)
    evidence = (
        "2026: feeds are in lists, not probed; links to articles",
        "2024: a crawler of five portals: the home page, the headline, the beginning of a class of the text",
        "undated: crawlers of the list below /text/",
    )
    article_url = r"^https?://(?:www\.)?(?:29|59|72|74|v1|e1|ngs24)\.ru/text/[a-z_-]+/20\d\d/\d\d/\d\d/\d+/$"
    title_css = "h1[itemprop=headline]"
    text_css = "div[class*='uiArticleBlockText_']"
