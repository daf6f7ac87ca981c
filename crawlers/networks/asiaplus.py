"""Asia-Plus: editions on one host, told apart by the first part of the path.

The day is part of an article's
address.

In doubt: whether the lists count their pages from 0, as Drupal does; here they are. The outlet has changed
hosts before (news.tj) and is listed under others (asiaplus.news, asiaplus.tj), which are not declared.
"""

from typing import ClassVar

from crawlers.news_spider import NewsSpider


class AsiaplusSpider(NewsSpider):
    """What the editions share."""

    publisher = "Asia-Plus"
    country = "TJ"
    region = "Dushanbe"
    timezone = "Asia/Dushanbe"
    hosts = ("asiaplustj.info",)
    evidence: ClassVar[tuple[str, ...]] = (
        "2026: rules of an ad blocker",
        "2025: a list of selectors: headline, date, container",
        "2018-2026: links to articles",
    )
    title_css = "h1.atitle"
    date_css = "div.article-info"
    text_css = "div.article-body.js-mediator-article"
    author_css = "span.article-author"
    remove_css = ("#topbanners, .newsbox-outer-banner, .adredirector",)
