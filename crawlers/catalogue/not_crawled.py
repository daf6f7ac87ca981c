"""Sites of the region that were looked at and are not declared, and why: listed, and nothing worked around.

Facts age. Whoever finds newer ones, such as a feed that works, declares the site and deletes it here. Where
facts contradict each other, a site is declared and says so in its evidence: oxu.az answered plain clients
with 403 in 2026, and gave a page in 2025.
"""

import dataclasses
from collections.abc import Mapping
from typing import Literal

Why = Literal[
    "robots", "refuses", "challenge", "tls", "unreachable", "scripts", "search", "no list", "closed"
]

REASONS: Mapping[Why, str] = {
    "robots": "robots.txt forbids crawling",
    "refuses": "it answers programs that say who they are with a refusal",
    "challenge": "its pages come to a real browser only",
    "tls": "its certificate cannot be verified: the chain is incomplete",
    "scripts": "its lists are drawn by scripts, which are not run here",
    "search": "its articles are found by a search only",
    "unreachable": "no connection to it could be made",
    "no list": "no feed, sitemap or list is known to name its articles",
    "closed": "it has closed, or writes no more",
}
"""What each word means."""

REFUSALS: frozenset[Why] = frozenset({"robots", "refuses", "challenge"})
"""The words for a site that does not want to be crawled. With the others it might be, if more were known."""


@dataclasses.dataclass(frozen=True, slots=True)
class NotCrawled:
    """A site that is not declared."""

    name: str
    """As its readers know it."""
    host: str
    country: str | None
    """ISO 3166-1 alpha-2 code; None for a site of several countries."""
    languages: tuple[str, ...]
    """ISO 639-1 codes."""
    why: Why
    known: str
    """What that rests on, with its year."""


NOT_CRAWLED = (
    NotCrawled("Dialog.kz", "dialog.kz", "KZ", ("ru",), "tls", "2026: the chain stopped plain clients"),
    NotCrawled(
        "KTK", "www.ktk.kz", "KZ", ("ru", "kk"), "tls", "2026: browsers open it, clients that verify do not"
    ),
    NotCrawled(
        "KazTAG", "kaztag.kz", "KZ", ("ru", "kk", "en"), "challenge", "2026: a check stands before articles"
    ),
    NotCrawled(
        "Masa Media",
        "masa.media",
        "KZ",
        ("ru", "kk"),
        "search",
        "2026: any other address, of feeds and sitemaps too, gave one page with 200",
    ),
    NotCrawled(
        "Qazaqstan TV", "qazaqstan.tv", "KZ", ("kk",), "search", "2026: only its search was read, in Kazakh"
    ),
    NotCrawled(
        "ON.kz", "on.kz", "KZ", ("kk",), "no list", "2026: every address gave the same page; no sitemap"
    ),
    NotCrawled("Altaynews.kz", "altaynews.kz", "KZ", ("ru",), "closed", "2026: gone from DNS in September"),
    NotCrawled(
        "Petropavlovsk.news",
        "petropavlovsk.news",
        "KZ",
        ("ru",),
        "closed",
        "2026: gone from DNS in September",
    ),
    NotCrawled("Zona.kz", "zonakz.net", "KZ", ("ru",), "closed", "2026: it opens; nothing new since 2025"),
    NotCrawled(
        "Montsame",
        "www.montsame.mn",
        "MN",
        ("mn", "en", "ru", "zh"),
        "refuses",
        "2026: lists were read in May; since September 403 to every bot, for robots.txt too",
    ),
    NotCrawled(
        "GoGo.mn", "gogo.mn", "MN", ("mn",), "scripts", "2026: no link in the page as it comes, in September"
    ),
    NotCrawled("Zindaa.mn", "zindaa.mn", "MN", ("mn",), "scripts", "2026: the list was drawn by scripts"),
    NotCrawled("BM.ge", "bm.ge", "GE", ("ka", "en"), "refuses", "2026: its feed answered 403 in September"),
    NotCrawled(
        "URA.news",
        "ura.news",
        "RU",
        ("ru",),
        "robots",
        "2026: robots.txt forbids everything to every program",
    ),
    NotCrawled(
        "Aktobe Times", "aktobetimes.kz", "KZ", ("kk",), "no list", "2026: a feed works; nobody noted where"
    ),
    NotCrawled("Globalnews.kz", "globalnews.kz", "KZ", ("ru", "en"), "no list", "2026: its name in a list"),
    NotCrawled("TobolInfo", "tobolinfo.kz", "KZ", ("ru",), "no list", "2026: its name in a list"),
    NotCrawled("KyrTAG", "kyrtag.kg", "KG", ("ru",), "no list", "2026: its feed answered 500"),
    NotCrawled(
        "Chronicles of Turkmenistan",
        "www.hronikatm.com",
        "TM",
        ("ru", "en", "tk"),
        "unreachable",
        "2026: its feeds are in lists; a probe of September got no connection",
    ),
    NotCrawled("Agenda.ge", "agenda.ge", "GE", ("en",), "unreachable", "2026: its feed gave no answer"),
    NotCrawled(
        "Georgia Today", "georgiatoday.ge", "GE", ("en",), "no list", "2026: a page stood where a feed was"
    ),
    NotCrawled(
        "CABAR.asia", "cabar.asia", None, ("ru", "en"), "no list", "2026: a page stood where a feed was"
    ),
    NotCrawled(
        "Central Asia News",
        "centralasia.news",
        None,
        ("en",),
        "no list",
        "2026: a page stood where a feed was",
    ),
    NotCrawled("Eurasianet", "eurasianet.org", None, ("en", "ru"), "unreachable", "2026: its feed timed out"),
    NotCrawled(
        "Fontanka",
        "www.fontanka.ru",
        "RU",
        ("ru",),
        "no list",
        "2026: a sitemap is said to hold two days; nobody noted where, nor how addresses of articles look",
    ),
    NotCrawled("Lenta.ru", "lenta.ru", "RU", ("ru",), "search", "2026: only its search was read"),
    NotCrawled(
        "Anadolu Ajansı", "www.aa.com.tr", "TR", ("tr", "en", "ru"), "no list", "2026: one page is known"
    ),
    NotCrawled("Habertürk", "www.haberturk.com", "TR", ("tr",), "no list", "2024: one page is known"),
    NotCrawled("NTV", "www.ntv.com.tr", "TR", ("tr",), "no list", "2025: one page is known"),
    NotCrawled("Monitor.cn.ua", "monitor.cn.ua", "UA", ("uk", "ru"), "no list", "2026: its charset is known"),
)
