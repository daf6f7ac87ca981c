"""The twelve made sites: what each publishes when, and how its pages look. Every word is made."""

import dataclasses
import datetime as dt
import functools
import html
import json
import os
import random
from email.utils import format_datetime
from typing import Literal

from benchmarks.region.texts import Writer, wording

PORT = int(os.environ.get("SHOW_PORT", "8790"))
"""Of the first site; the others follow, each on a loopback address of its own."""

Fate = Literal["well", "breaks", "blocks", "dies"]
"""What happens to a site half-way."""

LAYOUTS = ("jsonld", "wordpress", "plain")
FEED_ENTRIES = 20
PARAGRAPHS = 6


@dataclasses.dataclass(frozen=True)
class ShowSite:
    """One made site."""

    number: int
    """From 1."""
    wording: str
    """Name of its wording (`benchmarks.region.texts`)."""
    country: str
    timezone: str
    fate: Fate = "well"

    @property
    def name(self) -> str:
        """As its spider is called."""
        return f"show{self.number:02}_{self.wording.replace('-', '_')}_{self.country.lower()}"

    @property
    def address(self) -> str:
        """The loopback address that it is served on: hosts are told apart by it."""
        return f"127.0.81.{self.number}"

    @property
    def host(self) -> str:
        """Host and port."""
        return f"{self.address}:{PORT + self.number - 1}"

    @property
    def pace(self) -> dt.timedelta:
        """Time between two articles of the show: 50 to 116 s, as no two newsrooms are alike.

        Less of the site that breaks: health takes some twenty pages without an article for a broken layout,
        and the show has a quarter of an hour for them.
        """
        return dt.timedelta(seconds=20 if self.fate == "breaks" else 44 + 6 * self.number)

    @property
    def a_day(self) -> int:
        """Articles a day of the history. Health takes ten times as many pages as before for a backfill."""
        return 24 if self.fate == "breaks" else 4

    def url(self, article: int) -> str:
        """Address of an article."""
        return f"http://{self.host}/news/{article}"


SITES = (
    ShowSite(1, "ru", "KZ", "Asia/Almaty"),
    ShowSite(2, "kk", "KZ", "Asia/Almaty"),
    ShowSite(3, "kk-latn", "KZ", "Asia/Almaty", "breaks"),
    ShowSite(4, "ky", "KG", "Asia/Bishkek"),
    ShowSite(5, "uz", "UZ", "Asia/Tashkent"),
    ShowSite(6, "uz-cyrl", "UZ", "Asia/Tashkent"),
    ShowSite(7, "tg", "TJ", "Asia/Dushanbe", "blocks"),
    ShowSite(8, "tk", "TM", "Asia/Ashgabat"),
    ShowSite(9, "az", "AZ", "Asia/Baku"),
    ShowSite(10, "mn", "MN", "Asia/Ulaanbaatar", "dies"),
    ShowSite(11, "tr", "TR", "Europe/Istanbul"),
    ShowSite(12, "en", "KZ", "Asia/Almaty"),
)


@dataclasses.dataclass(frozen=True)
class Timetable:
    """When the articles of the sites come out: those of the history before the show, then one a pace."""

    began: dt.datetime
    """When the show began, UTC."""
    days: int
    """Days of history."""

    def history(self, site: ShowSite) -> int:
        """Articles of a site before the show."""
        return self.days * site.a_day

    def published(self, site: ShowSite, article: int) -> dt.datetime:
        """When an article came out; they count from 1."""
        before = self.history(site)
        if article > before:
            return self.began + (article - before - 1) * site.pace
        return self.began - (before - article + 1) * dt.timedelta(days=1) / site.a_day

    def count(self, site: ShowSite, now: dt.datetime) -> int:
        """How many articles are out."""
        before = self.history(site)
        return before + 1 + (now - self.began) // site.pace if now >= self.began else before


@functools.lru_cache(maxsize=4096)
def words(site: ShowSite, article: int) -> tuple[str, tuple[str, ...]]:
    """Headline and paragraphs, the same at every request.

    The words of a sentence stand in any order: the writer has few phrases, and articles made of the same ones
    are near-duplicates of each other, which no site's real articles are.
    """
    chance = random.Random(f"{site.name}/{article}")  # noqa: S311 - texts, no secrets
    writer = Writer(wording(site.wording), site.name, chance)
    headline = writer.headline()
    return headline, tuple(
        " ".join(_shuffled(writer.sentence(), chance) for _ in range(chance.randint(2, 4)))
        for _ in range(PARAGRAPHS)
    )


def _shuffled(sentence: str, chance: random.Random) -> str:
    """The words of a sentence in another order, but for the first and the last one."""
    first, *others, last = sentence.split()
    chance.shuffle(others)
    return " ".join([first, *others, last])


def page(site: ShowSite, article: int, published: dt.datetime) -> bytes:
    """The page of an article, in the site's own layout."""
    title, paragraphs = words(site, article)
    own = wording(site.wording)
    author = html.escape(own.names[article % len(own.names)])
    body = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in paragraphs)
    lead, headline = html.escape(paragraphs[0]), html.escape(title)
    stamp = published.replace(microsecond=0).isoformat()
    menu = "".join(f"<li><a href=/s/{at}/>{html.escape(name)}</a>" for at, name in enumerate(own.sections))
    layout = LAYOUTS[site.number % len(LAYOUTS)]
    if layout == "jsonld":
        stated = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": title,
            "datePublished": stamp,
            "author": {"@type": "Person", "name": own.names[article % len(own.names)]},
        }
        data = json.dumps(stated, ensure_ascii=False).replace("</", "<\\/")
        head = f'<script type="application/ld+json">{data}</script>'
        main = f"<article><h1>{headline}</h1>{body}</article>"
    elif layout == "wordpress":
        head = f'<meta property="article:published_time" content="{stamp}">'
        main = (
            f'<article class="post"><header><h1 class="entry-title">{headline}</h1>'
            f'<a class="url fn" rel="author" href="/author/1/">{author}</a></header>'
            f'<div class="entry-content">{body}</div></article>'
        )
    else:
        head = f'<meta name="author" content="{author}">'
        main = (
            f'<div class="news"><h1>{headline}</h1><time datetime="{stamp}">{stamp[:10]}</time>'
            f'<div class="text">{body}</div></div>'
        )
    return (
        f'<!DOCTYPE html><html lang="{own.language}"><head><meta charset="utf-8"><title>{headline}</title>'
        f'<meta name="description" content="{lead}"><meta property="og:title" content="{headline}">{head}'
        f"</head><body><nav><ul>{menu}</ul></nav><main>{main}</main>"
        f"<footer>{html.escape(own.furniture['copyright'][0])}</footer></body></html>"
    ).encode()


def redesigned(site: ShowSite, article: int) -> bytes:
    """The same page after a redesign that leaves the text to a script: nothing to read is in it."""
    title, _ = words(site, article)
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(title)}</title></head><body>'
        f'<div id="app" data-id="{article}"></div><script src="/app.js"></script></body></html>'
    ).encode()


def feed(site: ShowSite, timetable: Timetable, now: dt.datetime) -> bytes:
    """The newest articles as RSS."""
    last = timetable.count(site, now)
    items = "".join(
        f"<item><title>{html.escape(words(site, number)[0])}</title><link>{site.url(number)}</link>"
        f"<pubDate>{format_datetime(timetable.published(site, number))}</pubDate></item>"
        for number in range(last, max(0, last - FEED_ENTRIES), -1)
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{site.name}</title>'
        f"<link>http://{site.host}/</link><description>made</description>{items}</channel></rss>"
    ).encode()
