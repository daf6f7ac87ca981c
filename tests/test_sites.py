"""Rules that hold for every declared site. A failure says how to mend it; exceptions are named here."""

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any, cast

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawlers.discovery.sections import is_counted, page_number_url
from crawlers.news_spider import NewsSpider
from crawlers.round.sites import Site
from pipelines.article import Article, Page
from pipelines.extract.hints import check_hints
from pipelines.process import to_article
from pipelines.urls import normal_url, same_site

MAY_SPEED_UP: dict[str, str] = {}
"""Spider -> reason, for settings that do more than slow a crawl down."""

ARTICLES = {
    "tengrinews_kz": "https://tengrinews.kz/kazakhstan_news/kak-eto-bylo-519901/",
    "tengrinews_kk_kz": "https://kaz.tengrinews.kz/kazakhstan_news/osylai-boldy-340001/",
    "tengrinews_en_kz": "https://en.tengrinews.kz/politics_sub/how-it-was-16801/",
    "zakon_kz": "https://www.zakon.kz/sobytiia/6527998-ulitsu-zakroyut-do-kontsa-goda.html",
    "zakon_kk_kz": "https://kaz.zakon.kz/vlast-kazakhstana/7654321-koshe-zhabylady.html",
    "nur_kz": "https://www.nur.kz/society/2348017-porogovye-bally-i-granty/",
    "nur_kk_kz": "https://kaz.nur.kz/nurfin/stock/2153691-qandai-operaciya/",
    "inform_kz": "https://www.inform.kz/ru/v-stochnih-vodah-obnaruzheni-ostatki-adef40",
    "inform_kk_kz": "https://kaz.inform.kz/news/11-tamiz-zhilnama-fbf80170/",
    "inform_latn_kz": "https://qz.inform.kz/news/on-birinshi-tamyz-fbf801/",
    "24_kg": "https://24.kg/obschestvo/356276_sudya_vskronovshestvah_trudovogo_prava_/",
    "24_ky_kg": "https://24.kg/kyrgyzcha/356277_sot_jonundo/",
    "24_en_kg": "https://24.kg/english/376610_Thirteen_schools_fail_state_accreditation/",
    "kun_uz": "https://kun.uz/news/2026/03/27/shaxsga-doir-malumotlarni-saqlashga-ruxsat-berildi",
    "gazeta_uz": "https://www.gazeta.uz/ru/2026/09/04/taxi/",
    "gazeta_uz_uz": "https://www.gazeta.uz/oz/2026/08/31/school-program/",
    "gazeta_en_uz": "https://www.gazeta.uz/en/2016/11/04/school/",
    "asiaplustj_tj": "https://asiaplustj.info/ru/news/tajikistan/society/20230117/nachali-vidavat-nomera",
    "asiaplustj_tg_tj": "https://asiaplustj.info/tj/news/tajikistan/society/20230117/raqamhoi-nav",
    "asiaplustj_en_tj": "https://www.asiaplustj.info/en/news/world/20260212/sites-removed-from-servers",
    "ikon_mn": "https://ikon.mn/n/3ocs",
    "oxu_az": "https://oxu.az/dunya/alyaskada-teyyareden-xeber-var",
    "avesta_tj": "https://avesta.tj/2025/05/12/novosti-budushhego-uzhe-segodnya/",
    "kursiv_kz": "https://kz.kursiv.media/2026-06-15/astana-gotovitsya/",
    "kursiv_kk_kz": "https://kz.kursiv.media/kk/2026-06-15/astana-mausymyna-dajyndala-bastady",
    "kursiv_en_kz": "https://kz.kursiv.media/en/2026-07-14/engk-nknk-artist-addresses-fans/",
    "ng_kz": "https://www.ng.kz/modules/news/article.php?storyid=48213",
    "dumskaya_ua": "https://dumskaya.net/news/sobaka-i-morskie-svinki-170802/",
    "atpress_kz": "https://atpress.kz/ru/news/ekologiya/zhaiyk-obmelel",
    "qalampir_uz": "https://qalampir.uz/uz/news/telekanallar-zharimaga-tortildi-87929",
    "sample_ru_kz": "http://{host}/region/most-1001/",
    "sample_kk_kz": "http://{host}/qogam/kopir-2001.html",
    "sample_en_kz": "http://{host}/2026/11/bridge/",
}
"""An address of an article of each site, of the form that its evidence gives."""

NO_SITES = {"anysite": "it finds out what a site's file declares"}
"""Spider -> reason, for spiders that declare nothing."""

LOADER = SpiderLoader(Settings({"SPIDER_MODULES": ["crawlers.spiders"]}))
SITES = [cast("type[NewsSpider]", LOADER.load(name)) for name in sorted(set(LOADER.list()) - set(NO_SITES))]

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
        assert not [host for host in site.hosts if host.startswith("www.")], "www. is implied"
        assert site.feed_urls or site.sitemap_urls or site.section_urls, "declare a feed, sitemap or section"
        methods = [name for name, value in vars(site).items() if callable(value)]
        assert not methods, f"a site is a declaration; move {methods} to NewsSpider or a network"
        check_hints(site.hints())

    def test_its_times_are_of_use(self, site: type[NewsSpider]) -> None:
        assert Site.of(site).every >= dt.timedelta(minutes=5), "politeness: no newsroom needs more"

    def test_addresses_are_of_its_hosts(self, site: type[NewsSpider]) -> None:
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            plain = page_number_url(url, 1) if is_counted(url) else url
            assert normal_url(plain) == plain, f"write {url} as {normal_url(plain)}"
            assert same_site(plain, site.hosts), f"{url} is not on {site.hosts}"

    def test_the_pattern_takes_articles_and_no_lists(self, site: type[NewsSpider]) -> None:
        article = ARTICLES.get(site.name)
        assert article, "name an article's address in ARTICLES"
        assert re.search(site.article_url, article.format(host=site.hosts[0]))
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            for plain in [page_number_url(url, n) for n in (1, 2)] if is_counted(url) else [url]:
                assert not re.search(site.article_url, plain), f"it takes the list {plain}"

    def test_its_settings_only_slow_a_crawl_down(self, site: type[NewsSpider]) -> None:
        if site.name in MAY_SPEED_UP:
            return
        for name, value in (site.custom_settings or {}).items():
            assert name == "DOWNLOAD_DELAY", f"{name} is not a site's to set"
            assert value > 1, "the delay of every site is 1 s already"


def test_no_two_sites_take_the_same_article() -> None:
    """Editions may share a host: a saved page goes to the one whose `article_url` takes its address."""
    for name, article in ARTICLES.items():
        url = article.format(host=cast("type[NewsSpider]", LOADER.load(name)).hosts[0])
        takers = [
            site.name for site in SITES if same_site(url, site.hosts) and re.search(site.article_url, url)
        ]
        assert takers == [name], f"{url} is taken by {takers}: part them by `article_url`"


def test_each_file_is_a_site() -> None:
    files = {path.stem for path in (Path(__file__).parents[1] / "crawlers" / "spiders").glob("[!_]*.py")}
    assert files == set(LOADER.list())


PAGES = sorted(path.parent for path in (Path(__file__).parent / "sites").glob("*/page.json"))
"""`sites/<site>/page.html`, and beside it in `page.json` where the page is from and what it must give."""


@pytest.mark.parametrize("folder", PAGES, ids=lambda folder: folder.name)
class TestPage:
    def test_it_says_where_it_is_from(self, folder: Path) -> None:
        case = json.loads((folder / "page.json").read_text())
        assert isinstance(case["modelled"], bool), "say whether the page was written for the test or saved"
        assert case["evidence"], "say what its markup rests on"
        missing = {"title", "published_local", "text"} - set(case["expected"])
        assert not missing, f"expect {missing}"

    def test_it_gives_the_record(self, folder: Path) -> None:
        case: dict[str, Any] = json.loads((folder / "page.json").read_text())
        site = cast("type[NewsSpider]", LOADER.load(folder.name))
        assert re.search(site.article_url, case["url"])
        page = Page(
            url=case["url"],
            site=site.name,
            body=(folder / "page.html").read_bytes(),
            content_type="text/html",
            fetched_at=dt.datetime.fromisoformat(case["fetched_at"]),
            hints=site.hints(),
        )
        article = to_article(page)
        assert isinstance(article, Article), article
        for field, expected in case["expected"].items():
            found = getattr(article, field)
            found = found.split("\n") if field == "text" else found
            assert found == expected, f"{field}: {found!r}"
