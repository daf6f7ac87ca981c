"""Sitemaps: the dialects of the protocol, what may be taken of them, and hostile ones."""

import datetime as dt
import gzip
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.discovery import sitemaps
from crawlers.discovery.links import Link, NotReadable
from crawlers.discovery.sitemaps import Sitemap, parse_sitemap
from pipelines.urls import normal_url

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
URL = "https://paper.kz/sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NINE = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
DAY = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def parse(text: str | bytes, url: str = URL, hosts: tuple[str, ...] = ()) -> Sitemap:
    return parse_sitemap(text.encode() if isinstance(text, str) else text, url, now=NOW, hosts=hosts)


def urlset(*entries: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{NAMESPACE}">{"".join(entries)}</urlset>'


def entry(loc: str, rest: str = "") -> str:
    return f"<url><loc>{loc}</loc>{rest}</url>"


def index(*children: str) -> str:
    return f'<sitemapindex xmlns="{NAMESPACE}">{"".join(children)}</sitemapindex>'


LASTMOD = "<lastmod>2026-11-22T14:00:00+05:00</lastmod>"
DIALECTS = {
    "plain": urlset(entry("https://paper.kz/1", LASTMOD)),
    "old namespace": urlset(entry("https://paper.kz/1", LASTMOD)).replace(
        NAMESPACE, "http://www.google.com/schemas/sitemap/0.84"
    ),
    "no namespace": f"<urlset>{entry('https://paper.kz/1', LASTMOD)}</urlset>",
    "prefix": f"<s:urlset xmlns:s='{NAMESPACE}'><s:url><s:loc>https://paper.kz/1</s:loc><s:lastmod>"
    "2026-11-22T09:00:00Z</s:lastmod></s:url></s:urlset>",
    "undeclared prefix": "<s:urlset><s:url><s:loc>https://paper.kz/1</s:loc>"
    "<s:lastmod>2026-11-22T09:00:00Z</s:lastmod></s:url></s:urlset>",
    "CDATA and white space": urlset(entry("\n <![CDATA[ https://paper.kz/1 ]]>\n", LASTMOD)),
    "pictures and languages": urlset(
        "<url xmlns:image='http://www.google.com/schemas/sitemap-image/1.1' xmlns:xhtml='http://www.w3.org/1999/xhtml'>"
        "<image:image><image:loc>https://paper.kz/1.jpg</image:loc><image:title>No</image:title></image:image>"
        "<xhtml:link rel='alternate' href='https://paper.kz/kz/1'/><video><title>No</title></video>"
        f"<loc>https://paper.kz/1</loc>{LASTMOD}<changefreq>daily</changefreq></url>"
    ),
    "unclosed loc": urlset(f"<url><loc>https://paper.kz/1{LASTMOD}</url>").replace(
        "<lastmod>", "</loc><lastmod>"
    ),
    "leading white space": "\ufeff\n  " + urlset(entry("https://paper.kz/1", LASTMOD)),
    "style sheet, comment": urlset(entry("https://paper.kz/1", LASTMOD)).replace(
        "<urlset", "<?xml-stylesheet href='/s.xsl'?><!-- x --><urlset"
    ),
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
def test_dialects(text: str) -> None:
    assert parse(text) == Sitemap([Link("https://paper.kz/1", "sitemap", modified=NINE)], [])


def test_google_news() -> None:
    text = urlset(
        "<url><loc>https://paper.kz/1</loc><news:news xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>"
        "<news:publication><news:name>Paper</news:name><news:title>No</news:title></news:publication>"
        "<news:publication_date>2026-11-22T14:00:00+05:00</news:publication_date>"
        "<news:title>&laquo;Орда&raquo; &amp; Ко</news:title></news:news></url>"
    )
    assert parse(text).links == [Link("https://paper.kz/1", "sitemap", published=NINE, title="«Орда» & Ко")]


def test_a_day_is_no_moment_of_publication() -> None:
    text = urlset(entry("https://paper.kz/1", "<news><publication_date>2026-11-22</publication_date></news>"))
    assert parse(text).links == [Link("https://paper.kz/1", "sitemap")]


@pytest.mark.parametrize(
    ("lastmod", "expected"),
    [
        ("2026-11-22T09:00:00Z", NINE),
        ("2026-11-22T14:00+05:00", NINE),
        ("2026-11-22", DAY),
        ("2026-11-22T09:00:00", NINE),
        ("2026-11", None),
        ("", None),
        ("20024-05-01", None),
        ("0000-00-00", None),
        ("1899-12-30T00:00:00+00:00", None),
        ("2099-01-01", None),
    ],
)
def test_lastmod(lastmod: str, expected: dt.datetime | None) -> None:
    text = entry("https://paper.kz/1", f"<lastmod>{lastmod}</lastmod>")
    assert parse(urlset(text)).links[0].modified == expected
    child = text.replace("url>", "sitemap>")
    assert parse(index(child)) == Sitemap([], [Link("https://paper.kz/1", "sitemap", modified=expected)])


def times(*moments: str) -> list[str]:
    return [
        entry(f"https://paper.kz/{number}", f"<lastmod>{moment}</lastmod>")
        for number, moment in enumerate(moments)
    ]


HOURS = [f"2026-11-21T{hour:02}:00:00Z" for hour in range(20)]
SHARED = [
    ([HOURS[0]] * 10, True),
    ([HOURS[0]] * 9, False),
    ([*[HOURS[0]] * 9, HOURS[1]], True),
    ([*[HOURS[0]] * 8, *HOURS[1:3]], False),
    ([*[HOURS[0]] * 10, "", "", "", ""], True),
    (["2026-11-21"] * 10, True),
    (HOURS, False),
    ([""] * 20, False),
]


@pytest.mark.parametrize(("moments", "shared"), SHARED)
def test_one_lastmod_for_all_pages_is_that_of_the_file(moments: list[str], shared: bool) -> None:
    found = parse(urlset(*times(*moments)))
    assert found.shared == shared
    assert not found.parts_shared


@pytest.mark.parametrize(
    ("moments", "shared"), [(HOURS[:1] * 3, True), (HOURS[:1] * 2, False), (HOURS, False)]
)
def test_one_lastmod_for_all_parts_of_an_index(moments: list[str], shared: bool) -> None:
    found = parse(index(*(text.replace("url>", "sitemap>") for text in times(*moments))))
    assert (found.shared, found.parts_shared) == (False, shared)


def test_a_lastmod_after_the_reading_is_none() -> None:
    near = (dt.timedelta(hours=5), dt.timedelta(seconds=61), dt.timedelta(seconds=60), dt.timedelta(0))
    found = parse(urlset(*times(*((NOW + distance).isoformat() for distance in near))))
    assert [link.modified for link in found.links] == [None, None, NOW + near[2], NOW]
    assert found.early == 2


@pytest.mark.parametrize(
    ("fresh", "old", "made"), [(9, 0, 0), (10, 0, 10), (9, 1, 0), (18, 2, 18), (17, 3, 0)]
)
def test_lastmods_are_made_for_the_reading_where_nearly_all_are_that_near(
    fresh: int, old: int, made: int
) -> None:
    moments = [(NOW - dt.timedelta(seconds=seconds)).isoformat() for seconds in range(fresh)]
    found = parse(urlset(*times(*moments, *HOURS[:old])))
    assert [link.modified for link in found.links].count(None) == found.early == made


TAKEN = [
    ("http://www.paper.kz/1", "http://www.paper.kz/1"),
    ("https://paper.kz/жаңа", "https://paper.kz/%D0%B6%D0%B0%D2%A3%D0%B0"),
    ("https://paper.kz/?a=1&amp;b=2", "https://paper.kz/?a=1&b=2"),
    ("https://paper.kz/?a=1&b=2&copy=3", "https://paper.kz/?a=1&b=2&copy=3"),
    ("<![CDATA[https://paper.kz/?a=1&b=2]]>", "https://paper.kz/?a=1&b=2"),
    ("https://paper.kz/1?utm_source=sitemap", "https://paper.kz/1"),
    ("https://paper.kz/go?to=https://other.kz/", "https://paper.kz/go?to=https://other.kz/"),
]
DROPPED = [
    ("https://other.kz/1", "foreign"),
    ("https://kaz.paper.kz/1", "foreign"),
    ("https://paper.kz:8443/1", "foreign"),
    ("https://paper.kzhttps://sport.kz/x", "glued"),
    ("https://paper.kz/https://sport.kz/x", "glued"),
    ("https://paper.kz/1HTTPS://paper.kz/2?a=b", "glued"),
    ("https://user:pw@paper.kz/1", "broken"),
    ("http://169.254.169.254/latest", "foreign"),
    ("file:///etc/passwd", "broken"),
    ("/1", "broken"),
    ("paper.kz/1", "broken"),
    ("//paper.kz/1", "broken"),
    ("http://[::1/", "broken"),
    (URL, "itself"),
    ("http://www.paper.kz/sitemap.xml", "itself"),
]


@pytest.mark.parametrize(("loc", "expected"), TAKEN)
def test_taken(loc: str, expected: str) -> None:
    assert parse(urlset(entry(loc))) == Sitemap([Link(expected, "sitemap")], [])


@pytest.mark.parametrize(("loc", "why"), DROPPED)
def test_dropped(loc: str, why: str) -> None:
    assert parse(urlset(entry(loc), entry("https://paper.kz/2"))) == Sitemap(
        [Link("https://paper.kz/2", "sitemap")], [], {why: 1}
    )
    assert parse(index(entry(loc).replace("url>", "sitemap>"))) == Sitemap([], [], {why: 1})


def test_an_entry_without_loc_is_nothing() -> None:
    assert parse(
        urlset("<url/>", "<url><loc/></url>", "<url><lastmod>2026-11-22</lastmod></url>")
    ) == Sitemap([], [])


def test_hosts_of_the_site() -> None:
    text = urlset(entry("https://paper.kz/1"), entry("https://cdn.kz/1"), entry("https://kaz.paper.kz/1"))
    found = parse(text, "https://cdn.kz/s.xml", ("paper.kz", "kaz.paper.kz"))
    assert [link.url for link in found.links] == ["https://paper.kz/1", "https://kaz.paper.kz/1"]
    assert found.dropped == {"foreign": 1}


def test_duplicates_and_order() -> None:
    text = urlset(entry("https://paper.kz/2"), entry("https://paper.kz/1"), entry("http://www.paper.kz/2/"))
    assert [link.url for link in parse(text).links] == ["https://paper.kz/2", "https://paper.kz/1"]
    assert parse(text).dropped == {}


def test_text() -> None:
    text = "\ufeffhttps://paper.kz/1\r\n\r\n  https://paper.kz/2  \nhttps://other.kz/3\nnot an address\n/4\n"
    found = parse(text)
    assert [link.url for link in found.links] == ["https://paper.kz/1", "https://paper.kz/2"]
    assert found.dropped == {"foreign": 1, "broken": 2}


TWO = urlset(entry("https://paper.kz/1"), entry("https://paper.kz/2"))
THREE = urlset(*(entry(f"https://paper.kz/{number}") for number in (1, 2, 3)))
READABLE = {
    "gzip": gzip.compress(TWO.encode()),
    "gzip of two members": gzip.compress(TWO.encode()[:150]) + gzip.compress(TWO.encode()[150:]),
    "gzip with rubbish after it": gzip.compress(TWO.encode()) + b"rubbish",
    "gzip without its end": gzip.compress(TWO.encode())[:-8],
    "text in gzip": gzip.compress(b"https://paper.kz/1\nhttps://paper.kz/2"),
    "UTF-16": TWO.encode("utf-16"),
    "NUL": TWO.replace("<url>", "\0<url>").encode(),
    "cut in an address": THREE.partition("3</loc>")[0].encode(),
    "cut between entries": TWO.removesuffix("</urlset>").encode(),
    "entry not closed": TWO.replace("</loc></url>", "</loc>", 1).encode(),
    "loc not closed": TWO.replace("</loc></url>", "</url>", 1).encode(),
    "a less-than": TWO.replace("<url>", "< 5 <url>").encode(),
    "rubbish after the end": (TWO + "</body><p>").encode(),
}


@pytest.mark.parametrize("body", READABLE.values(), ids=READABLE)
def test_broken_but_readable(body: bytes) -> None:
    assert [link.url for link in parse(body).links] == ["https://paper.kz/1", "https://paper.kz/2"]


def test_gzip_that_breaks_in_the_middle() -> None:
    noise = random.Random(1)  # noqa: S311
    numbers = noise.sample(range(10**9), 20_000)
    text = urlset(*(entry(f"https://paper.kz/{number}") for number in numbers))
    body = bytearray(gzip.compress(text.encode()))
    body[len(body) // 2 :] = noise.randbytes(len(body) // 2)
    assert len(parse(bytes(body)).links) > 5000


@pytest.mark.parametrize("text", [urlset(), "<urlset/>", index()])
def test_no_entries_is_no_error(text: str) -> None:
    assert parse(text) == Sitemap([], [])


NOT_SITEMAPS = [
    (b"", "empty"),
    (b" \n\xef\xbb\xbf", "empty"),
    (b"<!DOCTYPE html><html lang=ru><body>404</body></html>", "an HTML page instead of a sitemap"),
    (b"<HTML><url><loc>https://paper.kz/1</loc></url></HTML>", "an HTML page instead of a sitemap"),
    (b"<rss><channel/></rss>", "a document <rss> instead of a sitemap"),
    (b"<1>", "no XML instead of a sitemap"),
    (b"Not found", "neither XML nor addresses"),
    (b'{"urls": ["https://paper.kz/1"]}', "neither XML nor addresses"),
    (b"<urlset>\n<ur", "broken XML at line 2"),
    (b"\x1f\x8b", "empty"),
    (b"\x1f\x8bhello", "broken gzip"),
    (gzip.compress(b""), "empty"),
    (gzip.compress(TWO.encode())[:-8] + b"\0" * 8, "broken gzip"),
    (gzip.compress(gzip.compress(TWO.encode())), "neither XML nor addresses"),
]


# Numbered: a gzip body holds the time, and two test processes would not agree on its name.
@pytest.mark.parametrize(("body", "reason"), NOT_SITEMAPS, ids=range(len(NOT_SITEMAPS)))
def test_not_a_sitemap(body: bytes, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason) as error:
        parse(body)
    assert "\n" not in str(error.value)


def test_gzip_bomb() -> None:
    body = gzip.compress(
        b"<urlset>" + b" " * (sitemaps.MAX_BYTES - len("<urlset></urlset>")) + b"</urlset>", 1
    )
    assert parse(body) == Sitemap([], [])
    with pytest.raises(NotReadable, match="more than 52428800 bytes"):
        parse(gzip.compress(b" " * (sitemaps.MAX_BYTES + 1), 1))


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
FIRST = entry("https://paper.kz/1")
HOSTILE = {
    "external entity": "<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    + urlset(FIRST, entry("&x;"), entry("https://paper.kz/&x;")).partition("?>")[2],
    "billion laughs": f"<!DOCTYPE u [<!ENTITY l0 'lol'>{LAUGHS}]><urlset>{FIRST}{entry('&l11;')}</urlset>",
    "a megabyte on one line": urlset(FIRST, entry("x" * 1_000_000)),
    "a megabyte of text": "https://paper.kz/1\n" + "x" * 1_000_000,
    "many short lines": "https://paper.kz/1\n" + "x\n" * 500_000,
    "ampersands": urlset(FIRST, "&" * 500_000),
    "less-thans": urlset(FIRST) + "<" * 1_000_000,
    "CDATA never closed": urlset(FIRST, "<![CDATA[" * 100_000),
    "deep": urlset(FIRST, "<a>" * 100_000),
    "nested entries": urlset(FIRST, "<url>" * 50_000),
    "wide entry": urlset(FIRST, f"<url>{'<a/>' * 50_000}</url>"),
    "many texts": urlset(FIRST, f"<url>{'<loc>x</loc>' * 30_000}</url>"),
    "many members": gzip.compress(f"<urlset>{FIRST}".encode()) + gzip.compress(b"") * 50_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile(text: str | bytes) -> None:
    start = time.process_time()
    found = parse(text)
    assert time.process_time() - start < 1.5
    assert found.links[0].url == "https://paper.kz/1"
    assert "root:" not in repr(found)


def test_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_LINKS", 100)
    monkeypatch.setattr(sitemaps, "MAX_ENTRIES", 150)
    pages = [entry(f"https://paper.kz/{number}") for number in range(120)]
    children = [page.replace("url>", "sitemap>") for page in pages]
    assert len(parse(urlset(*pages)).links) == 100
    assert len(parse(index(*children)).children) == 100
    assert len(parse("\n".join(f"https://paper.kz/{number}" for number in range(120))).links) == 100
    assert parse(urlset(*[entry("https://other.kz/1")] * 200, *pages)) == Sitemap([], [], {"foreign": 150})


MEMORY = """
import datetime as dt, resource
from crawlers.discovery.sitemaps import parse_sitemap
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
body = b"<urlset>" + b"<url><loc>https://paper.kz/1</loc><a/><a/><a/><a/></url>" * 60_000 + b"</urlset>"
now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
parse_sitemap(b"<urlset/>", "https://paper.kz/s.xml", now=now)
before = peak()
assert parse_sitemap(body, "https://paper.kz/s.xml", now=now).links
print(peak() - before)
"""


def test_a_full_sitemap_is_never_a_tree() -> None:
    """The tree of this document, 3 MB long, takes 50 MB."""
    run = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 20_000, "kilobytes more than before"


SAMPLES = [text.encode() for text in DIALECTS.values()] + list(READABLE.values())


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_bytes(data: st.DataObject) -> None:
    """Cut, doubled and changed bytes give links of the host, or NotReadable."""
    body = data.draw(st.sampled_from(SAMPLES))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    middle = data.draw(
        st.sampled_from([b"", body[start:end] * 2, b"<", b"&", b"\0", b"\n", b"<![CDATA["]) | st.binary()
    )
    try:
        found = parse(body[:start] + middle + body[end:])
    except NotReadable:
        return
    assert all(normal_url(link.url) == link.url for link in found.links + found.children)
