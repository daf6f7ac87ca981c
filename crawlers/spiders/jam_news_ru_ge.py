"""JAMnews, Russian edition. Evidence: see `crawlers.networks.jam_news`."""

from crawlers.networks.jam_news import JamNewsSpider


class JamNewsRuGe(JamNewsSpider):
    """Known by its feed alone; articles are taken to lie below `/ru/` as it does."""

    name = "jam_news_ru_ge"
    languages = ("ru",)
    evidence = ("undated: the feed is in lists, not probed",)
    article_url = r"^https?://(?:www\.)?jam-news\.net/ru/[a-z0-9]+-[a-z0-9-]+/$"
    feed_urls = ("https://jam-news.net/ru/feed/",)
