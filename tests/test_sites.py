"""Rules that hold for every declared site. A failure says how to mend it; exceptions are named here."""

import re
from pathlib import Path
from typing import cast

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawlers.news_spider import NewsSpider
from pipelines.extract.hints import check_hints
from pipelines.urls import normal_url, same_site

MAY_SPEED_UP: dict[str, str] = {}
"""Spider -> reason, for settings that do more than slow a crawl down."""

ARTICLES = {
    "tengrinews_kz": "https://tengrinews.kz/kazakhstan_news/kak-eto-bylo-519901/",
    "tengrinews_kk_kz": "https://kaz.tengrinews.kz/kazakhstan_news/osylai-boldy-340001/",
    "tengrinews_en_kz": "https://en.tengrinews.kz/politics_sub/how-it-was-16801/",
    "sample_ru_kz": "http://{host}/region/most-1001/",
    "sample_kk_kz": "http://{host}/qogam/kopir-2001.html",
    "sample_en_kz": "http://{host}/2026/11/bridge/",
}
"""An address of an article of each site, of the form that its evidence gives."""

LOADER = SpiderLoader(Settings({"SPIDER_MODULES": ["crawlers.spiders"]}))
SITES = [cast("type[NewsSpider]", LOADER.load(name)) for name in sorted(LOADER.list())]

REQUIRED = ("publisher", "country", "languages", "timezone", "hosts", "article_url")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
class TestSite:
    def test_the_file_is_named_like_the_site(self, site: type[NewsSpider]) -> None:
        assert issubclass(site, NewsSpider), "derive it from NewsSpider"
        assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*_[a-z]{2}", site.name), "name it <site>_<country>"
        assert site.__module__ == f"crawlers.spiders.{site.name}", "one file a site, named like it"
        assert site.name.rpartition("_")[2].upper() == site.country, "the name ends in the country"
        assert site.__doc__, "say in the docstring what the declaration rests on"

    def test_it_declares_what_is_needed_and_no_methods(self, site: type[NewsSpider]) -> None:
        missing = [name for name in REQUIRED if not getattr(site, name, None)]
        assert not missing, f"declare {', '.join(missing)}"
        assert site.feed_urls or site.sitemap_urls or site.section_urls, "declare a feed, sitemap or section"
        methods = [name for name, value in vars(site).items() if callable(value)]
        assert not methods, f"a site is a declaration; move {methods} to NewsSpider or a network"
        check_hints(site.hints())

    def test_addresses_are_of_its_hosts(self, site: type[NewsSpider]) -> None:
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            plain = url.replace("{n}", "1")
            assert normal_url(plain) == plain, f"write {url} as {normal_url(plain)}"
            assert same_site(plain, site.hosts), f"{url} is not on {site.hosts}"

    def test_the_pattern_takes_articles_and_no_lists(self, site: type[NewsSpider]) -> None:
        article = ARTICLES.get(site.name)
        assert article, "name an article's address in ARTICLES"
        assert re.search(site.article_url, article.format(host=site.hosts[0]))
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            assert not re.search(site.article_url, url.replace("{n}", "2")), f"it takes the list {url}"

    def test_its_settings_only_slow_a_crawl_down(self, site: type[NewsSpider]) -> None:
        if site.name in MAY_SPEED_UP:
            return
        for name, value in (site.custom_settings or {}).items():
            assert name == "DOWNLOAD_DELAY", f"{name} is not a site's to set"
            assert value > 1, "the delay of every site is 1 s already"


def test_no_two_sites_share_a_host() -> None:
    hosts = [host for site in SITES for host in site.hosts]
    assert len(hosts) == len(set(hosts))


def test_each_file_is_a_site() -> None:
    files = {path.stem for path in (Path(__file__).parents[1] / "crawlers" / "spiders").glob("[!_]*.py")}
    assert files == set(LOADER.list())
