"""Abai.kz, the edition in the Arabic script. Evidence: see `crawlers.networks.abai`."""

from crawlers.networks.abai import AbaiSpider


class AbaiArabKz(AbaiSpider):
    """Kazakh as it is written in China; `tt` is the site's name for it."""

    name = "abai_arab_kz"
    article_url = r"^https?://(?:www\.)?abai\.kz/index\.php/tt/post/\d+/?$"
    evidence = (
        "2026: pages in a web corpus (addresses, form of the date); its front page is inferred from them",
    )
    status = "modelled"
    section_urls = ("https://abai.kz/index.php/tt",)
