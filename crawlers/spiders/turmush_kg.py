"""Turmush, AKIpress's news of the regions, in Russian and Kyrgyz. Evidence: see
`crawlers.networks.akipress`.

In doubt: which languages the feed holds. Links of 2022 with `/ru/` before the number are Russian; those
without it are not told apart, so both are one site here. The towns' lists name no dates.
"""

from crawlers.networks.akipress import AkipressSpider


class TurmushKg(AkipressSpider):
    """The feed worked in September 2026, the lists of two towns in a crawler of 2024."""

    name = "turmush_kg"
    publisher = "Turmush"
    region = "Karakol, Naryn"
    languages = ("ru", "ky")
    hosts = ("turmush.kg", "naryn.turmush.kg", "karakol-t.turmush.kg")
    article_url = r"^https?://(?:[a-z-]+\.)?turmush\.kg/(?:ru/)?news:\d+(?:[/?]|$)"
    evidence = (
        "2026: a probe of the feed in September",
        "2024: the towns' lists, headline and text, in a parser of city news",
        "2022: links to articles",
    )
    feed_urls = ("https://www.turmush.kg/rss",)
    section_urls = ("https://naryn.turmush.kg/", "https://karakol-t.turmush.kg/")
    title_css = "h1.news-title"
    text_css = "div[itemprop=articleBody]"
