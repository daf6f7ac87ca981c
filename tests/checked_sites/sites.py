"""The sites. Their hosts come from the environment, by name."""

import datetime as dt
import json
import os

from crawlers.news_spider import NewsSpider

HOSTS: dict[str, str] = json.loads(os.environ.get("CHECKED_HOSTS", "{}"))


def host(name: str) -> str:
    return HOSTS.get(name, "127.0.0.1:1")


class Checked(NewsSpider):
    publisher = "Checked"
    country = "KZ"
    languages = ("en",)
    timezone = "Asia/Almaty"
    article_url = r"/news/\d+$"


class Well(Checked):
    name = "well_kz"
    hosts = (host("well"),)
    feed_urls = (f"http://{host('well')}/feed",)
    section_urls = (f"http://{host('well')}/list?page={{n}}",)


class Twin(Checked):
    """An edition that shares the host of `well_kz`."""

    name = "twin_kz"
    hosts = (host("well"),)
    article_url = r"/twin/\d+$"
    feed_urls = (f"http://{host('well')}/twin-feed",)


class Html(Checked):
    """Its feed is a page of HTML, and its section is none."""

    name = "html_kz"
    hosts = (host("html"),)
    feed_urls = (f"http://{host('html')}/feed",)
    section_urls = (f"http://{host('html')}/list",)


class Forbidden(Checked):
    """Its robots.txt forbids all."""

    name = "forbidden_kz"
    hosts = (host("forbidden"),)
    feed_urls = (f"http://{host('forbidden')}/feed",)
    sitemap_urls = (f"http://{host('forbidden')}/sitemap.xml",)


class Refused(Checked):
    """It answers 403."""

    name = "refused_kz"
    hosts = (host("refused"),)
    feed_urls = (f"http://{host('refused')}/feed",)


class Guarded(Checked):
    """Its feed is open, and its articles answer 403."""

    name = "guarded_kz"
    hosts = (host("guarded"),)
    feed_urls = (f"http://{host('guarded')}/feed",)


class Language(Checked):
    """It is in another language than it declares."""

    name = "language_uz"
    country = "UZ"
    languages = ("uz",)
    hosts = (host("language"),)
    feed_urls = (f"http://{host('language')}/feed",)


class Undated(Checked):
    """Its pages say no date."""

    name = "undated_kz"
    hosts = (host("undated"),)
    feed_urls = (f"http://{host('undated')}/feed",)


class Foreign(Checked):
    """Its articles have other addresses than it declares."""

    name = "foreign_kz"
    hosts = (host("foreign"),)
    feed_urls = (f"http://{host('foreign')}/feed",)


class Index(Checked):
    """It has an index of sitemaps without dates."""

    name = "index_kz"
    hosts = (host("index"),)
    sitemap_urls = (f"http://{host('index')}/sitemap.xml",)


class Dated(Checked):
    """It has an archive by day."""

    name = "dated_kz"
    hosts = (host("dated"),)
    section_urls = (f"http://{host('dated')}/{{day:%Y/%m/%d}}/?page={{n}}",)


class Paced(Checked):
    """It wants to be asked every three seconds, and has four."""

    name = "paced_kz"
    hosts = (host("paced"),)
    feed_urls = (f"http://{host('paced')}/feed",)
    crawl_within = dt.timedelta(seconds=4)
    custom_settings = {"DOWNLOAD_DELAY": 3.0}  # noqa: RUF012 (Scrapy's way)


class Unreachable(Checked):
    name = "unreachable_kz"
    hosts = ("127.0.0.1:1",)
    feed_urls = ("http://127.0.0.1:1/feed",)


class Slow(Checked):
    """It has a second, and answers later."""

    name = "slow_kz"
    hosts = (host("slow"),)
    feed_urls = (f"http://{host('slow')}/feed",)
    crawl_within = dt.timedelta(seconds=1)
    only_when_named = True


class Endless(Checked):
    """It answers late."""

    name = "endless_kz"
    hosts = (host("slow"),)
    feed_urls = (f"http://{host('slow')}/feed",)
    only_when_named = True
