"""A site with all kinds of sources, which the test serves."""

from tests.spiders.loop_kz import HOST, LoopKz


class WatchedKz(LoopKz):
    name = "watched_kz"
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)
    section_urls = (f"http://{HOST}/list/{{n}}",)
    article_url = r"/news/[\w/-]+$"
