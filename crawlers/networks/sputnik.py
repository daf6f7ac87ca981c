"""Sputnik's local editions: a host each, one template.

The feed has the same address on every host; a probe saw it work on two of them. An index of sitemaps by
month, `sitemap_article_index.xml`, is known of two projects and not declared: there are more than a hundred,
and whether it says which of them are new is not known. In doubt: the form of addresses outside Kazakhstan,
Kyrgyzstan and Georgia, and the kinds of blocks within the text, which are those of another edition.
"""

from crawlers.news_spider import NewsSpider


class SputnikSpider(NewsSpider):
    """What the editions share."""

    # /20261118/words-of-the-headline-61234501.html
    article_url = r"^https?://[^/?#]+/20\d{6}/[^/?#]+-\d+\.html$"
    title_css = "h1.article__title, h1[itemprop=headline]"
    date_css = "div.article__info-date"
    text_css = "div.article__body, div[itemprop=articleBody]"
    remove_css = (
        ".article__google-news, .global-fade, .window-push",
        # A teaser of another article; text stands in blocks of the types text, quote and vrez.
        "div.article__block[data-type=article]",
    )
