"""Asia-Plus: editions on one host, told apart by the first part of the path.

The facts rest on a selector list of 2025 (headline, date, container), on crawlers of the Tajik edition of
2020 and 2023 (the same, and the author), on a probe of the feed of September 2026, on ad-block rules of 2026
and on links to articles of 2018 to 2026; the site itself was not reached. The day is part of an article's
address.

In doubt: whether the lists count their pages from 0, as Drupal does; here they are. The outlet has changed
hosts before (news.tj) and is listed under others (asiaplus.news, asiaplus.tj), which are not declared.
"""

from crawlers.news_spider import NewsSpider


class AsiaplusSpider(NewsSpider):
    """What the editions share."""

    publisher = "Asia-Plus"
    country = "TJ"
    region = "Dushanbe"
    timezone = "Asia/Dushanbe"
    hosts = ("asiaplustj.info",)
    title_css = "h1.atitle"
    date_css = "div.article-info"
    text_css = "div.article-body.js-mediator-article"
    author_css = "span.article-author"
    remove_css = ("#topbanners, .newsbox-outer-banner, .adredirector",)
