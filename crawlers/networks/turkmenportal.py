"""Turkmenportal: three editions on one host, told apart by the first part of the path.

The facts rest on crawlers of 2026 that read the Russian and the Turkmen lists (addresses, container,
headline, moment of publication), on lists of feeds of 2026, on ad-block rules of 2026 and on links to
articles of 2021 to 2024 with the older addresses (`/blog/`); the site itself was not reached.

The feeds are listed at several addresses, none of them probed but the English one, which is dead (404).
"""

from crawlers.news_spider import NewsSpider


class TurkmenportalSpider(NewsSpider):
    """What the editions share."""

    publisher = "Turkmenportal"
    country = "TM"
    region = "Ashgabat"
    timezone = "Asia/Ashgabat"
    hosts = ("turkmenportal.com",)
    text_css = "#content"
    remove_css = (".app_download_img_wrapper", "a:has(img[src*='/images/uploads/banners/'])")
