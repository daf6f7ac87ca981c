"""UzA, the state agency: editions on one host, told apart by the first part of the path.

The facts rest on a probe of one feed of September 2026, on a list of feeds of 2026, on selectors of 2025
(headline, date, text) and on links to articles of 2026; the site itself was not reached. It is drawn by
scripts in part (a crawler of the selectors may have run them): whether lists name articles without them is
in doubt.

Of the English edition nothing is known but that it is there.
"""

from crawlers.news_spider import NewsSpider


class UzaSpider(NewsSpider):
    """What the editions share."""

    publisher = "UzA"
    country = "UZ"
    region = "Tashkent"
    timezone = "Asia/Tashkent"
    hosts = ("uza.uz",)
    title_css = "div.news-top-head__title"
    # The part after the bar is the date.
    date_css = "div.news-top-head__date"
    text_css = "div.content-block"
