"""Kazinform, Kazakh edition in Latin script."""

from crawlers.networks.inform import InformSpider


class InformLatnKz(InformSpider):
    """Dates look like `11:17, 17 Qazan 2023`. The AMP pages show markup as text, and are not read."""

    name = "inform_latn_kz"
    languages = ("kk",)
    status = "modelled"
    hosts = ("qz.inform.kz",)
    evidence = (
        "2026: a crawler of February that made a corpus of 2,473 articles of these sections",
        *InformSpider.evidence,
    )
    # The crawler took any address under /news/.
    article_url = r"^https?://qz\.inform\.kz/news/[^/?]+/?$"
    section_urls = (
        "https://qz.inform.kz/category/prezident_c241/?page={n}",
        "https://qz.inform.kz/category/halykaralyk-katynastar_c244/?page={n}",
        "https://qz.inform.kz/category/ekonomika_s10556/?page={n}",
        "https://qz.inform.kz/category/madeniet_s10030/?page={n}",
        "https://qz.inform.kz/category/sport_s10031/?page={n}",
        "https://qz.inform.kz/category/ortalyk-aziya_c211/?page={n}",
        "https://qz.inform.kz/category/euraziya_c212/?page={n}",
        "https://qz.inform.kz/category/amerika_c214/?page={n}",
    )
