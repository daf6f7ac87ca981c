"""Sites with archives; the test serves them."""

from tests.spiders.loop_kz import HOST, LoopKz


class DaysKz(LoopKz):
    name = "days_kz"
    feed_urls = ()
    section_urls = (f"http://{HOST}/?lable=8&date={{day:%Y-%m-%d}}&order=time",)


class MonthsKz(LoopKz):
    name = "months_kz"
    feed_urls = ()
    sitemap_urls = (f"http://{HOST}/sitemap.php?year={{month:%Y}}&mount={{month:%m}}",)


class IndexKz(LoopKz):
    name = "index_kz"
    feed_urls = ()
    sitemap_urls = (f"http://{HOST}/sitemap.xml",)


class WrongKz(LoopKz):
    name = "wrong_kz"
    section_urls = (f"http://{HOST}/{{date:%Y}}",)
