"""A news site of any number of articles on loopback, for crawls that are killed."""

import contextlib
import datetime as dt
import hashlib
import json
import random
from collections.abc import Iterable, Iterator, Mapping

from tests.loopback import Answer, Server, serve

HTML = {"Content-Type": "text/html; charset=utf-8"}
XML = {"Content-Type": "application/xml"}
_ONES = ("council", "teacher", "doctor", "minister", "engineer", "student", "farmer", "driver", "judge")
_TWOS = ("river", "bridge", "school", "harvest", "winter", "market", "railway", "museum", "budget", "garden")
_THREES = ("village", "library", "theatre", "factory", "airport", "hospital", "festival", "forest", "mine")
_PLACES = ("Kostanay", "Taraz", "Semey", "Oral", "Aqtau", "Kokshetau", "Taldyqorghan", "Pavlodar")
_SECTION_PAGE = 15


def _words(number: int) -> Iterator[str]:
    chosen = random.Random(number)  # noqa: S311 - the same text at every request
    for day in range(1, 9):
        one, two, three = (chosen.choice(words) for words in (_ONES, _TWOS, _THREES))
        place = chosen.choice(_PLACES)
        yield (
            f"On day {day} the {one} of {place} counted {number * day + 7} reports about the {two}, "
            f"and the {three} answered each of them before the evening."
        )


def article_page(number: int, text_of: int | None = None, *, edited: bool = False) -> bytes:
    """The page of an article; with `text_of`, under the text of another one, but for the lede if `edited`."""
    told = text_of or number
    published = dt.datetime(2026, 3, 1, 9, 30, tzinfo=dt.UTC) + dt.timedelta(hours=told)
    title = f"Report {told} from {_PLACES[told % len(_PLACES)]}"
    data = {"@type": "NewsArticle", "headline": title, "datePublished": published.isoformat()}
    head = (
        f'<script type="application/ld+json">{json.dumps(data)}</script>'
        if told % 2
        else f'<meta property="article:published_time" content="{published.isoformat()}">'
    )
    sentences = list(_words(told))
    if edited:
        sentences[0] = next(_words(number))
    text = "".join(f"<p>{' '.join(sentences[first : first + 2])}</p>" for first in range(0, 8, 2))
    return (
        f"<html lang=en><head><title>{title}</title>{head}</head><body><nav><a href=/city>City</a></nav>"
        f"<article><h1>{title}</h1>{text}</article><footer>Loop</footer></body></html>"
    ).encode()


GONE_EVERY = 20
_GONE = 10_000


def _with_gone(numbers: Iterable[int]) -> list[int]:
    """With a 404 among them here and there, so that a crawl meets one at any time."""
    return [
        named
        for number in numbers
        for named in ((number, _GONE + number) if number % GONE_EVERY == 0 else (number,))
    ]


def _versioned(body: bytes, headers: Mapping[str, str]) -> Answer:
    """A source that can be asked whether it changed: a run that died must not be told that it did not."""
    return Answer(body=body, headers={**headers, "ETag": f'"{hashlib.sha256(body).hexdigest()}"'})


class News(Mapping[str, Answer]):
    """The answers of the site, by path: `articles` articles and addresses that end otherwise.

    Only the two feeds name some addresses both, and say the same of them: which of two sources led to a page
    is a matter of which was read first. Of two addresses with one text, or nearly one, the original stands
    first in a feed and the other one last in the same, so that they are queued at once: a run may die between
    two sources.
    """

    def __init__(self, articles: int) -> None:
        self.articles = articles
        self.url = ""
        """Where it is served, without a slash at the end."""
        self.twin, self.moved, self.short, self.picture, self.cousin = range(articles + 1, articles + 6)
        self.flaky = articles // 10
        """Answers 500 at first."""
        # An hour ago: recent enough for a sitemap, and before any fetch.
        self._changed = dt.datetime.now(dt.UTC).replace(microsecond=0) - dt.timedelta(hours=1)
        self.is_silent = False
        """Do its sources name nothing any more?"""
        self._flaky_asked = 0
        quarter, three, half, most = (articles * share // 100 for share in (25, 37, 57, 80))
        self._rss = [*_with_gone(range(1, quarter + 1)), self.moved, self.twin, self.cousin]
        self._atom = _with_gone(range(quarter - 2, three))
        self._maps = {
            "/sitemap-1.xml": _with_gone(range(three, half)),
            "/sitemap-2.xml": [
                *_with_gone(range(half, most)),
                self.short,
                self.picture,
            ],
        }
        self._section = _with_gone(range(most, articles + 1))

    def begin_anew(self) -> None:
        """The next crawl finds the site as the first one did."""
        self._flaky_asked = 0

    def __getitem__(self, path: str) -> Answer:
        if self.is_silent and path == "/rss":
            return Answer(body=b"<rss><channel></channel></rss>", headers=XML)
        if self.is_silent and not path.startswith("/news/"):
            raise KeyError(path)
        if path.startswith("/news/"):
            return self._page(int(path.removeprefix("/news/")))
        if path == "/rss":
            return _versioned(self._feed(), XML)
        if path == "/atom":
            return Answer(body=self._entries(), headers=XML)
        if path == "/sitemap.xml":
            return Answer(body=self._sitemap("sitemapindex", "sitemap", self._maps), headers=XML)
        if path in self._maps:
            paths = (f"/news/{number}" for number in self._maps[path])
            return Answer(body=self._sitemap("urlset", "url", paths), headers=XML)
        if path == "/city" or path.startswith("/city?page="):
            return _versioned(self._list(int(path.partition("=")[2] or 1)), HTML)
        raise KeyError(path)

    def __iter__(self) -> Iterator[str]:
        return (f"/news/{number}" for number in range(1, self.cousin + 1))

    def __len__(self) -> int:
        return self.cousin

    def _page(self, number: int) -> Answer:
        if number == self.moved:
            return Answer(status=302, headers={"Location": "/news/2"})
        if number > self.cousin:
            return Answer(status=404)
        if number == self.short:
            return Answer(
                body=b"<html><body><article><p>More soon.</p></article></body></html>", headers=HTML
            )
        if number == self.picture:
            return Answer(body=b"\x89PNG\r\n\x1a\n" * 200, headers={"Content-Type": "image/png"})
        if number == self.flaky:
            self._flaky_asked += 1
            if self._flaky_asked == 1:
                return Answer(status=500)
        text_of = {self.twin: 1, self.cousin: 3}.get(number)
        return Answer(body=article_page(number, text_of, edited=number == self.cousin), headers=HTML)

    def _feed(self) -> bytes:
        date = f"{self._changed:%a, %d %b %Y %H:%M:%S} +0000"
        items = "".join(
            f"<item><link>/news/{number}</link><pubDate>{date}</pubDate></item>" for number in self._rss
        )
        return f"<rss version='2.0'><channel>{items}</channel></rss>".encode()

    def _entries(self) -> bytes:
        date = self._changed.isoformat()
        entries = "".join(
            f"<entry><link href='/news/{number}'/><published>{date}</published></entry>"
            for number in self._atom
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>".encode()

    def _list(self, page: int) -> bytes:
        first = (page - 1) * _SECTION_PAGE
        shown = self._section[first : first + _SECTION_PAGE]
        teasers = "".join(f"<li><a href='/news/{number}'>Report {number}</a></li>" for number in shown)
        more = first + _SECTION_PAGE < len(self._section)
        following = f"<a rel=next href='/city?page={page + 1}'>Next</a>" if more else ""
        return f"<html><body><ul>{teasers}</ul>{following}</body></html>".encode()

    def _sitemap(self, root: str, entry: str, paths: Iterable[str]) -> bytes:
        changed = self._changed.isoformat()
        entries = "".join(
            f"<{entry}><loc>{self.url}{path}</loc><lastmod>{changed}</lastmod></{entry}>" for path in paths
        )
        return f"<{root} xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</{root}>".encode()


@contextlib.contextmanager
def serve_news(articles: int) -> Iterator[tuple[News, Server]]:
    """The site, on loopback."""
    news = News(articles)
    with serve(news) as server:
        news.url = server.url
        yield news, server
