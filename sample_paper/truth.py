"""What the sample paper holds: its articles, word for word, and what a correct crawl makes of each address.

Besides its articles the paper has, once each unless said otherwise, the cases that real sites have:

| kind (`Special.kind`) | what it is | first crawl |
|---|---|---|
| `canonical_twin` | ru: an article under a second address; both name one as canonical | duplicate, url |
| `text_twin` | kk: an article again under another number, neither with rel=canonical | duplicate, text |
| `moved` | ru: an old address that answers 301 to the new one, which nothing else links to | stored |
| `not_found` | ru, en: a link to a 404 | rejected, gone |
| `gone` | ru, kk: a link to a 410 | rejected, gone |
| `challenge` | ru: status 200 and "checking your browser", in Russian | rejected, challenge |
| `print` | each: a link that robots.txt forbids (it would answer 200) | rejected, robots; not asked for |
| `photo` | ru, kk: a caption of a few words where an article would be | rejected, too_short |
| `pdf` | kk: a PDF by its first bytes, named .html and served as text/html | rejected, not_html |
| `glued` | en: a sitemap address with another site's glued to the own | none; not asked for |
| `offsite` | en: another site's teaser in the section pages | none; not asked for |

Of twins, the one fetched first is the stored one. And some articles are cases themselves:

* one of each edition has a second text (`[article.edited]`) from the second visit on, and its lastmod in the
  sitemap (in the Kazakh edition, in the feed too) is then the moment when the server was started;
* two Russian ones are windows-1251: one says so in the Content-Type header alone, one in a meta tag alone;
* the English one of 2013 has a Russian date glued to its title, and the lede twice (layout `founding`);
* the links of the English feed carry utm parameters;
* two Kazakh ones give the day without the time (`precision`);
* one Russian one is about Telegram, one begins a paragraph with "Ранее": words that are furniture elsewhere;
* the head of some Kazakh pages shows a day that is not the article's.
"""

import dataclasses
import datetime as dt
import functools
import zlib
from typing import Any, Literal

from pipelines.article import Outcome, Reason
from sample_paper.editions import CODES, edition, read_content

Source = Literal["feed", "sitemap", "section"]

Kind = Literal[
    "canonical_twin",
    "text_twin",
    "moved",
    "not_found",
    "gone",
    "challenge",
    "print",
    "photo",
    "pdf",
    "glued",
    "offsite",
]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as its newsroom wrote it: what extraction should give back."""

    edition: str
    """Code of the edition, which is the code of the language."""
    path: str
    """Path of the address; the redirect's target where it moved, the canonical one of twins."""
    title: str
    """The headline."""
    lead: str | None
    """The standfirst, which the page shows apart from the text; None where it shows none."""
    paragraphs: tuple[str, ...]
    """The text, without the lead."""
    published: dt.datetime
    """Publication, with the offset of the newsroom's city; midnight when the precision is `day`."""
    precision: Literal["minute", "day"]
    """What the page and its links say of the time."""
    modified: dt.datetime | None
    """Last change, where the page states one."""
    authors: tuple[str, ...]
    """Names in the byline."""
    tags: tuple[str, ...]
    """The tags, in order."""
    section: str
    """Name of the section, as the page gives it."""
    layout: str
    """Which template its page has: `templates/<layout>.html`."""
    discoverable: tuple[Source, ...]
    """What links to it; empty when only a redirect does."""
    section_slug: str
    """Path segment of the section."""
    repeated_lead: str | None
    """A lede that the page shows and the first paragraph repeats: no part of the truth."""
    encoding: str
    """Encoding of the page."""
    charset_in: Literal["both", "header", "meta"]
    """Where the page's encoding is stated."""

    @property
    def summary(self) -> str:
        """The text that teasers, feeds and the description meta tag give."""
        return self.lead or self.repeated_lead or self.paragraphs[0]

    @property
    def number(self) -> int:
        """A number that stays with the article: chooses its furniture."""
        return zlib.crc32(self.path.encode())


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """An address that is no article of its own."""

    edition: str
    """Code of the edition."""
    kind: Kind
    """Which case it is."""
    path: str
    """Path of the address; the other site's whole address for `glued` and `offsite`."""
    published: dt.datetime
    """The date that links to it give."""
    found_in: tuple[Source, ...]
    """What links to it."""
    title: str = ""
    """The text of links to it."""
    target: str | None = None
    """Path of the article that it repeats or leads to."""
    caption: str = ""
    """For `photo`: all of its text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a correct crawl makes of one address."""

    edition: str
    """Code of the edition."""
    path: str
    """Path of the address, as links give it; the whole address for `glued` and `offsite`."""
    outcome: Outcome | None
    """How it ends; None for an address that is no page of the site and needs no row."""
    reason: str | None = None
    """As `pages.reason`."""
    requested: bool = True
    """Whether it may be asked for."""
    twin_of: str | None = None
    """Path with which its outcome and reason may be swapped: what is fetched first is stored."""


EXPECTED: dict[Kind, tuple[Outcome | None, str | None]] = {
    "canonical_twin": ("duplicate", "url"),
    "text_twin": ("duplicate", "text"),
    "moved": ("stored", None),
    "not_found": ("rejected", Reason.GONE),
    "gone": ("rejected", Reason.GONE),
    "challenge": ("rejected", Reason.CHALLENGE),
    "print": ("rejected", Reason.ROBOTS),
    "photo": ("rejected", Reason.TOO_SHORT),
    "pdf": ("rejected", Reason.NOT_HTML),
    "glued": (None, None),
    "offsite": (None, None),
}
"""How each kind ends in the first crawl of an empty store."""

NOT_REQUESTED: frozenset[Kind] = frozenset({"print", "glued", "offsite"})
"""Kinds whose address must never be asked for."""


def articles(code: str, run: int = 1) -> list[SampleArticle]:
    """Give the articles of an edition, newest first, as they stand at that visit (1 is the first)."""
    return list(_articles(code, run >= 2))


def article_at(code: str, path: str, run: int = 1) -> SampleArticle | None:
    """Give the article with that path, if there is one."""
    return next((article for article in _articles(code, run >= 2) if article.path == path), None)


@functools.cache
def edited_path(code: str) -> str:
    """Give the path of the edition's article that has a second text from the second visit on."""
    changed = (
        new.path for old, new in zip(_articles(code, False), _articles(code, True), strict=True) if old != new
    )
    return next(changed)


@functools.cache
def specials(code: str) -> tuple[Special, ...]:
    """Give the addresses of an edition that are no articles of their own."""
    rows = read_content(code, "articles")["special"]
    return tuple(Special(edition=code, **(row | {"found_in": tuple(row["found_in"])})) for row in rows)


def furniture(code: str) -> tuple[str, ...]:
    """Give the lines of furniture of an edition's pages: whole lines, none of them a line of an article."""
    paper = edition(code)
    return (*paper.labels.values(), *(line for pool in paper.pools.values() for line in pool))


def expected_outcomes(run: int = 1) -> tuple[Expected, ...]:
    """Give what a correct crawl makes of each address that the paper links to.

    For run 1: the first crawl, into an empty store, of every edition. For a later run: a crawl that follows
    one of run 1, in which the edited articles alone have news to tell; whatever else it asks for again is
    `unchanged`, or ends as it did.
    """
    if run >= 2:
        return tuple(Expected(edition=code, path=edited_path(code), outcome="revised") for code in CODES)
    found = []
    for code in CODES:
        twins = {special.target: special.path for special in specials(code) if special.kind.endswith("_twin")}
        found += [
            Expected(edition=code, path=article.path, outcome="stored", twin_of=twins.get(article.path))
            for article in articles(code)
            if article.discoverable
        ]
        for special in specials(code):
            outcome, reason = EXPECTED[special.kind]
            found.append(
                Expected(
                    edition=code,
                    path=special.path,
                    outcome=outcome,
                    reason=reason,
                    requested=special.kind not in NOT_REQUESTED,
                    twin_of=special.target if special.kind.endswith("_twin") else None,
                )
            )
    return tuple(found)


@functools.cache
def _articles(code: str, edited: bool) -> tuple[SampleArticle, ...]:
    return tuple(_article(code, row, edited) for row in read_content(code, "articles")["article"])


def _article(code: str, row: dict[str, Any], edited: bool) -> SampleArticle:
    if edited:
        row = row | row.get("edited", {})
    return SampleArticle(
        edition=code,
        path=row["path"],
        title=row["title"],
        lead=row.get("lead"),
        paragraphs=tuple(row["paragraphs"]),
        published=row["published"],
        precision=row.get("precision", "minute"),
        modified=row.get("modified"),
        authors=tuple(row["authors"]),
        tags=tuple(row["tags"]),
        section=edition(code).sections[row["section"]],
        layout=row["layout"],
        discoverable=tuple(row["found_in"]),
        section_slug=row["section"],
        repeated_lead=row.get("repeated_lead"),
        encoding=row.get("encoding", "utf-8"),
        charset_in=row.get("charset_in", "both"),
    )
