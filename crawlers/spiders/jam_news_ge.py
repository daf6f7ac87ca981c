"""JAMnews, English edition. Evidence: see `crawlers.networks.jam_news`."""

from crawlers.networks.jam_news import JamNewsSpider


class JamNewsGe(JamNewsSpider):
    """Articles lie below the root; pages of one word are left out."""

    name = "jam_news_ge"
    languages = ("en",)
    evidence = (
        "2026: a probe of 3 October read the feed, with whole texts",
        "2026: a monitor's form of articles",
        "undated: a link to an article",
    )
    article_url = r"^https?://(?:www\.)?jam-news\.net/[a-z0-9]+-[a-z0-9-]+/$"
    feed_urls = ("https://jam-news.net/feed/",)
