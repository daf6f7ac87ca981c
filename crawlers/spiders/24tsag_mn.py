# ruff: noqa: N999 - named like its host, as an import of saved pages would name it; nothing imports the file
"""24tsag.mn.

The facts rest on the text of pages of 2026 (addresses, dates such as `2024-1-11`, what surrounds the text),
on lists of sections without a year and on a link to an article; the site itself was not reached. The day in
the head of each page is that of the visit.

In doubt: how its pages are built; the lists name no dates that are known.
"""

from crawlers.news_spider import NewsSpider


class TwentyFourTsagMn(NewsSpider):
    """See above."""

    name = "24tsag_mn"
    publisher = "24tsag.mn"
    country = "MN"
    region = "Ulaanbaatar"
    languages = ("mn",)
    timezone = "Asia/Ulaanbaatar"
    hosts = ("24tsag.mn",)
    article_url = r"^https?://(?:www\.)?24tsag\.mn/a/\d+$"
    evidence = ("2026: addresses and dates, in the text of pages", "undated: the sections, in lists")
    section_urls = ("https://www.24tsag.mn/as/politics/", "https://www.24tsag.mn/as/economy/")
