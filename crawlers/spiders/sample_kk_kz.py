"""The sample paper, Kazakh edition: made, and served on loopback by `make crawl`."""

from crawlers.networks.sample_paper import SamplePaperSpider, edition_host

HOST = edition_host(1)


class SampleKkKz(SamplePaperSpider):
    """See `sample_paper`."""

    name = "sample_kk_kz"
    publisher = "Сарыжол шамшырағы"
    languages = ("kk",)
    hosts = (HOST,)
    article_url = r"/[a-z]+/[a-z0-9-]+-\d+\.html$"
    feed_urls = (f"http://{HOST}/atom.xml",)
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
    section_urls = (f"http://{HOST}/news/",)
