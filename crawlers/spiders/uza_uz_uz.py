"""UzA, Uzbek edition, in Cyrillic (`/uz/`) and in Latin script (`/oz/`). Evidence: see
`crawlers.networks.uza`.
"""

from crawlers.networks.uza import UzaSpider


class UzaUzUz(UzaSpider):
    """The list is that of selectors of 2025. What both scripts carry is stored twice: two addresses, two
    texts.
    """

    name = "uza_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?uza\.uz/[ou]z/posts/[^/?#]+/?$"
    evidence = ("2026: links to articles", "2025: list, headline, date and text, in a selector list")
    section_urls = ("https://uza.uz/uz/posts",)
