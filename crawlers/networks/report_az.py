"""Report, the agency of Baku: three editions on one host, told apart by the first part of the path.

In doubt: whether Azerbaijani addresses begin with `/az/`, as links of about 2020 do and those of 2026 do not;
both are taken. A probe from another network was answered 403.
"""

from crawlers.news_spider import NewsSpider


class ReportAzSpider(NewsSpider):
    """What the three editions share."""

    publisher = "Report"
    country = "AZ"
    region = "Baku"
    timezone = "Asia/Baku"
    hosts = ("report.az",)
    evidence = (
        "2026: a probe of 20 September read the English feed, one of 24 September was answered 403",
        "2026: a crawler of April reads the news sitemap and the newer classes",
        "2026: ad-block rules of August name the block for sharing",
        "2026: an analysis of February: addresses without a number, the day and the time apart",
        "2024: a crawler of the Russian list names the older classes",
    )
    # All editions in one; `article_url` tells them apart.
    sitemap_urls = ("https://report.az/news-sitemap.xml",)
    title_css = "h1.section-title, h1.news-title"
    # 21 fevral, 2026 and 19:22 in two items
    date_css = ".news-detail__head .news__date"
    text_css = ".news-detail__desc, div.editor-body"
    remove_css = (".news-detail__share", ".news-detail__desc .tags")
