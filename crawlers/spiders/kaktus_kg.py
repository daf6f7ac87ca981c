"""Kaktus.media.

The facts rest on several scrapers of its archive of days and of its pages of 2020 to 2023, on an aggregator
of 2025 that read a sitemap of each month, on ad-block rules of 2026 and on links to articles up to 2026;
the site itself was not reached. It was zanoza.kg before 2018, and kaktus.kg.

In doubt: the feed, which a scraper of 2024 read last; another address of it (`/rss.xml`) is listed, not
probed. `lable` and `mount` are the site's own words. That the part of an address behind the number is free is
a guess. A Kyrgyz edition is not known by address.
"""

from crawlers.news_spider import NewsSpider


class KaktusKg(NewsSpider):
    """See above."""

    name = "kaktus_kg"
    publisher = "Kaktus.media"
    country = "KG"
    region = "Bishkek"
    languages = ("ru",)
    timezone = "Asia/Bishkek"
    hosts = ("kaktus.media",)
    article_url = r"^https?://(?:www\.)?kaktus\.media/doc/\d+_[^/?#]+\.html$"
    evidence = (
        "2026: what is never text, in ad-block rules; links to articles in reports",
        "2025: the container, the addresses and a sitemap a month, in an aggregator",
        "2024: a scraper read the feed",
        "2020-2023: headline, text and time, in scrapers of the pages; the archive of days",
    )
    status = "modelled"
    feed_urls = ("https://kaktus.media/?rss",)
    sitemap_urls = (
        "https://kaktus.media/other/sitemap.php?sitemap=sitemap.xml&year={month:%Y}&mount={month:%m}",
    )
    section_urls = ("https://kaktus.media/?lable=8&date={day:%Y-%m-%d}&order=time",)
    title_css = "h1.Article--title"
    text_css = "div.BbCode, div.Article--text:not(:has(div.BbCode))"
    remove_css = (".Article--tg-block, .CompanyArticles, #head_seti", "div[class^='Banner']")
