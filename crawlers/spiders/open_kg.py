"""Open.kg, Russian edition. Evidence: see `crawlers.networks.open_kg`."""

from crawlers.networks.open_kg import OpenKgSpider


class OpenKg(OpenKgSpider):
    """Two sections, counted."""

    name = "open_kg"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?open\.kg/news/[a-z-]+/\d+-[^/?#]+\.html$"
    evidence = ("2026: the form of the lists and of the date, in a page's text; links to English articles",)
    section_urls = ("https://open.kg/news/economy/page/{n}/", "https://open.kg/news/exclusive/page/{n}/")
