"""Repost.uz, Uzbek edition. Evidence: see `crawlers.networks.repost`."""

from crawlers.networks.repost import RepostSpider


class RepostUzUz(RepostSpider):
    """A research crawler of 2026 read the sitemap."""

    name = "repost_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?repost\.uz/uz/[a-z0-9]+(?:-[a-z0-9]+)+/?$"
    evidence = (
        "2026: the sitemap and the addresses, in a research crawler",
        "2025: headline and text, in a selector list",
    )
    sitemap_urls = ("https://repost.uz/sitemap_uz.xml",)
