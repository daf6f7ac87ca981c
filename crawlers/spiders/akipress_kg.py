"""AKIpress, the agency's Russian edition. Evidence: see `crawlers.networks.akipress`.

In doubt: how the article's page says its date, of which nothing is known.
"""

from crawlers.networks.akipress import AkipressSpider


class AkipressKg(AkipressSpider):
    """The lists are those of an aggregator of 2025; the sections are subdomains."""

    name = "akipress_kg"
    publisher = "AKIpress"
    region = "Bishkek"
    languages = ("ru",)
    hosts = (
        "akipress.org",
        "m.akipress.org",
        "kg.akipress.org",
        "svodka.akipress.org",
        "eco.akipress.org",
        "bilim.akipress.org",
        "presscenter.akipress.org",
    )
    article_url = r"^https?://(?:[a-z]+\.)?akipress\.org/(?:ru/)?news:\d+(?:[/?]|$)"
    evidence = (
        "2026: links to articles; what is never text, in ad-block rules",
        "2025: both lists and the containers, in an aggregator",
        "2016: the tags, in a crawler",
    )
    status = "modelled"
    section_urls = ("https://m.akipress.org/", "https://akipress.org/")
    text_css = "div.article-detail, div.news_in, div.article-text"
    tags_css = "div.news_tag a"
