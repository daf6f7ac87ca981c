"""What a home page says about its site, and a domain about its country."""

import pytest

from crawlers.discovery.countries import _COUNTRIES, Country, country_of, zone_of
from crawlers.discovery.links import NotReadable
from crawlers.discovery.survey import MAX_FEEDS, MAX_SECTIONS, Home, survey_home
from pipelines.article import ExtractionHints
from pipelines.extract.hints import check_hints

URL = "https://paper.kz/"


def home(html: str) -> Home:
    return survey_home(html.encode(), URL)


HOME = """<!doctype html><html lang="kz-KZ"><head>
<meta property="og:site_name" content=" Paper
&amp; Co "><meta property="og:locale" content="ru_RU">
<link rel="alternate" type="application/rss+xml" href="/main.rss"><link rel=alternate href=/amp/>
<link rel="alternate" type="application/atom+xml; charset=utf-8" href="https://paper.kz/atom">
<link rel="alternate" type="application/rss+xml" href="/comments/feed/">
<link rel="alternate" type="application/rss+xml" href="https://feeds.example/paper">
<link rel="alternate" hreflang="en" href="/en/"><link rel="alternate" hreflang="x-default" href="/">
<link rel="alternate" hreflang="tr" href="https://tr.paper.kz/">
<body class="menu-open"><header><div class="top-menu"><a href="/news/">News</a><a href="/sport">Sport</a>
<a href="/about/">About</a><a href="/2026/11/22/">Today</a></div></header>
<article class=menu><header><a href="/news/first-1001/">1</a></header></article>
<a href="/rss/">RSS</a> <a href="https://other.kz/news/x-2/">2</a> <a href="/news/first-1001/#c">1 again</a>
<footer><nav><a href="/contacts/">Contacts</a></nav></footer><a href="/news/third-1003/">3</a>"""


def test_a_home_page() -> None:
    found = home(HOME)
    assert found.languages == ("kk", "ru", "en")
    assert found.publisher == "Paper & Co"
    assert found.feeds == ("https://paper.kz/main.rss", "https://paper.kz/atom")
    assert found.feed_anchors == ("https://paper.kz/rss/",)
    menu = ["https://paper.kz/news/", "https://paper.kz/sport", "https://paper.kz/about/"]
    menu += ["https://paper.kz/2026/11/22/", "https://paper.kz/contacts/"]
    assert found.menu == menu
    body = ["https://paper.kz/news/first-1001/", "https://paper.kz/rss/", "https://paper.kz/news/third-1003/"]
    assert found.body == body
    assert found.sections(r"-\d+/$") == menu[:2]


@pytest.mark.parametrize(
    ("html", "languages"),
    [
        ("<html lang=ru>", ("ru",)),
        ("<html xml:lang='uk-UA'>", ("uk",)),
        ("<html lang='ua'>", ("uk",)),
        ("<html lang='Kk_KZ'>", ("kk",)),
        ("<html lang=''>", ()),
        ("<html lang='russian'>", ()),
        ("<html lang='{{ lang }}'>", ()),
        ("<html><meta property=og:locale content=ky_KG>", ("ky",)),
        ("<html>", ()),
    ],
)
def test_languages(html: str, languages: tuple[str, ...]) -> None:
    assert home(html).languages == languages


@pytest.mark.parametrize(
    ("links", "sections"),
    [
        ('<nav><a href="/news/">n</a><a href="/rss.xml">r</a><a href="/login?next=/">l</a></nav>', ["news/"]),
        (
            '<ul id="main-nav"><li><a href="/kz/qogam">q</a><li><a href="/contacts.html">c</a></ul>',
            ["kz/qogam"],
        ),
        ('<div class="rubrics"><a href="/a/b/c/">deep</a><a href="/news.php">n</a></div>', ["news.php"]),
        # Without a menu, what is one level deep and no article.
        ('<a href="/news/">n</a><a href="/life">l</a><a href="/news/one-1001/">1</a>', ["news/", "life"]),
        ('<nav><a href="/">Home</a></nav><a href="/news/">n</a>', ["news/"]),
        ('<nav><a href="/tags/">t</a><a href="/logo.png">p</a></nav>', []),
        ("", []),
    ],
)
def test_sections(links: str, sections: list[str]) -> None:
    assert home(f"<html><body>{links}").sections(r"-\d+/$") == [URL + path for path in sections]


def test_bounds() -> None:
    html = "".join(f'<link rel=alternate type=application/rss+xml href="/{n}.rss">' for n in range(9))
    html += "<nav>" + "".join(f'<a href="/s{n}/">s</a>' for n in range(50)) + "</nav>"
    found = home(f"<html><body>{html}")
    assert len(found.feeds) == MAX_FEEDS
    assert len(found.sections(None)) == MAX_SECTIONS


def test_a_base_counts_only_on_the_same_host() -> None:
    link = '<a href="one/">1</a>'
    assert home(f'<html><base href="/kz/">{link}').body == ["https://paper.kz/kz/one/"]
    assert home(f'<html><base href="https://other.kz/">{link}').body == ["https://paper.kz/one/"]


@pytest.mark.parametrize(
    "body", [b"", b" \n", b"{}", b"Moved", b"<?xml version='1.0'?><rss><channel></channel></rss>"]
)
def test_what_is_no_home_page(body: bytes) -> None:
    with pytest.raises(NotReadable):
        survey_home(body, URL)


@pytest.mark.parametrize(
    ("host", "country"),
    [
        ("tengrinews.kz", Country("KZ", "Asia/Almaty")),
        ("paper.com.ua:8080", Country("UA", "Europe/Kyiv")),
        ("xn--80aaxgqbdi.xn--80ao21a", Country("KZ", "Asia/Almaty")),
        ("lenta.ru", Country("RU", None)),
        ("paper.com", None),
        ("127.0.0.1:8750", None),
        ("kz", Country("KZ", "Asia/Almaty")),
    ],
)
def test_countries(host: str, country: Country | None) -> None:
    assert country_of(host) == country


def test_countries_are_valid_hints() -> None:
    for country in _COUNTRIES.values():
        check_hints(ExtractionHints(country=country.code, timezone=country.timezone))


@pytest.mark.parametrize(
    ("html", "editions"),
    [
        (
            "<a href=/kz/>k</a><a href=/EN>e</a><a href=/kk/news/>n</a>",
            ["https://paper.kz/kz/", "https://paper.kz/EN"],
        ),
        # A section on a country, unless a language is said to be there.
        ("<a href=/uz/>Uzbekistan</a>", []),
        ("<link rel=alternate hreflang=uz href=/uz/><a href=/uz>Uzbekistan</a>", ["https://paper.kz/uz/"]),
        ("<a href=https://kaz.paper.kz/kk/>k</a><a href=/kk?a=1>k</a>", ["https://paper.kz/kk?a=1"]),
    ],
)
def test_editions_of_the_same_host(html: str, editions: list[str]) -> None:
    assert list(home(f"<html>{html}").editions) == editions


@pytest.mark.parametrize(("code", "zone"), [("KZ", "Asia/Almaty"), ("RU", None), ("XX", None)])
def test_the_zone_of_a_country(code: str, zone: str | None) -> None:
    assert zone_of(code) == zone
