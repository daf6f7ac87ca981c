"""A site that nobody declared, end to end: what is crawled, what is asked for, what is told."""

import datetime as dt
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawlers.scout import FEED_PLACES, SITEMAP_PLACES
from crawlers.spiders.anysite import AnySite
from pipelines.article import ExtractionHints
from pipelines.errors import UsageError
from pipelines.report.run_record import RunRecord, load
from pipelines.urls import site_from_host
from sample_paper import truth
from sample_paper.editions import CODES
from sample_paper.server import SamplePaper
from tests.loopback import Answer, Server, serve
from tests.running import Place
from tests.test_crawl import RIGHTS_FILES

HTML = {"Content-Type": "text/html; charset=utf-8"}
ARTICLES = [f"/news/trees-in-district-{number}/" for number in range(101, 107)]


def page(*links: str, menu: tuple[str, ...] = ()) -> Answer:
    nav = "".join(f'<a href="{path}">A list</a>' for path in menu)
    body = "".join(f'<p><a href="{path}">An article</a>' for path in links)
    return Answer(body=f"<html lang=en><body><nav>{nav}</nav>{body}".encode(), headers=HTML)


def article(path: str) -> Answer:
    number = int(path.strip("/")[-3:])
    sentences = " ".join(
        f"The council of district {number} met on day {day} and counted {number * day} new trees."
        for day in range(1, 15)
    )
    title = f"Trees in district {number}"
    text = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{sentences}</p>"
    return Answer(body=text.encode(), headers=HTML)


@pytest.fixture
def answers() -> dict[str, Answer]:
    return {path: article(path) for path in ARTICLES}


@pytest.fixture
def server(answers: dict[str, Answer]) -> Iterator[Server]:
    with serve(answers) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path, {})


def record_of(place: Place) -> RunRecord:
    (path,) = (place.store / "runs").rglob("*.json")
    return load(path.read_bytes())


def test_the_sample_paper_is_crawled_as_if_it_were_declared(place: Place) -> None:
    with SamplePaper(run=1) as paper:
        runs = {
            code: place.start("crawl", "anysite", "-a", f"url={url}", "-a", "backfill=1")
            for code, url in paper.urls.items()
        }
        told = {code: run.communicate(timeout=120)[1] for code, run in runs.items()}
        assert {code: run.returncode for code, run in runs.items()} == dict.fromkeys(CODES, 0), told
        for (code, path), count in paper.requests.items():
            assert count == 1, (code, path)
    stored = Counter(row["site"] for row in place.rows("pages") if row["outcome"] == "stored")
    for code in CODES:
        host = paper.urls[code].removeprefix("http://").rstrip("/")
        expected = [
            page for page in truth.expected_outcomes(1) if page.edition == code and page.outcome == "stored"
        ]
        assert stored[site_from_host(host)] >= 0.9 * len(expected), (code, stored)
        assert f'languages = ("{code}",)' in told[code]
        assert f'feed_urls = ("http://{host}/' in told[code]
        assert f'sitemap_urls = ("http://{host}/sitemap.xml",)' in told[code]


def test_a_sitemap_that_robots_txt_names(place: Place, server: Server, answers: dict[str, Answer]) -> None:
    urls = "".join(f"<url><loc>{server.url}{path}</loc></url>" for path in ("/about/", *ARTICLES))
    answers["/maps/all"] = Answer(body=f"<urlset>{urls}</urlset>".encode())
    answers["/"] = page(menu=("/about/",))
    robots = f"User-agent: *\nDisallow: /rss\nSitemap: {server.url}/maps/all\n"
    answers["/robots.txt"] = Answer(body=robots.encode())
    # An article's address names the site as well as its home page does.
    done = place.scrapy(
        "crawl", "anysite", "-a", f"url={server.url}{ARTICLES[2]}", "-a", "limit=4", "-L", "INFO"
    )
    assert done.code == 0, done.err
    site = site_from_host(server.url.removeprefix("http://"))
    assert [(row["site"], row["outcome"], row["source"]) for row in place.rows("pages")] == [
        (site, "stored", "sitemap")
    ] * 4
    asked = ["/robots.txt", "/", *(path for path in FEED_PLACES if not path.startswith("/rss")), "/maps/all"]
    assert server.paths()[: len(asked)] == asked
    assert len(server.paths()) == len(asked) + 4 + len(RIGHTS_FILES)
    assert [row["language"] for row in place.rows("articles")] == ["en"] * 4
    record = record_of(place)
    assert (record.site, record.queued, record.pending) == (site, 6, 2)
    assert [(source.kind, source.links, source.error) for source in record.sources] == [
        ("section", 0, None),
        ("sitemap", 7, None),
    ]
    for line in (
        f"is crawled as site {site}, which nobody declared",
        "INFO: feeds: none",
        f"INFO: sitemaps: {server.url}/maps/all",
        "(fits 6 of 6 addresses that look like articles)",
        "time zone: unknown, days are those of UTC; languages: en",
        f"save it as crawlers/spiders/{site}_xx.py",
        'timezone = ""  # not found: the zone of the newsroom\'s city',
    ):
        assert line in done.err, done.err


def test_lists_where_there_is_neither_feed_nor_sitemap(
    place: Place, server: Server, answers: dict[str, Answer]
) -> None:
    menu = ("/news/", "/sport/", "/login/")
    answers["/"] = page(*ARTICLES[:3], menu=menu)
    answers["/news/"] = page(*ARTICLES[1:5], menu=menu)
    answers["/sport/"] = page(ARTICLES[5], menu=menu)
    done = place.scrapy("crawl", "anysite", "-a", f"url={server.url}")
    assert done.code == 0, done.err
    assert place.outcomes() == dict.fromkeys(ARTICLES, "stored")
    expected = ["/robots.txt", "/", *FEED_PLACES, *SITEMAP_PLACES, "/news/", "/sport/", *ARTICLES]
    expected += RIGHTS_FILES
    assert sorted(server.paths()) == sorted(expected)
    for path in ("/", "/news/", "/sport/"):
        assert f'        "{server.url}{path}",\n' in done.err.partition("section_urls = (")[2]


def test_1_and_each_reason_where_nothing_is_found(
    place: Place, server: Server, answers: dict[str, Answer]
) -> None:
    answers["/"] = page("/shop/", menu=("/about/",))
    answers["/rss"] = page("/shop/")
    began = time.monotonic()
    done = place.scrapy("crawl", "anysite", "-a", f"url={server.url}")
    assert time.monotonic() - began < 30
    assert done.code == 1
    assert f"feed {server.url}/rss could not be read: an HTML page instead of a feed" in done.err
    assert f"sitemap {server.url}/sitemap.xml could not be read: HTTP 404" in done.err
    assert f"section {server.url}/ could not be read: no address in it looks like an article's" in done.err
    assert "no source could be read" in done.err
    assert "class " not in done.err
    assert "Traceback" not in done.err
    assert len(record_of(place).sources) == 2 + len(FEED_PLACES) + len(SITEMAP_PLACES)
    assert all(source.error for source in record_of(place).sources)


@pytest.mark.parametrize(
    ("status", "asked", "says"), [(None, [], "Connection refused"), (403, ["/robots.txt", "/"], "HTTP 403")]
)
def test_1_when_the_home_page_cannot_be_had(
    place: Place, server: Server, answers: dict[str, Answer], status: int | None, asked: list[str], says: str
) -> None:
    answers["/"] = Answer(status=status or 200)
    done = place.scrapy("crawl", "anysite", "-a", f"url={server.url if status else 'http://127.0.0.1:9/'}")
    assert done.code == 1
    assert server.paths() == asked
    assert len(record_of(place).sources) == 1
    assert says in done.err
    assert "Traceback" not in done.err


def test_5_when_it_is_stopped_while_it_looks_around(
    place: Place, server: Server, answers: dict[str, Answer]
) -> None:
    answers["/"] = page(menu=("/news/",))
    answers["/rss.xml"] = Answer(body=b"", drip_seconds=3)
    with place.start("crawl", "anysite", "-a", f"url={server.url}") as process:
        end = time.monotonic() + 30
        while "/rss.xml" not in server.paths():
            assert time.monotonic() < end
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 5, err
    assert "Traceback" not in err
    assert "/news.rss" not in server.paths()


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://www.tengrinews.kz/news/", "www.tengrinews.kz is declared: run scrapy crawl tengrinews_kz"),
        (
            "https://tengrinews-kk.kz/",
            "tengrinews-kk.kz would be called tengrinews_kk_kz, as another site is",
        ),
    ],
)
def test_2_in_one_line_before_any_request(place: Place, url: str, says: str) -> None:
    done = place.scrapy("crawl", "anysite", "-a", f"url={url}")
    assert done.code == 2
    assert says in done.err
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert not place.store.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "name the site: scrapy crawl anysite -a url=https://example.kz/"),
        ({"url": "paper.kz"}, "-a url=paper.kz: not an http or https address"),
        ({"url": "ftp://paper.kz/"}, "not an http or https address"),
        ({"url": "https://paper.kz/", "limit": "0"}, "-a limit=0: not a whole number above 0"),
    ],
)
def test_wrong_arguments(given: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError, match=re.escape(says)):
        AnySite.read_arguments(given)


def test_what_the_address_alone_says() -> None:
    spider = AnySite(url="https://WWW.Paper-News.KZ:8443/a/b?c=d", since="2026-11-20")
    assert spider.site == "paper_news_kz_8443"
    assert spider.hosts == ("www.paper-news.kz:8443",)
    assert (spider.run_hints.country, spider.run_hints.timezone) == ("KZ", "Asia/Almaty")
    assert (spider.arguments.url, spider.arguments.since) == (None, dt.date(2026, 11, 20))
    assert spider.declaration() == ""
    assert spider.hints() == ExtractionHints(article_url="(?!)")
