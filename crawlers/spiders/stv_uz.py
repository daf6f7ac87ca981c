"""Samarkand television, in Russian and Uzbek.

The facts rest on a parser of city news of 2024 (list, anchors, text); the site itself was not reached. It
runs on DataLife Engine. How the addresses of articles look is not known, so only what the list's headings
name is one, and nothing is known of the date.
"""

from crawlers.discovery.links import ANY_ADDRESS
from crawlers.news_spider import NewsSpider


class StvUz(NewsSpider):
    """See above."""

    name = "stv_uz"
    publisher = "STV"
    country = "UZ"
    region = "Samarkand"
    languages = ("ru", "uz")
    timezone = "Asia/Samarkand"
    hosts = ("stv.uz",)
    article_url = ANY_ADDRESS
    evidence = ("2024: list, anchors and text, in a parser of city news",)
    section_urls = ("https://stv.uz/news/newsamar/",)
    links_css = "header.shorttitle a"
    text_css = "div.articletext"
