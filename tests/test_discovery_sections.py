"""Section pages: their articles and the way to the next page."""

import json
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.discovery.links import ANY_ADDRESS, Link, NotReadable
from crawlers.discovery.sections import (
    MAX_ANCHORS,
    Section,
    is_counted,
    page_number_url,
    parse_section,
)
from pipelines.errors import UsageError
from pipelines.urls import normal_url

URL = "https://paper.kz/news/"
ARTICLE = r"^https://paper\.kz/[a-z]+/[^/]+-\d+/?$"


def parse(html: str | bytes, article_url: str | None = None, encoding: str | None = None) -> Section:
    body = html.encode() if isinstance(html, str) else html
    return parse_section(body, URL, article_url=article_url, encoding=encoding)


def urls(html: str, article_url: str | None = None) -> list[str]:
    return [link.url for link in parse(html, article_url).links]


FRONT = """<!doctype html><html><head><link rel="canonical" href="https://paper.kz/news/"><title>Paper</title>
<body class="paging-on"><nav><a href="/">Home</a> <a href="/news/">News</a> <a href="/tag/x/">x</a></nav>
<article><a href="/crime/second-2/"><img src="/2.jpg"></a>
<h2><a href="https://paper.kz/crime/second-2">2</a></h2>
<article><a class=unquoted href=/sport/first-1/?utm_source=front#comments>1</a>
<p><a href="  https://paper.kz/sport/third-3/
">3</a> <a href="http://www.paper.kz/sport/third-3/">3 again</a> <a href="/сport/cyrillic-4/">4</a>
<a href="javascript:void(0)">s</a>
<a href="mailto:red@paper.kz">m</a><a href="tel:+7">t</a><a href="#top">top</a>
<a>no address</a><a href="">empty</a><a href="https://other.kz/sport/other-5/">5</a><area href="/map-6/">"""


def test_articles_in_order_each_once() -> None:
    assert parse(FRONT, ARTICLE) == Section(
        [
            Link("https://paper.kz/crime/second-2/", "section"),
            Link("https://paper.kz/sport/first-1/", "section"),
            Link("https://paper.kz/sport/third-3/", "section"),
        ],
        None,
    )


def test_without_a_rule_every_anchor_counts() -> None:
    assert urls(FRONT) == [
        "https://paper.kz/",
        "https://paper.kz/tag/x/",
        "https://paper.kz/crime/second-2/",
        "https://paper.kz/sport/first-1/",
        "https://paper.kz/sport/third-3/",
        "https://paper.kz/%D1%81port/cyrillic-4/",
        "https://other.kz/sport/other-5/",
    ]


def test_the_rule_sees_the_normal_form() -> None:
    assert urls("<a href='/a b'>x</a><a href='/a-b'>y</a>", "/a%20b$") == ["https://paper.kz/a%20b"]


def test_a_broken_rule_is_told() -> None:
    with pytest.raises(re.error):
        parse(FRONT, "(")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<base href='https://paper.kz/kz/'>", "https://paper.kz/kz/1"),
        ("<base href='/kz/'>", "https://paper.kz/kz/1"),
        ("<base href='/kz/'><base href='/ru/'>", "https://paper.kz/kz/1"),
        ("<base href='https://evil.kz/'>", "https://paper.kz/news/1"),
        ("<base href='https://kaz.paper.kz/'>", "https://paper.kz/news/1"),
        ("<base href='javascript:x'>", "https://paper.kz/news/1"),
        ("<base target=_blank>", "https://paper.kz/news/1"),
    ],
)
def test_base(head: str, expected: str) -> None:
    assert urls(f"<html><head>{head}</head><a href='1'>x</a>") == [expected]


TWO = "https://paper.kz/news/?p=2"
NEXT = {
    "link rel": ("<link rel='next' href='?p=2'>", TWO),
    "anchor rel": ("<a rel='nofollow Next' href='?p=2'>2</a>", TWO),
    "rel before the pager": (
        "<div class=pager><a href='?p=9'>next</a></div><a rel=next href='?p=2'>x</a>",
        TWO,
    ),
    "text in a pager": ("<ul class='b-pagination'><li><a href='?p=2'> Далее → </a></ul>", TWO),
    "arrow in a pager": ("<div class=Paging><a href='?p=2'>»</a></div>", TWO),
    "label in a pager": ("<div class=pager><a href='?p=2' aria-label='Next page'><svg></svg></a></div>", TWO),
    "title in a pager": ("<div class=nav-links><a href='?p=2' title='Следующая'><i></i></a></div>", TWO),
    "class in a pager": ("<div class=nav-links><a class='next page-numbers' href='?p=2'>x</a></div>", TWO),
    "class of the anchor": ("<a class='pagination__next' href='?p=2'>x</a>", TWO),
    "previous and next": ("<div class=pager><a href='?p=0'>«</a><a href='?p=2'>»</a></div>", TWO),
    "number after the current": (
        "<div class=pager><a href='?p=0'>0</a><span>1</span><a href='?p=2'>2</a><a href='?p=3'>3</a></div>",
        TWO,
    ),
    "number after the marked anchor": (
        "<ul class=pagination><li class='page-item active'><a href='?p=1'>1</a><li><a href='?p=2'>2</a></ul>",
        TWO,
    ),
    "number after aria-current": (
        "<div class=pager><a aria-current=page href='?p=1'>1</a><a href='?p=2'>2</a></div>",
        TWO,
    ),
    "text elsewhere": ("<a href='?p=2'>Келесі бет »</a>", TWO),
    "arrow elsewhere": ("<a href='?p=2'>→</a>", TWO),
    "base": ("<base href='/kz/'><link rel=next href='?p=2'>", "https://paper.kz/kz/?p=2"),
    "www": ("<link rel=next href='https://www.paper.kz/news/?p=2'>", "https://www.paper.kz/news/?p=2"),
    "itself, then another": ("<link rel=next href='#x'><link rel=next href='?p=2'>", TWO),
    "itself": ("<link rel=next href='/news/#2'><a rel=next href='http://www.paper.kz/news'>next</a>", None),
    "another site": ("<link rel=next href='https://evil.kz/?p=2'>", None),
    "another edition": ("<link rel=next href='https://kaz.paper.kz/?p=2'>", None),
    "script": ("<a rel=next href='javascript:more()'>next</a>", None),
    "an article": ("<a href='/crime/robbery-7/'>Далее</a>", None),
    "an article, then the next page": ("<a href='/crime/robbery-7/'>Далее</a><a href='?p=2'>Далее</a>", TWO),
    "a word in a sentence": ("<a href='?p=2'>Далее в номере</a>", None),
    "a number elsewhere": ("<span>1</span><a href='?p=2'>2</a>", None),
    "a number in a pager without a current one": ("<div class=pager><a href='?p=2'>2</a></div>", None),
    "the whole page is no pager": ("<body class='pagination'><span>1</span><a href='?p=2'>2</a>", None),
    "after the pager": ("<div class=pager><span>1</span></div><a href='?p=2'>2</a>", None),
    "nothing": ("<a href='/x'>x</a>", None),
}


@pytest.mark.parametrize(("html", "expected"), NEXT.values(), ids=NEXT)
def test_next_page(html: str, expected: str | None) -> None:
    assert parse(f"<html>{html}", ARTICLE).next_page == expected


def test_next_page_without_a_rule() -> None:
    assert parse("<a href='?p=2'>Далее</a>").next_page == TWO


@pytest.mark.parametrize(
    ("actual", "declared", "header"),
    [
        ("utf-8", "windows-1251", None),
        ("windows-1251", "windows-1251", None),
        ("windows-1251", "utf-8", "utf-8"),
    ],
)
def test_charsets(actual: str, declared: str, header: str | None) -> None:
    html = f"<meta charset={declared}><p>Все новости области</p><a href='?p=2'>следующая</a>"
    html += "<a href='/новость-1'>1</a>"
    found = parse(html.encode(actual), None, header)
    assert found.next_page == TWO
    assert found.links[1].url == normal_url("https://paper.kz/новость-1")


def test_cut_page() -> None:
    """An address that was cut is no address."""
    assert urls("<a href='/a-1'>1</a><p><a href='/a-2'>2</a><a href='/a-") == [
        "https://paper.kz/a-1",
        "https://paper.kz/a-2",
    ]


def test_nul_bytes() -> None:
    assert urls("<a hr\0ef='/a-1'>1\0</a>\0<a href='/a\0-2'>2</a>") == [
        "https://paper.kz/a-1",
        "https://paper.kz/a-2",
    ]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty"),
        (" \n\0", "empty"),
        ("Not found", "no HTML"),
        ('{"html": "<a href=\'/a-1\'>x</a>"', "neither HTML nor JSON"),
        ("[1, 2", "neither HTML nor JSON"),
        ("[" * 100_000, "neither HTML nor JSON"),
        (f"[{'9' * 10_000}]", "neither HTML nor JSON"),
    ],
)
def test_no_page(html: str, reason: str) -> None:
    with pytest.raises(NotReadable, match=reason):
        parse(html)


FIRST, SECOND = "https://paper.kz/crime/theft-1.html", "https://paper.kz/sport/match-2.html"
LISTS = {
    "a fragment": ('<li><a href="/crime/theft-1.html">1</a><li><a href="/sport/match-2.html">2</a>', None),
    "a fragment in a key": (
        r'{"total": 2, "html": "<a href=\"\/crime\/theft-1.html\">1<\/a><a href=/sport/match-2.html>2<\/a>"}',
        None,
    ),
    "a fragment an entry": (
        '{"items": [{"t": "<a href=/crime/theft-1.html>1"}, {"t": "<a href=\'/sport/match-2.html\'>2</a>"}]}',
        None,
    ),
    "a fragment alone": ('"<a href=/crime/theft-1.html>1</a><a href=/sport/match-2.html>2</a>"', None),
    "addresses": (
        '[{"url": "/crime/theft-1.html", "title": "2 < 3"}, {"url": "https://paper.kz/sport/match-2.html"}]',
        None,
    ),
    "addresses that are no path": (
        '["crime/theft-9.html", "/crime/theft-1.html", "/sport/match-2.html"]',
        None,
    ),
    "with the next page": (
        '{"a": "<a href=/crime/theft-1.html>1<a href=/sport/match-2.html>2", "b": "<a rel=next href=?p=2>"}',
        "https://paper.kz/news/?p=2",
    ),
}


@pytest.mark.parametrize(("body", "next_page"), LISTS.values(), ids=LISTS)
def test_what_a_button_more_loads(body: str, next_page: str | None) -> None:
    found = parse(body, r"^https://paper\.kz/[a-z]+/[a-z]+-\d+\.html$")
    assert [link.url for link in found.links] == [FIRST, SECOND]
    assert found.next_page == next_page


def test_a_list_without_entries_is_read() -> None:
    for empty in ("{}", "[]", '{"html": "", "more": false}', "[1, 2]", '""'):
        assert parse(empty) == Section([], None)


def test_an_address_of_json_is_taken_as_it_stands() -> None:
    assert urls('["/news?a=1&lt=2", "kind", "https://paper.kz/a\\" href=\\"/b"]') == [
        "https://paper.kz/news?a=1&lt=2",
        "https://paper.kz/a%22%20href=%22/b",
    ]


# With `links_css`

CHOSEN = """<nav><a href="/about-us">About us</a></nav>
<div class="lenta"><a class="t" href=" /crime/theft ">1</a><a class="t" href="https://paper.kz/sport/match">2</a>
<a class="tag" href="/tag/x">x</a><a class="t" href="https://other.kz/crime/other">3</a></div>
<a class="t" href="/banner">buy</a><a rel=next href="?p=2">next</a>"""


def chosen(body: str, css: str | None, article_url: str = ANY_ADDRESS) -> list[str]:
    found = parse_section(body.encode(), URL, article_url=article_url, links_css=css)
    return [link.url for link in found.links]


def test_only_the_anchors_that_are_chosen_count() -> None:
    expected = [
        "https://paper.kz/crime/theft",
        "https://paper.kz/sport/match",
        "https://other.kz/crime/other",
    ]
    assert chosen(CHOSEN, ".lenta a.t") == expected
    assert len(chosen(CHOSEN, None)) == 7
    assert chosen(CHOSEN, ".lenta h2 a") == []


def test_what_is_chosen_must_look_like_an_article_as_well() -> None:
    assert chosen(CHOSEN, ".lenta a.t", r"/crime/") == [
        "https://paper.kz/crime/theft",
        "https://other.kz/crime/other",
    ]


def test_the_next_page_need_not_be_chosen() -> None:
    found = parse_section(CHOSEN.encode(), URL, article_url=ANY_ADDRESS, links_css=".lenta a.t")
    assert found.next_page == "https://paper.kz/news/?p=2"


def test_a_choice_in_what_a_button_more_loads() -> None:
    assert chosen(json.dumps({"html": CHOSEN, "url": "/crime/other"}), ".lenta a.t")[:2] == [
        "https://paper.kz/crime/theft",
        "https://paper.kz/sport/match",
    ]


def test_an_address_that_is_chosen_once_counts_wherever_it_stands() -> None:
    """Pictures lead to the same article as headlines."""
    body = '<a href="/a"><img></a><h2><a href="/a">1</a></h2><a href="/b">2</a>'
    assert chosen(body, "h2 a") == ["https://paper.kz/a"]


def test_a_choice_that_is_none_is_told() -> None:
    with pytest.raises(UsageError):
        chosen(CHOSEN, "a[")


@pytest.mark.parametrize("body", ["<a href=/x", "<", '{"a": ""}', "<a class=t>no address</a>"])
def test_a_choice_of_nothing(body: str) -> None:
    assert chosen(body, "a.t") == []


ONE = "<a href='/a-1'>1</a>"
HOSTILE = {
    "a megabyte of text": f"{ONE}<p>{'слово ' * 200_000}",
    "a megabyte of class": f"{ONE}<p class='{'-next_' * 170_000}'>",
    "a megabyte of label": f"{ONE}<a href='/' title='{'› ' * 500_000}'>x</a>",
    "a megabyte of anchor": f"{ONE}<a href=/x>{'Далее ' * 170_000}",
    "a megabyte of address": f"{ONE}<a href='/{'x' * 1_000_000}'>x</a>",
    "less-thans": f"{ONE}{'<' * 1_000_000}",
    "quotes never closed": ONE + '<a href="' * 120_000,
    "comments never closed": f"{ONE}{'<!--' * 250_000}",
    "scripts never closed": f"{ONE}{'<script>' * 120_000}",
    "deep": f"{ONE}{'<div class=pager>' * 60_000}",
    "deep inline": f"{ONE}{'<b><i>' * 40_000}",
    "tables": f"{ONE}{'<table>' * 60_000}",
    "bases": f"{ONE}{'<base href=/x/>' * 60_000}",
    "pager of numbers": f"{ONE}<div class=pager>{'<b>1</b><a href=/2>2</a>' * 10_000}",
    "json": json.dumps([ONE, *["<a href=/x>1</a>"] * 15_000]),
    "deep json": json.dumps([ONE])[:-1] + "," + "[" * 900 + "1" + "]" * 901,
    "a megabyte of json strings": json.dumps([ONE, "< " * 500_000]),
    "external entity": f"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>{ONE}<a href='/&x;'>x</a>",
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE)
def test_hostile(html: str) -> None:
    start = time.process_time()
    found = parse(html)
    assert time.process_time() - start < 1.5
    parse_section(html.encode(), URL, article_url=None, links_css="li a.t, h2 > a")
    assert time.process_time() - start < 6
    assert found.links[0].url in ("https://paper.kz/a-1", "https://paper.kz/x/a-1")
    assert "root:" not in repr(found)


def test_at_most() -> None:
    late = "<a href='/late'>x</a>"
    assert urls(ONE + "<p>" * 50_000 + late)[-1] == "https://paper.kz/late"
    assert urls(ONE + "<p>" * 100_000 + late) == ["https://paper.kz/a-1"]
    assert len(urls("".join(f"<a href=/{number}>x</a>" for number in range(MAX_ANCHORS + 9)))) == MAX_ANCHORS


@pytest.mark.parametrize(
    ("pattern", "pages"),
    [
        ("https://paper.kz/news/page/{n}/", ["page/1/", "page/2/", "page/3/"]),
        ("https://paper.kz/?p={n}&x={y}", ["?p=1&x={y}", "?p=2&x={y}", "?p=3&x={y}"]),
        ("https://paper.kz/news?start={12n}", ["?start=0", "?start=12", "?start=24"]),
        ("https://paper.kz/news?page={1n}", ["?page=0", "?page=1", "?page=2"]),
        (
            "https://paper.kz/news/?handler=LoadMoreNews&p={n}&type=list",
            ["?handler=LoadMoreNews&p=1&type=list", "?handler=LoadMoreNews&p=2&type=list"],
        ),
        (
            "https://paper.kz/latest-ajax?limit=20&offset={20n}",
            ["?limit=20&offset=0", "?limit=20&offset=20", "?limit=20&offset=40"],
        ),
    ],
)
def test_page_number_url(pattern: str, pages: list[str]) -> None:
    assert is_counted(pattern)
    for number, end in enumerate(pages, 1):
        assert page_number_url(pattern, number).endswith(end)


@pytest.mark.parametrize(
    "pattern", ["https://paper.kz/news/", "https://paper.kz/{name}", "https://paper.kz/{12}"]
)
def test_a_list_that_is_not_counted(pattern: str) -> None:
    assert not is_counted(pattern)
    with pytest.raises(UsageError, match=re.escape(pattern)):
        page_number_url(pattern, 2)


SAMPLES = [
    text.encode()
    for text in (FRONT, *(html for html, _ in NEXT.values()), *(body for body, _ in LISTS.values()))
]


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_bytes(data: st.DataObject) -> None:
    """Cut, doubled and changed bytes give addresses that can be fetched, or NotReadable."""
    body = data.draw(st.sampled_from(SAMPLES))
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(body))] * 2)))
    middle = data.draw(st.sampled_from([b"", body[start:end] * 2, b"<", b"'", b"\0", b"<!--"]) | st.binary())
    try:
        found = parse(body[:start] + middle + body[end:], None, data.draw(st.none() | st.text()))
    except NotReadable:
        return
    assert all(normal_url(link.url) == link.url for link in found.links)
    assert found.next_page is None or normal_url(found.next_page) == found.next_page
