"""Vecherny Bishkek, a daily.

The facts rest on lists of Kyrgyz sources of 2022 and 2026 and on links to articles of 2013 to 2026; the
site itself was not reached. No feed is known to work; the home page is read as a list, which nobody is
known to have done.
"""

from crawlers.news_spider import NewsSpider


class VbKg(NewsSpider):
    """See above."""

    name = "vb_kg"
    publisher = "Vecherny Bishkek"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("vb.kg",)
    article_url = r"^https?://(?:www\.)?vb\.kg/doc/\d+_[^/?#]*\.html$"
    evidence = (
        "2026: listed as a news site",
        "2013-2026: links to articles; the home page as a list is a guess",
    )
    section_urls = ("https://www.vb.kg/",)
