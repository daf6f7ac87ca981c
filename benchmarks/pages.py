"""Generated news pages: the same ones for the same numbers, on every machine, and nobody's.

Of real news pages of 50 to 120 kB the median has 78 kB, 640 elements, 115 links, 24 paragraphs, 2,800
characters of text and 17 kB of scripts and styles, and every second one has JSON-LD. The generated ones have
75 kB, 640 elements, 128 links, 24 paragraphs, 4,400 characters, 28 kB, and four in ten. Half are Russian,
three tenths Kazakh and two tenths English, in three layouts.
"""

import dataclasses
import datetime as dt
import html
import json
import random
from collections.abc import Iterator, Sequence

from benchmarks.phrases import BY_CODE, Words

_LANGUAGES = ("ru", "kk", "ru", "en", "ru", "kk", "ru", "en", "ru", "kk")
_FIRST_DAY = dt.datetime(2025, 1, 1, 6, tzinfo=dt.timezone(dt.timedelta(hours=5)))
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclasses.dataclass(frozen=True)
class GeneratedPage:
    """A page, and the article in it."""

    number: int
    language: str
    title: str
    paragraphs: tuple[str, ...]
    body: bytes

    @property
    def path(self) -> str:
        """Its address without scheme and host."""
        return path_of(self.number)


def path_of(number: int) -> str:
    """The address of a page without scheme and host."""
    return f"/news/{number}"


def pages(count: int) -> Iterator[GeneratedPage]:
    """The first `count` pages."""
    return (page(number) for number in range(1, count + 1))


def page(number: int) -> GeneratedPage:
    """Make one page."""
    chance = random.Random(number)  # noqa: S311 - to be repeated, not to be secret
    code = _LANGUAGES[number % len(_LANGUAGES)]
    maker = _Maker(number, code, BY_CODE[code], chance)
    title = maker.headline()
    paragraphs = tuple(maker.sentences(2, 4) for _ in range(chance.randint(5, 16)))
    body = maker.html(title, paragraphs).encode()
    return GeneratedPage(number, code, title, paragraphs, body)


class _Maker:
    """One page on its way. What is drawn depends on the page's number alone."""

    def __init__(self, number: int, code: str, words: Words, chance: random.Random) -> None:
        self._number = number
        self._code = code
        self._words = words
        self._chance = chance
        self._at = _FIRST_DAY + dt.timedelta(minutes=47 * (number % 10_000))
        # Two in nine of the real pages show their date to readers alone.
        self._undated = number % 9 < 2

    def sentence(self) -> str:
        beginning = " ".join(self._chance.choice(slot) for slot in self._words.slots[:-1])
        end = self._chance.choice(self._words.slots[-1])
        return f"{beginning}, {end}{self._chance.choice(('.', '.', f': {self._chance.randint(2, 980)}.'))}"

    def sentences(self, least: int, most: int) -> str:
        return " ".join(self.sentence() for _ in range(self._chance.randint(least, most)))

    def headline(self) -> str:
        middle = " ".join(self._chance.choice(slot) for slot in self._words.slots[1:4])
        return middle[0].upper() + middle[1:]

    # The page

    def html(self, title: str, paragraphs: Sequence[str]) -> str:
        article = (self._wordpress, self._portal, self._semantic)[self._number % 3]
        return "\n".join(
            (
                f'<!DOCTYPE html>\n<html lang="{self._code}">',
                self._head(title, paragraphs[0]),
                f'<body class="page page--{self._number % 3} no-js">',
                self._header(),
                '<div id="app"><div class="wrapper"><div class="outer"><div class="layout"><div class="row">',
                '<main class="layout__main"><div class="layout__inner"><div class="column"><div class="box">',
                article(title, paragraphs),
                self._related(),
                self._comments(),
                "</div></div></div></main>",
                self._sidebar(),
                "</div></div></div></div></div>",
                self._footer(),
                self._script(7_000, 16_000),
                "</body></html>",
            )
        )

    def _head(self, title: str, first: str) -> str:
        shown, about = html.escape(title), html.escape(first[:160])
        metas = "\n".join(
            f'<meta property="{name}" content="{value}">'
            for name, value in (
                ("og:type", "article"),
                ("og:title", shown),
                ("og:description", about),
                ("og:url", f"https://bench.example.org{path_of(self._number)}"),
                ("og:image", f"https://bench.example.org/media/{self._number}/cover.jpg"),
                ("og:site_name", "Steppe Bench"),
            )
        )
        links = "\n".join(
            f'<link rel="preload" href="/static/{self._name(12)}.woff2" as="font" crossorigin>'
            for _ in range(6)
        )
        return (
            f'<head>\n<meta charset="utf-8">\n<title>{shown} | Steppe Bench</title>\n'
            f'<meta name="description" content="{about}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{metas}\n{links}\n'
            f"<style>{self._styles()}</style>\n{self._json_ld(title, first)}\n"
            f"{self._script(3_000, 9_000)}\n</head>"
        )

    def _json_ld(self, title: str, first: str) -> str:
        if self._undated:
            return ""
        if self._number % 2:
            return f'<meta property="article:published_time" content="{self._at.isoformat()}">'
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "description": first[:160],
            "datePublished": self._at.isoformat(),
            "author": [{"@type": "Person", "name": self._words.names[self._number % 5]}],
            "publisher": {"@type": "Organization", "name": "Steppe Bench"},
        }
        return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'

    # The article in one of three layouts

    def _wordpress(self, title: str, paragraphs: Sequence[str]) -> str:
        return (
            f'<article id="post-{self._number}" class="post type-post hentry">'
            f'<header class="entry-header"><h1 class="entry-title">{html.escape(title)}</h1>'
            f'<div class="entry-meta">{self._time("entry-date published")}'
            f' <span class="author vcard">{self._author()}</span></div></header>'
            f'{self._picture()}<div class="entry-content">{self._text(paragraphs)}</div>'
            f"{self._tags()}{self._share()}</article>"
        )

    def _portal(self, title: str, paragraphs: Sequence[str]) -> str:
        return (
            f'<div class="news-detail"><div class="news-detail__head">'
            f'<h1 class="news-detail__title">{html.escape(title)}</h1>'
            f'<div class="news-detail__info"><span class="news-detail__date">{self._shown_date()}</span>'
            f'<span class="news-detail__views">{self._chance.randint(90, 9000)}</span></div></div>'
            f'{self._picture()}<div class="news-detail__text">{self._text(paragraphs)}</div>'
            f'<div class="news-detail__author">{self._author()}</div>{self._share()}{self._tags()}</div>'
        )

    def _semantic(self, title: str, paragraphs: Sequence[str]) -> str:
        return (
            f'<section itemscope itemtype="https://schema.org/NewsArticle"><div class="content-wrap">'
            f'<h1 itemprop="headline">{html.escape(title)}</h1>'
            f'<p class="info">{self._time("info__date")}, '
            f'<a rel="author" href="/authors/{self._number % 5}/">'
            f"{self._author()}</a></p>{self._picture()}"
            f'<div itemprop="articleBody" class="text">{self._text(paragraphs)}</div>'
            f"{self._tags()}</div>{self._share()}</section>"
        )

    def _text(self, paragraphs: Sequence[str]) -> str:
        blocks = [f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs]
        blocks.insert(2, self._advertisement())
        blocks.insert(
            4,
            f'<div class="inline-related"><b>{self._words.read_more}:</b> {self._link()}</div>',
        )
        if self._number % 4 == 0:
            blocks.insert(5, f"<blockquote><p>{html.escape(self.sentence())}</p></blockquote>")
        blocks.append(
            f'<p class="subscribe"><a href="/go/{self._name(5)}"><em>{self._words.subscribe}</em></a></p>'
        )
        return "\n".join(blocks)

    def _time(self, name: str) -> str:
        if self._undated:
            return f'<span class="date">{self._shown_date()}</span>'
        return f'<time class="{name}" datetime="{self._at.isoformat()}">{self._shown_date()}</time>'

    def _shown_date(self) -> str:
        at = self._at
        return f"{at.day} {self._words.months[at.month - 1]} {at.year}, {at:%H:%M}"

    def _author(self) -> str:
        return self._words.names[self._number % len(self._words.names)]

    def _picture(self) -> str:
        return (
            f'<figure class="picture">{self._image(1200)}<figcaption>'
            f"{html.escape(self.headline())}</figcaption></figure>"
        )

    def _tags(self) -> str:
        sections = self._chance.sample(self._words.sections, 4)
        return "".join(
            (
                '<ul class="tags">',
                *(f'<li><a rel="tag" href="/tag/{s}">{s}</a></li>' for s in sections),
                "</ul>",
            )
        )

    def _share(self) -> str:
        buttons = "".join(
            f'<a class="share__button share__button--{name}" href="/go/{name}" target="_blank" '
            f'rel="nofollow noopener" aria-label="{name}"><svg width="24" height="24" viewBox="0 0 24 24">'
            f'<path d="{self._path(12)}"/></svg></a>'
            for name in ("telegram", "whatsapp", "vk", "facebook", "x", "copy")
        )
        return f'<div class="share">{buttons}</div>'

    # The furniture

    def _header(self) -> str:
        menu = "".join(
            f'<li class="menu__item menu__item--{at}"><a class="menu__link" href="/section/{at}/">{name}</a>'
            f'<ul class="menu__sub">{"".join(f"<li>{self._link()}</li>" for _ in range(at % 3))}</ul></li>'
            for at, name in enumerate(self._words.sections)
        )
        ticker = "".join(f'<span class="ticker__item">{self._link()}</span>' for _ in range(6))
        return (
            f'<header class="header"><div class="header__top"><a class="logo" href="/">'
            f'<svg viewBox="0 0 90 30"><path d="{self._path(60)}"/></svg></a>'
            f'<form class="search" action="/search"><input type="search" name="q"><button>→</button></form>'
            f'<div class="rates"><span>USD {self._chance.randint(440, 560)}</span>'
            f"<span>EUR {self._chance.randint(480, 620)}</span></div></div>"
            f'<nav class="menu"><ul class="menu__list">{menu}</ul></nav>'
            f'<div class="ticker">{ticker}</div>{self._advertisement()}</header>'
        )

    def _related(self) -> str:
        cards = "".join(
            f'<div class="grid__cell"><div class="card card--{self._name(4)}"><div class="card__inner">'
            f'<a class="card__picture" href="{self._other()}"><span>{self._image(320)}</span></a>'
            f'<div class="card__body"><h3 class="card__title">{self._link()}</h3>'
            f'<p class="card__lead">{html.escape(self.sentence())}</p>'
            f'<span class="card__date">{self._chance.randint(1, 28)}.05.2025</span>'
            f'<span class="card__views"><i class="icon"></i>{self._chance.randint(9, 999)}</span>'
            f"</div></div></div></div>"
            for _ in range(10)
        )
        return f'<div class="related"><h2>{self._words.read_more}</h2><div class="cards">{cards}</div></div>'

    def _comments(self) -> str:
        comments = "".join(
            f'<li class="comment"><div class="comment__body"><img class="avatar" src="/static/a.svg" alt="">'
            f'<div class="comment__author">{self._name(7)}</div>'
            f'<div class="comment__text">{self._words.comment}</div>'
            f'<div class="comment__tools"><a href="#">+</a> <span>0</span> <a href="#">−</a></div></div></li>'
            for _ in range(self._chance.randint(0, 8))
        )
        return f'<div id="comments" class="comments"><ol>{comments}</ol></div>'

    def _sidebar(self) -> str:
        latest = "".join(
            '<li class="latest__item"><div class="latest__row"><span class="latest__mark"></span>'
            f'<time class="latest__time">{self._chance.randint(0, 23):02}:05</time> '
            f'<div class="latest__title">{self._link()}</div></div></li>'
            for _ in range(self._chance.randint(20, 36))
        )
        popular = "".join(
            f'<div class="popular__item">{self._image(120)}<h4>{self._link()}</h4></div>' for _ in range(6)
        )
        return (
            f'<aside class="sidebar">{self._advertisement()}<ul class="latest">{latest}</ul>'
            f'{self._advertisement()}<div class="popular">{popular}</div></aside>'
        )

    def _footer(self) -> str:
        columns = "".join(
            '<div class="footer__column"><ul>'
            + "".join(f'<li><a href="/section/{at}/">{name}</a></li>' for at, name in enumerate(part))
            + "</ul></div>"
            for part in (self._words.sections[:8], self._words.sections[8:])
        )
        return (
            f'<footer class="footer">{columns}<p class="footer__legal">© 2025 Steppe Bench. '
            f"{self._words.copyright}.</p>{self._script(200, 900)}</footer>"
        )

    def _advertisement(self) -> str:
        place = self._name(10)
        return (
            f'<div class="adv adv--{place}" id="{place}" data-slot="{self._name(16)}" data-refresh="30">'
            f"{self._script(150, 700)}</div>"
        )

    def _other(self) -> str:
        return f"/news/{self._chance.randint(10_000_000, 99_999_999)}"

    def _link(self) -> str:
        return f'<a href="{self._other()}" class="link">{html.escape(self.headline())}</a>'

    def _image(self, width: int) -> str:
        source = f"/media/{self._name(6)}/{self._name(10)}"
        sizes = ", ".join(f"{source}-{width * scale}.webp {width * scale}w" for scale in (1, 2, 3))
        return (
            f'<picture><source type="image/webp" data-srcset="{sizes}"><img loading="lazy" width="{width}" '
            f'data-src="{source}-{width}.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAA" alt=""></picture>'
        )

    # What no reader sees

    def _name(self, letters: int) -> str:
        return "".join(self._chance.choices(_LETTERS, k=letters))

    def _path(self, points: int) -> str:
        return " ".join(f"L{number % 90}.{number % 10} {number % 30}" for number in self._numbers(points))

    def _numbers(self, count: int) -> list[int]:
        return self._chance.choices(range(1000), k=count)

    def _styles(self) -> str:
        return "".join(
            f".{self._name(14)}{{margin:{number}px;padding:0 {number % 40}px;color:#{number:06x}}}"
            for number in self._numbers(self._chance.randint(80, 200))
        )

    def _script(self, least: int, most: int) -> str:
        """Something like minified code of a length between the two, characters."""
        names = [self._name(3) for _ in range(12)]
        size = self._chance.randint(least, most)
        parts = [
            f"function {name}(a,b){{var c={number};if(a<b&&c>9){{return '<div class=\"'+a+'\">'}}}};"
            for name, number in zip(names, self._numbers(12), strict=True)
        ]
        code = "".join(parts)
        return (
            f"<script>(function(){{{(code * (size // len(code) + 1))[:size].rpartition(';')[0]}}})()</script>"
        )
