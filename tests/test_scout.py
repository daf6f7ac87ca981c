"""What is asked for at a site that nobody declared, in which order, and what is made of the answers."""

import asyncio
import dataclasses
import re

import pytest
from scrapy.http import Response

from crawlers.discovery.links import NotReadable
from crawlers.scout import FEED_PLACES, MAX_GUESSES, SITEMAP_PLACES, Findings, NoAnswer, Scout

HOME = "https://paper.kz/"
PLACES = [*FEED_PLACES, *SITEMAP_PLACES]
ARTICLES = [f"/news/story-{number}/" for number in range(1001, 1009)]


def rss(*paths: str) -> bytes:
    return f"<rss><channel>{''.join(f'<item><link>{path}</link></item>' for path in paths)}".encode()


def urlset(*paths: str, news: bool = False) -> bytes:
    date = "<n:publication_date>2026-11-20T10:00:00+05:00</n:publication_date>" if news else ""
    urls = "".join(f"<url><loc>https://paper.kz{path}</loc><n:news>{date}</n:news></url>" for path in paths)
    return f'<urlset xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'.encode()


def index(*paths: str) -> bytes:
    parts = "".join(f"<sitemap><loc>https://paper.kz{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{parts}</sitemapindex>".encode()


def page(*paths: str, menu: tuple[str, ...] = (), head: str = "") -> bytes:
    nav = "".join(f'<a href="{path}">m</a>' for path in menu)
    links = "".join(f'<a href="{path}">x</a>' for path in paths)
    return f"<html lang=kk><head>{head}<body><nav>{nav}</nav>{links}".encode()


def feed_link(path: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{path}">'


@dataclasses.dataclass
class Site:
    """Bodies by path; any other path is 404, or `otherwise`."""

    answers: dict[str, bytes]
    sitemaps: tuple[str, ...] = ()
    otherwise: bytes | None = None
    silent: tuple[str, ...] = ()
    asked: list[str] = dataclasses.field(default_factory=list)

    async def fetch(self, url: str, guess: bool) -> Response:
        path = url.removeprefix("https://paper.kz")
        self.asked.append(path)
        assert guess == (path in PLACES or path == "/ru/rss.xml"), path
        if path in self.silent:
            raise NoAnswer("time-out")
        body = self.answers.get(path, self.otherwise)
        if body is None:
            raise NotReadable("HTTP 404")
        return Response(url, body=body)

    async def robots(self) -> list[str]:
        return list(self.sitemaps)

    def survey(self, *, archive: bool = False) -> Findings:
        scout = Scout(HOME, ("paper.kz",), self.fetch, archive=archive)
        return asyncio.run(scout.survey(self.robots))


def paths(urls: list[str]) -> list[str]:
    return [url.removeprefix("https://paper.kz") for url in urls]


MENU = ("/news/", "/sport/", "/about/")
SOFT = page(*MENU)
"""What some sites answer to any address."""


@pytest.mark.parametrize(
    ("site", "asked", "feeds", "sitemaps", "sections"),
    [
        pytest.param(
            Site({"/": page(head=feed_link("/f")), "/f": rss(*ARTICLES)}, ("https://paper.kz/s",)),
            ["/", "/f", "/s", *SITEMAP_PLACES],
            ["/f"],
            [],
            [],
            id="a feed that the page names; a sitemap that is gone",
        ),
        pytest.param(
            Site({"/": page(menu=MENU), "/news.rss": rss(*ARTICLES)}, otherwise=SOFT),
            ["/", "/rss", "/feed/", "/rss.xml", "/news.rss", *SITEMAP_PLACES],
            ["/news.rss"],
            [],
            [],
            id="a feed at a usual place, among pages of HTML",
        ),
        pytest.param(
            Site(
                {"/": page("/ru/rss.xml"), "/ru/rss.xml": rss(*ARTICLES), "/sitemap.xml": urlset(*ARTICLES)}
            ),
            ["/", "/ru/rss.xml", "/sitemap.xml"],
            ["/ru/rss.xml"],
            ["/sitemap.xml"],
            [],
            id="a feed that an anchor leads to",
        ),
        pytest.param(
            Site({"/": page(), "/s": urlset("/about/", *ARTICLES)}, ("https://paper.kz/s", "http://x.kz/s")),
            ["/", *FEED_PLACES, "/s"],
            [],
            ["/s"],
            [],
            id="a sitemap in robots.txt",
        ),
        pytest.param(
            Site(
                {
                    "/": page(),
                    "/s": index("/tags.xml", "/old.xml", "/news-1.xml"),
                    "/news-1.xml": urlset(*ARTICLES, news=True),
                },
                ("/s", "/t"),
            ),
            ["/", *FEED_PLACES, "/s", "/news-1.xml"],
            [],
            ["/s", "/t"],
            [],
            id="an index; its news teach the rule, the other sitemap is read later",
        ),
        pytest.param(
            Site({"/": page(*ARTICLES, menu=MENU)}),
            ["/", *PLACES],
            [],
            [],
            ["/", "/news/", "/sport/"],
            id="only links",
        ),
        pytest.param(
            Site({"/": page(menu=MENU), "/news/": page(*ARTICLES, menu=MENU)}),
            ["/", *PLACES, "/news/"],
            [],
            [],
            ["/", "/news/", "/sport/"],
            id="links in a section only",
        ),
        pytest.param(
            Site({"/feed/": rss(*ARTICLES)}, otherwise=b""),
            ["/", "/rss", "/feed/", *SITEMAP_PLACES],
            ["/feed/"],
            [],
            [],
            id="no home page",
        ),
        pytest.param(
            Site(
                {
                    "/": page(head=feed_link("/f")),
                    "/f": rss("https://other.kz/news/1"),
                    "/rss": rss(*ARTICLES),
                }
            ),
            ["/", "/f", "/rss", *SITEMAP_PLACES],
            ["/rss"],
            [],
            [],
            id="a feed of another site is none",
        ),
    ],
)
def test_what_is_found(
    site: Site, asked: list[str], feeds: list[str], sitemaps: list[str], sections: list[str]
) -> None:
    site.asked.clear()
    found = site.survey()
    assert site.asked == asked
    assert (paths(found.feeds), paths(found.sitemaps)) == (feeds, sitemaps)
    assert paths(found.sections) == sections
    assert found.pattern is not None
    assert all(re.search(found.pattern.regex, f"https://paper.kz{path}") for path in ARTICLES)
    assert {kept.asked for kept in found.kept} <= {f"https://paper.kz{path}" for path in asked}
    assert sum(path in PLACES for path in asked) <= MAX_GUESSES


def test_what_is_named_and_unreadable_is_told_apart_from_guesses() -> None:
    site = Site({"/": page(head=feed_link("/gone")), "/rss": rss(*ARTICLES)}, ("https://paper.kz/s",), SOFT)
    found = site.survey()
    assert [(reading.url, reading.kind) for reading in found.failed] == [
        ("https://paper.kz/gone", "feed"),
        ("https://paper.kz/s", "sitemap"),
    ]
    assert [reading.kind for reading in found.missed] == ["sitemap"] * len(SITEMAP_PLACES)


def test_an_archive_takes_sections_too() -> None:
    site = Site({"/": page(*ARTICLES, menu=MENU, head=feed_link("/f")), "/f": rss(*ARTICLES)})
    assert site.survey().sections == []
    assert paths(site.survey(archive=True).sections) == ["/", "/news/", "/sport/"]


@pytest.mark.parametrize(
    ("silent", "asked"),
    [(("/",), ["/"]), (("/rss.xml",), ["/", "/rss", "/feed/", "/rss.xml"])],
)
def test_a_host_that_does_not_answer_is_left_alone(silent: tuple[str, ...], asked: list[str]) -> None:
    site = Site({"/": page(menu=MENU)}, silent=silent)
    found = site.survey()
    assert site.asked == asked
    assert found.pattern is None
    assert "time-out" in {reading.error for reading in (*found.failed, *found.missed)}


def test_nothing_is_found_where_nothing_is() -> None:
    site = Site({"/": page("/about/", "/shop/")}, otherwise=SOFT)
    found = site.survey()
    assert (found.pattern, found.feeds, found.sitemaps, found.sections) == (None, [], [], [])
    assert len(found.missed) == len(PLACES)
