"""The sample paper, Russian edition: made, and served on loopback by `make crawl`."""

from crawlers.networks.sample_paper import SamplePaperSpider, edition_host

HOST = edition_host(0)


class SampleRuKz(SamplePaperSpider):
    """See `sample_paper`."""

    name = "sample_ru_kz"
    publisher = "Сарыжольский вестник"
    languages = ("ru",)
    hosts = (HOST,)
    article_url = r"/[a-z]+/[a-z0-9-]+-\d+/$"
    feed_urls = (f"http://{HOST}/news.rss",)
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
    section_urls = (f"http://{HOST}/news/",)
