"""Vlast, Russian edition. The feed was listed, not probed; what is news in it is taken. Evidence: see
`crawlers.networks.vlast`.
"""

from crawlers.networks.vlast import VlastSpider


class VlastKz(VlastSpider):
    """See above."""

    name = "vlast_kz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?vlast\.kz/novosti/[^/?#]+\.html$"
    status = "modelled"
    feed_urls = ("https://vlast.kz/rss.xml",)
    section_urls = ("https://vlast.kz/novosti/{n}/?archive=1",)
