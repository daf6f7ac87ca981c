"""The sample paper, English edition: made, and served on loopback by `make crawl`."""

from crawlers.networks.sample_paper import SamplePaperSpider, edition_host

HOST = edition_host(2)


class SampleEnKz(SamplePaperSpider):
    """See `sample_paper`."""

    name = "sample_en_kz"
    publisher = "Saryzhol Post"
    languages = ("en",)
    hosts = (HOST,)
    article_url = r"/20\d\d/\d\d/[a-z0-9-]+/$"
    feed_urls = (f"http://{HOST}/feed/",)
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
    section_urls = (f"http://{HOST}/news/",)
