"""UzNews.uz, Uzbek edition. Evidence: see `crawlers.networks.uznews`."""

from crawlers.networks.uznews import UznewsSpider


class UznewsUzUz(UznewsSpider):
    """The list is that of selectors of 2025."""

    name = "uznews_uz_uz"
    languages = ("uz",)
    article_url = r"^https?://(?:www\.)?uznews\.uz/uz/(?:news|posts)/\d+/?$"
    evidence = ("2025: list, addresses, headline and date, in a selector list",)
    section_urls = ("https://uznews.uz/uz/news",)
