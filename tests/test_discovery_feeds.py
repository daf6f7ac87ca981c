"""Feeds as they are found: every dialect, broken ones, wrong charsets, hostile ones."""

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.discovery import markup
from crawlers.discovery.feeds import MAX_LINKS, parse_feed
from crawlers.discovery.links import Link, NotReadable
from pipelines.urls import normal_url

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
URL = "https://paper.kz/rss/all.xml"
NINE = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
TEN = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
RFC_NINE = "Sun, 22 Nov 2026 14:00:00 +0500"
CYRILLIC = "Қала мен дала: новости Уральска и области"
RUSSIAN = "Новости Уральска и области"


def feed(text: str | bytes, encoding: str | None = None) -> list[Link]:
    return parse_feed(text.encode() if isinstance(text, str) else text, URL, encoding, now=NOW)


def urls(text: str | bytes, encoding: str | None = None) -> list[str]:
    return [link.url for link in feed(text, encoding)]


def rss(*items: str) -> str:
    head = "<rss version='2.0'><channel><title>Paper</title><link>https://paper.kz/</link>"
    return f"{head}{''.join(items)}</channel></rss>"


def item(number: int, rest: str = "") -> str:
    return f"<item><title>T{number}</title><link>https://paper.kz/{number}</link>{rest}</item>"


RDF = "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'>"
ATOM = "http://www.w3.org/2005/Atom"
MEDIA = "http://search.yahoo.com/mrss/"
DATE = f"<pubDate>{RFC_NINE}</pubDate>"
PUBLISHED = "<published>2026-11-22T09:00:00Z</published>"
LINK = "<link>https://paper.kz/1</link>"
DIALECTS = {
    "RSS 2.0": rss(f"<item><title>T</title>{LINK}{DATE}</item>"),
    "RSS 0.91, no channel": f"<rss version='0.91'><item><title>T</title>{LINK}{DATE}</item></rss>",
    "RSS 2.0, default namespace": f"<rss xmlns='http://x.org/'><item><title>T</title>{LINK}{DATE}</item></rss>",
    "RSS 1.0": f"{RDF}<channel rdf:about='https://paper.kz/'>{LINK.replace('1', '')}</channel>"
    f"<item rdf:about='https://paper.kz/1'><title>T</title>{LINK}"
    "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2026-11-22T14:00:00+05:00</dc:date></item></rdf:RDF>",
    "RSS 1.0, about only": f"{RDF}<item rdf:about='https://paper.kz/1'><title>T</title>"
    "<date>2026-11-22T09:00:00Z</date></item></rdf:RDF>",
    "Atom": f"<feed xmlns='{ATOM}'><link rel='self' href='https://paper.kz/atom'/><entry><title>T</title>"
    "<link rel='replies' href='https://paper.kz/1/c'/><link rel='alternate' href='https://paper.kz/1'/>"
    f"<id>tag:paper.kz,2026:1</id>{PUBLISHED}</entry></feed>",
    "Atom, prefix, link without rel": f"<a:feed xmlns:a='{ATOM}'><a:entry><a:title>T</a:title>"
    "<a:link href='https://paper.kz/1'/><a:published>2026-11-22T09:00:00Z</a:published></a:entry></a:feed>",
    "Atom, XHTML title": f"<feed xmlns='{ATOM}'><entry><title type='xhtml'>"
    f"<div xmlns='http://www.w3.org/1999/xhtml'><b>T</b></div></title><id>https://paper.kz/1</id>{PUBLISHED}"
    "</entry></feed>",
    "Atom, no namespace, id only": f"<feed><entry><id>https://paper.kz/1</id><title>T</title>{PUBLISHED}</entry></feed>",
    "Atom 0.3": "<feed xmlns='http://purl.org/atom/ns#'><entry><title>T</title><link rel='alternate' "
    "href='https://paper.kz/1'/><issued>2026-11-22T09:00:00Z</issued></entry></feed>",
    "undeclared prefixes": rss(
        "<item><title>T</title><atom:link href='https://paper.kz/1'/>"
        "<dc:date>2026-11-22T09:00:00Z</dc:date></item>"
    ),
    "capitals": f"<RSS><ITEM><TITLE>T</TITLE><LINK>https://paper.kz/1</LINK><PUBDATE>{RFC_NINE}</PUBDATE></ITEM></RSS>",
    "guid instead of link": rss(f"<item><title>T</title><guid>https://paper.kz/1</guid>{DATE}</item>"),
    "empty link, CDATA guid": rss(
        "<item><title>T</title><link></link>"
        f"<guid isPermaLink='true'><![CDATA[ https://paper.kz/1 ]]></guid>{DATE}</item>"
    ),
    "names of other namespaces": f"<rss xmlns:m='{MEDIA}'><item><m:title>No</m:title>"
    "<m:link>https://paper.kz/no</m:link><source><title>No</title><link>https://paper.kz/no</link></source>"
    f"<title>T</title>{LINK}{DATE}</item></rss>",
}


@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS)
def test_dialects(text: str) -> None:
    assert feed(text) == [Link("https://paper.kz/1", "feed", published=NINE, title="T")]


ADDRESSES = [
    ("<link>/news/1</link>", ["https://paper.kz/news/1"]),
    ("<link>1.html</link>", ["https://paper.kz/rss/1.html"]),
    ("<link>\n https://paper.kz/1?utm_source=rss \n</link>", ["https://paper.kz/1"]),
    ("<link xml:base='https://paper.kz/kz/'>1</link>", ["https://paper.kz/kz/1"]),
    (
        "<link><![CDATA[https://paper.kz/?id=1&lang=ru&copy=2]]></link>",
        ["https://paper.kz/?id=1&lang=ru&copy=2"],
    ),
    ("<link>https://paper.kz/?id=1&amp;lang=ru</link>", ["https://paper.kz/?id=1&lang=ru"]),
    ("<link>https://paper.kz/?id=1&lang=ru&copy=2</link>", ["https://paper.kz/?id=1&lang=ru&copy=2"]),
    (
        "<link>https://paper.kz/жаңалық</link>",
        ["https://paper.kz/%D0%B6%D0%B0%D2%A3%D0%B0%D0%BB%D1%8B%D2%9B"],
    ),
    ("<link>https://other.kz/1</link>", ["https://other.kz/1"]),
    ("<link>https://paper.kz/1</link><link>https://paper.kz/2</link>", ["https://paper.kz/1"]),
    ("<guid>https://paper.kz/1</guid><link>https://paper.kz/2</link>", ["https://paper.kz/2"]),
    ("<link>javascript:void(0)</link><guid>https://paper.kz/1</guid>", ["https://paper.kz/1"]),
    ("<guid isPermaLink='false'>https://paper.kz/1</guid>", []),
    ("<guid ispermalink=' False '>https://paper.kz/1</guid>", []),
    ("<guid>12345</guid>", []),
    ("<link>https://user:pw@paper.kz/1</link>", []),
    ("<link>file:///etc/passwd</link>", []),
    ("<title>No link</title>", []),
]


@pytest.mark.parametrize(("inside", "expected"), ADDRESSES)
def test_addresses(inside: str, expected: list[str]) -> None:
    assert urls(rss(f"<item>{inside}</item>")) == expected


def test_xml_base_is_inherited_and_ends() -> None:
    text = (
        "<feed xml:base='https://paper.kz/kz/'><entry xml:base='2026/'><link href='1'/></entry>"
        "<entry><link href='2'/></entry></feed>"
    )
    assert urls(text) == ["https://paper.kz/kz/2026/1", "https://paper.kz/kz/2"]


def test_order_and_duplicates() -> None:
    text = rss(item(2), item(1), "<item><link>http://www.paper.kz/2/?fbclid=x</link></item>", item(3))
    assert urls(text) == ["https://paper.kz/2", "https://paper.kz/1", "https://paper.kz/3"]


DATES = [
    (f"<pubDate>{RFC_NINE}</pubDate>", NINE, None),
    ("<pubDate>вчера</pubDate><date>2026-11-22T09:00:00Z</date>", NINE, None),
    ("<published>2026-11-22T09:00:00Z</published><updated>2026-11-22T10:00:00Z</updated>", NINE, TEN),
    ("<updated>2026-11-22T10:00:00Z</updated>", None, TEN),
    ("<modified>2026-11-22T10:00:00Z</modified>", None, TEN),
    ("<pubDate>2026-11-22 09:00:00</pubDate>", None, None),
    ("<pubDate>2026-11-22</pubDate>", None, None),
    ("<pubDate>Fri, 01 Jan 2099 00:00:00 GMT</pubDate>", None, None),
    ("<pubDate></pubDate>", None, None),
]


@pytest.mark.parametrize(("inside", "published", "modified"), DATES)
def test_dates(inside: str, published: dt.datetime | None, modified: dt.datetime | None) -> None:
    [link] = feed(rss(item(1, inside)))
    assert (link.published, link.modified) == (published, modified)


TITLES = [
    ("A &amp; B", "A & B"),
    ("A & B < C", "A & B < C"),
    ("&laquo;Орда&raquo;&nbsp;&mdash; 5", "«Орда» — 5"),
    ("&amp;laquo;Орда&amp;raquo;", "«Орда»"),
    ("<![CDATA[&laquo;Орда&raquo; & Ко]]>", "«Орда» & Ко"),
    ("  one\n two&#x1f;&#0;three ", "one two three"),
    ("", None),
    ("x" * 5000, "x" * 1000),
]


@pytest.mark.parametrize(("inside", "expected"), TITLES)
def test_titles(inside: str, expected: str | None) -> None:
    [link] = feed(rss(f"<item><link>https://paper.kz/1</link><title>{inside}</title></item>"))
    assert link.title == expected


def declared(text: str, encoding: str | None) -> str:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return f"{declaration}<rss><item><link>https://paper.kz/1</link><title>{text}</title></item></rss>"


CHARSETS = [
    # title, charset of the bytes, of the declaration, of the header
    (CYRILLIC, "utf-8", "utf-8", "utf-8"),
    (CYRILLIC, "utf-8", None, None),
    (CYRILLIC, "utf-8", "windows-1251", "windows-1251"),
    (CYRILLIC, "utf-8", "utf-8", "iso-8859-1"),
    (CYRILLIC, "utf-8-sig", "windows-1251", None),
    (CYRILLIC, "utf-16", "utf-16", None),
    (CYRILLIC, "utf-16-le", "utf-16", None),
    (CYRILLIC, "utf-16-be", None, None),
    (RUSSIAN, "windows-1251", "windows-1251", None),
    (RUSSIAN, "windows-1251", None, "windows-1251"),
    (RUSSIAN, "windows-1251", "utf-8", "utf-8"),
    (RUSSIAN, "windows-1251", "utf-8", "iso-8859-1"),
    (RUSSIAN, "windows-1251", None, None),
    (RUSSIAN, "windows-1251", "no-such-charset", "base64"),
    (RUSSIAN, "windows-1251", None, "utf\0-8"),
    (RUSSIAN, "koi8-r", "koi8-r", None),
    (RUSSIAN, "koi8-r", "koi8-r", "utf-8"),
    ("Қала мен дала", "kz1048", "kz1048", None),
    ("Şehir haberleri günü", "windows-1254", "windows-1254", "utf-8"),
]


@pytest.mark.parametrize(("title", "actual", "inside", "header"), CHARSETS)
def test_charsets(title: str, actual: str, inside: str | None, header: str | None) -> None:
    [link] = feed(declared(title, inside).encode(actual), header)
    assert link.title == title


@pytest.mark.parametrize(
    "title",
    ["Şehir haberleri, öğüt, güneş, çocuk, ışık, üşüştü".encode("windows-1254"), RUSSIAN.encode("koi8-r")],
)
def test_what_is_not_windows_1251_is_not_read_as_it(title: bytes) -> None:
    [link] = feed(declared("?", "utf-8").encode().replace(b"?</", title + b"</"))
    assert link.title is not None
    assert link.title != title.decode("windows-1251", "replace")


def test_windows_1251_with_a_byte_that_it_does_not_have() -> None:
    [link] = feed(
        declared(RUSSIAN, "windows-1251").encode("windows-1251").replace(b"</title>", b"\x98</title>")
    )
    assert link.title == f"{RUSSIAN}\ufffd"


READABLE = {
    "byte order mark, white space": "\ufeff \n<?xml version='1.0'?>" + rss(item(1), item(2)),
    "broken declaration": "<?xml version=1.0 encoding=utf-8 ?>" + rss(item(1), item(2)),
    "NUL and control characters": rss(item(1), item(2)).replace("<item>", "\x00\x08<item>\x1b"),
    "unclosed tag in an item": rss(item(1, "<description>a<br>b</description>"), item(2)),
    "unclosed item": rss(item(1).removesuffix("</item>"), item(2)),
    "doubled attribute": rss(item(1), item(2)).replace("<item>", "<item a='1' a='2'>"),
    "cut in the third item": rss(item(1), item(2), item(3)).removesuffix("</item></channel></rss>"),
    "cut in an address": rss(item(1), item(2), item(3)).partition("/3</link>")[0],
    "cut in a CDATA section": rss(item(1), item(2), "<item><link><![CDATA[https://paper.kz/3").removesuffix(
        "</channel></rss>"
    ),
    "cut between items": rss(item(1), item(2)).removesuffix("</channel></rss>"),
    "garbage after the end": rss(item(1), item(2)) + "<!-- x --></body>" + item(3),
    "style sheet": "<?xml version='1.0'?><?xml-stylesheet href='/rss.xsl'?><!-- x -->"
    + rss(item(1), item(2)),
    "own document type": "<!DOCTYPE rss [<!ENTITY nbsp '&#160;'>]>" + rss(item(1, "&nbsp;&x;"), item(2)),
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_broken_but_readable(text: str) -> None:
    assert urls(text) == ["https://paper.kz/1", "https://paper.kz/2"]


def test_cut_inside_a_character() -> None:
    text = declared(CYRILLIC, "windows-1251").removesuffix("</rss>") + "<item><title>Қ"
    assert feed(text.encode()[:-1]) == [Link("https://paper.kz/1", "feed", title=CYRILLIC)]


EMPTY = [rss(), "<feed/>", "<rss/>", rss() + "garbage"]


@pytest.mark.parametrize("text", EMPTY)
def test_no_items_is_no_error(text: str) -> None:
    assert feed(text) == []


NOT_FEEDS = [
    ("", "empty"),
    (" \r\n\t\ufeff\x00", "empty"),
    ("<!DOCTYPE html><html><head><meta charset=utf-8></head><body>404</body></html>", "an HTML page"),
    ("\n<HTML><body><rss><item><link>https://paper.kz/1</link></item></rss></body></HTML>", "an HTML page"),
    ("<urlset><url><loc>https://paper.kz/1</loc></url></urlset>", "a document <urlset> instead of a feed"),
    ("<script>location='/'</script>", "a document <script>"),
    ("<\u202e\u0436/>", "no XML"),
    ("<жж/>", r"a document <\u0436\u0436>"),
    ("Not found", "no XML"),
    ('{"items": []}', "no XML"),
    ("\x89PNG\r\n\x1a\n", "no XML"),
    ("<rss>\n<channel>\n<tit", "broken XML at line "),
]


@pytest.mark.parametrize(("text", "reason"), NOT_FEEDS)
def test_not_a_feed(text: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason.replace("\\", "\\\\")) as error:
        feed(text)
    assert "\n" not in str(error.value)


LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
ATTRIBUTES = " ".join(f"a{n}=''" for n in range(50_000))
HOSTILE = {
    "external entity": "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + rss(item(1, "&x;")),
    "external entity as an address": "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    + rss(item(1), "<item><title>&x;</title><link>&x;</link></item>"),
    "external document type": "<!DOCTYPE rss SYSTEM 'http://127.0.0.1:1/x.dtd'>" + rss(item(1, "&x;")),
    "parameter entity": "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x;]>" + rss(item(1)),
    "billion laughs": f"<!DOCTYPE rss [<!ENTITY l0 'lol'>{LAUGHS}]>" + rss(item(1, "&l11;")),
    "quadratic blow-up": f"<!DOCTYPE rss [<!ENTITY a '{'a' * 50_000}'>]>" + rss(item(1, "&a;" * 50_000)),
    "a megabyte on one line": rss(item(1, f"<description>{'слово ' * 200_000}</description>")),
    "ampersands": rss(item(1)) + "&" * 1_000_000,
    "ampersands inside": rss(item(1, "&" * 500_000)),
    "half references": rss(item(1, "&amp" * 250_000)),
    "less-thans": rss(item(1)) + "<" * 1_000_000,
    "CDATA never closed": rss(item(1)) + "<![CDATA[" * 100_000,
    "comments never closed": rss(item(1)) + "<!--" * 250_000,
    "deep": rss(item(1)).removesuffix("</channel></rss>") + "<a>" * 100_000,
    "wide": rss(item(1), "<a/>" * 100_000),
    "attributes": rss(item(1)).replace("<channel", f"<channel {ATTRIBUTES}"),
    "one item, many links": rss(f"<item>{'<link>https://paper.kz/1</link>' * 30_000}</item>"),
    "texts": rss(item(1, f"<title>{'<b>x</b>' * 50_000}</title>")),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile(text: str) -> None:
    start = time.process_time()
    links = feed(text)
    assert time.process_time() - start < 1
    assert links[0].url == "https://paper.kz/1"
    assert "root:" not in repr(links)


class Deaf(markup.Target):
    def opened(self, *_: object) -> None: ...

    def closed(self, *_: object) -> None: ...


def test_no_text_at_all_is_an_error_and_raises_nothing() -> None:
    assert markup.read_xml("", Deaf()) == 1
    markup.read_html("", Deaf())


def test_limits_of_a_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before the limit is kept."""
    monkeypatch.setattr(markup, "MAX_REPAIRS", 10)
    monkeypatch.setattr(markup.Target, "max_elements", 1000)
    assert urls(rss(item(1), f"<x>{'&' * 200_000}</x>", item(2))) == ["https://paper.kz/1"]
    assert urls(rss(item(1), "<a/>" * 1000, item(2))) == ["https://paper.kz/1"]


def test_an_external_entity_is_text() -> None:
    [link] = feed(
        "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + rss(item(1)).replace("T1", "&x;")
    )
    assert link.title == "&x;"


def test_at_most() -> None:
    assert len(feed(rss(*(item(number) for number in range(MAX_LINKS + 5))))) == MAX_LINKS


SAMPLES = [text.encode() for text in [*DIALECTS.values(), *READABLE.values()]]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_bytes(data: st.DataObject) -> None:
    """Cut, doubled and changed bytes give links that can be fetched, or NotReadable."""
    body = data.draw(st.sampled_from(SAMPLES))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    middle = data.draw(
        st.sampled_from([b"", body[start:end] * 2, b"<", b"&", b"\x00", b"]]>", b"<![CDATA["]) | st.binary()
    )
    try:
        links = parse_feed(body[:start] + middle + body[end:], URL, data.draw(st.none() | st.text()), now=NOW)
    except NotReadable:
        return
    assert all(normal_url(link.url) == link.url for link in links)
