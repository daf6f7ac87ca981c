# ruff: noqa: N999 - named like its host; nothing imports the file
"""1in.am, Armenian edition. In doubt: whether all addresses of articles end in `.html`."""

from crawlers.networks.one_in import OneInSpider


class OneInAm(OneInSpider):
    """See above."""

    name = "1in_am"
    languages = ("hy",)
    hosts = ("1in.am",)
    evidence = ("undated: a crawler of the list: its entries, and that articles end in .html",)
    article_url = r"^https?://(?:www\.)?1in\.am/[^?#]+\.html$"
    section_urls = ("https://www.1in.am/newsfeed", "https://www.1in.am/section/newsfeed/armenia")
    links_css = "div.newsfeed-item a"
