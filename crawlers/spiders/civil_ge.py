"""Civil Georgia, English edition. Evidence: see `crawlers.networks.civil_ge`."""

from crawlers.networks.civil_ge import CivilGeSpider


class CivilGe(CivilGeSpider):
    """The feed worked in September and October 2026."""

    name = "civil_ge"
    languages = ("en",)
    status = "modelled"
    evidence = (
        "2026: probes of September and October read the feed, with whole texts",
        "2026: a reduced page that a project keeps: headline, container",
        "2026: links to articles and a monitor's form of them",
    )
    article_url = r"^https?://(?:www\.)?civil\.ge/archives/\d+/?$"
    feed_urls = ("https://civil.ge/feed",)
    section_urls = ("https://civil.ge/archives/category/news",)
