"""Rules that hold for every declared site. A failure says how to mend it; exceptions are named here."""

import datetime as dt
import re
from pathlib import Path
from typing import cast

import pytest
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawlers.discovery.archives import check_patterns, dated_url, first_url
from crawlers.discovery.links import ANY_ADDRESS
from crawlers.discovery.sections import is_counted, page_number_url
from crawlers.news_spider import NewsSpider
from crawlers.round.sites import Site
from crawlers.saved_pages import field_of, page_of, read_page, read_sources, save_source
from pipelines.article import Article
from pipelines.extract.hints import check_hints
from pipelines.extract.markup import check_selector
from pipelines.process import to_article
from pipelines.urls import normal_url, same_site

MAY_SPEED_UP: dict[str, str] = {}
"""Spider -> reason, for settings that do more than slow a crawl down."""

NO_SITES = {"anysite": "it finds out what a site's file declares"}
"""Spider -> reason, for spiders that declare nothing."""

WITHOUT_SAVED_PAGES = dict.fromkeys(
    ("sample_en_kz", "sample_kk_kz", "sample_ru_kz"), "the sample paper is served and crawled by the tests"
)
"""Spider -> reason, for sites without `tests/sites/<site>/links.json`."""

LOADER = SpiderLoader(Settings({"SPIDER_MODULES": ["crawlers.spiders"]}))
SAVED = Path(__file__).parent / "sites"
SITES = [cast("type[NewsSpider]", LOADER.load(name)) for name in sorted(set(LOADER.list()) - set(NO_SITES))]

A_DAY = dt.date(2026, 11, 22)

REQUIRED = ("publisher", "country", "languages", "timezone", "hosts", "article_url")


def addresses(pattern: str, day: dt.date, pages: int) -> list[str]:
    """The first pages of what a declared address stands for on a day."""
    dated = dated_url(pattern, day)
    return [page_number_url(dated, n) for n in range(1, pages + 1)] if is_counted(dated) else [dated]


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

    def test_its_placeholders_are_sound(self, site: type[NewsSpider]) -> None:
        check_patterns(site.feed_urls, site.sitemap_urls, site.section_urls)

    def test_addresses_are_of_its_hosts(self, site: type[NewsSpider]) -> None:
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            plain = first_url(url, A_DAY)
            assert normal_url(plain) == plain, f"write {url} as {normal_url(plain)}"
            assert same_site(plain, site.hosts), f"{url} is not on {site.hosts}"

    def test_it_says_what_it_rests_on(self, site: type[NewsSpider]) -> None:
        assert site.evidence, "declare `evidence`: what the facts rest on, and of which year"
        for fact in site.evidence:
            assert re.match(r"(?:20\d\d(?:-20\d\d)?|undated): \S", fact), f"begin {fact!r} with its year"

    def test_its_status_is_that_of_its_pages(self, site: type[NewsSpider]) -> None:
        pages = [read_page(path) for path in (SAVED / site.name).glob("page*.json")]
        modelled = any(page.modelled for page in pages)
        assert site.status == ("modelled" if modelled else "declared"), "`modelled` has a page, and only it"

    def test_addresses_that_nobody_knows_come_of_feeds_and_chosen_links(self, site: type[NewsSpider]) -> None:
        if site.article_url == ANY_ADDRESS:
            assert not site.sitemap_urls, "a sitemap names more than articles: declare `article_url`"
            assert not site.section_urls or site.links_css, "a list needs `article_url` or `links_css`"
        if site.links_css is not None:
            check_selector(site.links_css)
            assert site.section_urls, "`links_css` is for `section_urls`"

    def test_the_pattern_takes_no_lists(self, site: type[NewsSpider]) -> None:
        if site.article_url == ANY_ADDRESS:
            return
        for url in (*site.feed_urls, *site.sitemap_urls, *site.section_urls):
            for plain in addresses(url, A_DAY, pages=2):
                assert not re.search(site.article_url, plain), f"it takes the list {plain}"

    def test_its_settings_only_slow_a_crawl_down(self, site: type[NewsSpider]) -> None:
        if site.name in MAY_SPEED_UP:
            return
        for name, value in (site.custom_settings or {}).items():
            assert name == "DOWNLOAD_DELAY", f"{name} is not a site's to set"
            assert value > 1, "the delay of every site is 1 s already"


@pytest.mark.parametrize(
    "site", [site for site in SITES if site.name not in WITHOUT_SAVED_PAGES], ids=lambda site: site.name
)
class TestSavedSources:
    """`sites/<site>/links.json`: a feed, a sitemap or a list, and the links that must come of it."""

    def test_they_are_of_declared_sources(self, site: type[NewsSpider]) -> None:
        folder = SAVED / site.name
        assert (folder / "links.json").exists(), "save a feed, a sitemap or a list: scrapy record, or by hand"
        saved = read_sources(folder)
        assert saved.evidence
        assert saved.sources
        declared = {"feed": site.feed_urls, "sitemap": site.sitemap_urls, "section": site.section_urls}
        for source in saved.sources:
            read_at = dt.datetime.fromisoformat(source.read_at).date()
            known = {
                address
                for url in declared[source.kind]
                # The site's own day may be another, and an archive that of the day before.
                for back in (-1, 0, 1, 2)
                for address in addresses(url, read_at - dt.timedelta(days=back), pages=3)
            }
            known.update(part for index in saved.sources for part in index.parts)
            assert source.url in known, f"{source.url} is no declared {source.kind}"
        assert sum(len(source.links) for source in saved.sources) >= 3, "show three links at least"

    def test_they_give_their_links(self, site: type[NewsSpider]) -> None:
        folder = SAVED / site.name
        for source in read_sources(folder).sources:
            found = save_source(
                site,
                source.kind,
                source.url,
                (folder / source.file).read_bytes(),
                file=source.file,
                content_type=source.content_type,
                read_at=dt.datetime.fromisoformat(source.read_at),
            )
            assert found == source, f"{source.file}: {_first_difference(found.links, source.links)}"
            assert list(found.links) == list(source.links), f"{source.file}: another order"

    def test_no_other_site_takes_its_articles(self, site: type[NewsSpider]) -> None:
        """Editions may share a host: a saved page goes to the one whose `article_url` takes its address."""
        for url in [url for source in read_sources(SAVED / site.name).sources for url in source.links]:
            takers = [
                other.name
                for other in SITES
                if same_site(url, other.hosts) and re.search(other.article_url, url)
            ]
            assert takers == [site.name], f"{url} is taken by {takers}: part them by `article_url`"


def _first_difference(found: dict[str, str | None], expected: dict[str, str | None]) -> str:
    for url in [*expected, *found]:
        if found.get(url, "") != expected.get(url, ""):
            return f"{url}: {found.get(url, 'not taken')} instead of {expected.get(url, 'not taken')}"
    return "the links are equal, parts or next_page differ"


def test_each_file_is_a_site() -> None:
    files = {path.stem for path in (Path(__file__).parents[1] / "crawlers" / "spiders").glob("[!_]*.py")}
    assert files == set(LOADER.list())


PAGES = sorted(SAVED.glob("*/page*.json"))
"""`sites/<site>/page.html`, and beside it in `page.json` where the page is from and what it must give."""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
class TestPage:
    def test_it_says_where_it_is_from(self, path: Path) -> None:
        saved = read_page(path)
        assert isinstance(saved.modelled, bool), "say whether the page was written for the test or saved"
        assert saved.evidence, "say what its markup rests on"
        missing = {"title", "published_local", "text"} - set(saved.expected)
        assert not missing, f"expect {missing}"

    def test_it_gives_the_record(self, path: Path) -> None:
        saved = read_page(path)
        site = cast("type[NewsSpider]", LOADER.load(path.parent.name))
        assert re.search(site.article_url, saved.url)
        article = to_article(page_of(site, saved, path.with_suffix(".html").read_bytes()))
        assert isinstance(article, Article), article
        for field, expected in saved.expected.items():
            found = field_of(article, field)
            assert found == expected, f"{field}: {found!r}"


def test_each_saved_page_is_of_a_site() -> None:
    assert {path.name for path in SAVED.iterdir()} <= {site.name for site in SITES}
