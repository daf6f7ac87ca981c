"""Anhor.uz, Russian edition. Evidence: see `crawlers.networks.anhor`.

In doubt: that articles of all sections have a section and words in their address, as those of `/news/` do.
"""

from crawlers.networks.anhor import AnhorSpider


class AnhorUz(AnhorSpider):
    """The lists are those of a crawler of 2026; the feed was listed, not probed."""

    name = "anhor_uz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?anhor\.uz/(?!uzl/|category/|tag/|author/|page/)[a-z-]+/[^/?#]+/?$"
    evidence = (
        "2026: the lists' anchors and the container, in a crawler; the feed is listed, not probed",
        "2025-2026: links to articles",
        "2025: headline, date and text, in a selector list",
    )
    status = "modelled"
    feed_urls = ("https://anhor.uz/feed",)
    section_urls = ("https://anhor.uz/category/economy/page/{n}/",)
    links_css = "h3.posts-list__head a, a.posts-list__head-link"
