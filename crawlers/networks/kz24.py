"""24KZ, the state's news channel: two editions on one host (Joomla), told apart by the path.

What happens is published twice, in Russian and in Kazakh, at addresses of their own. The classes were seen in
the Russian edition; in doubt: whether the Kazakh one has them too, and how the date is written.
"""

from crawlers.news_spider import NewsSpider


class Kz24Spider(NewsSpider):
    """What the editions share."""

    publisher = "24KZ"
    country = "KZ"
    region = "Astana"
    timezone = "Asia/Almaty"
    hosts = ("24.kz",)
    title_css = "h1.single-post__entry-title"
    date_css = "li.entry__meta-date"
    text_css = "div.entry__article"
    remove_css = (".tradingview-widget-container",)
