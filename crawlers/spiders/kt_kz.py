"""Kazakhstan Today, Russian edition. Evidence: see also `crawlers.networks.kt`."""

from crawlers.networks.kt import KtSpider


class KtKz(KtSpider):
    """A spider read its list."""

    name = "kt_kz"
    languages = ("ru",)
    article_url = r"^https?://(?:www\.)?kt\.kz/rus/[a-z_-]+/[^/?#]+_\d{9,}\.html$"
    evidence = (
        "2025: a link to an article; others of 2006 and 2011 have the same form",
        "2023: an aggregator of the front page",
        "undated: a spider of the list (headline, date, container)",
    )
    status = "modelled"
    section_urls = ("https://www.kt.kz/rus/all",)
