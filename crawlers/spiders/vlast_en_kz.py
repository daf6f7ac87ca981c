"""Vlast, English edition. Evidence: see `crawlers.networks.vlast`."""

from crawlers.networks.vlast import VlastSpider


class VlastEnKz(VlastSpider):
    """See above."""

    name = "vlast_en_kz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?vlast\.kz/english/[^/?#]+\.html$"
    section_urls = ("https://vlast.kz/english/{n}/?archive=1",)
