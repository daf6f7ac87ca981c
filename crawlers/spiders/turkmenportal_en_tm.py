"""Turkmenportal, English edition. Evidence: see `crawlers.networks.turkmenportal`."""

from crawlers.networks.turkmenportal import TurkmenportalSpider


class TurkmenportalEnTm(TurkmenportalSpider):
    """A crawler of 2026 found its articles from the Russian ones; its list is inferred from theirs."""

    name = "turkmenportal_en_tm"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?turkmenportal\.com/en/(?:news/\d+-|blog/\d+/)[^/?#]+/?$"
    evidence = (
        "2026: addresses and container, in a crawler; the list is inferred from the other editions",
        "2023-2024: links to articles",
    )
    section_urls = ("https://turkmenportal.com/en/news",)
