"""Open.kg, English edition. Evidence: see `crawlers.networks.open_kg`."""

from crawlers.networks.open_kg import OpenKgSpider


class OpenEnKg(OpenKgSpider):
    """Two sections, counted."""

    name = "open_en_kg"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?open\.kg/en/news/[a-z-]+/\d+-[^/?#]+\.html$"
    evidence = (
        "2026: the form of the lists and of the date, in a page's text",
        "2025-2026: links to articles",
    )
    section_urls = (
        "https://open.kg/en/news/economy/page/{n}/",
        "https://open.kg/en/news/exclusive/page/{n}/",
    )
