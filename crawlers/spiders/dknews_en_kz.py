"""DKNews.kz, English edition. Evidence: see also `crawlers.networks.dknews`."""

from crawlers.networks.dknews import DknewsSpider


class DknewsEnKz(DknewsSpider):
    """Of it one article's address is known; the list is inferred from that."""

    name = "dknews_en_kz"
    languages = ("en",)
    article_url = r"^https?://(?:www\.)?dknews\.kz/en/[a-z0-9-]+/\d+-[^/?#]+$"
    evidence = ("2026: a link to an article; the list is the part of its address before the number",)
    section_urls = ("https://dknews.kz/en/articles-in-english",)
