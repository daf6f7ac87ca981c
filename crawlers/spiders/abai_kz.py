"""Abai.kz, the edition in the Cyrillic script. Evidence: see `crawlers.networks.abai`."""

from crawlers.networks.abai import AbaiSpider


class AbaiKz(AbaiSpider):
    """Its front page is the list."""

    name = "abai_kz"
    article_url = r"^https?://(?:www\.)?abai\.kz/post/\d+/?$"
    evidence = (
        "2026: pages in a web corpus (addresses)",
        "undated: links to articles in two projects",
    )
    section_urls = ("https://abai.kz/",)
