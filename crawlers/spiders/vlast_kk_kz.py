"""Vlast, Kazakh edition. Evidence: see `crawlers.networks.vlast`."""

from crawlers.networks.vlast import VlastSpider


class VlastKkKz(VlastSpider):
    """See above."""

    name = "vlast_kk_kz"
    languages = ("kk",)
    article_url = r"^https?://(?:www\.)?vlast\.kz/vlast-qazaqsha/[^/?#]+\.html$"
    section_urls = ("https://vlast.kz/vlast-qazaqsha/{n}/?archive=1",)
