"""The section of a page, in the page's own words, or none."""

import json

import pytest

from pipelines.extract.jsonld import linked_data
from pipelines.extract.markup import meta_values, parse
from pipelines.extract.section import find_section

URL = "https://www.herald.example/transport/lake/ferry-1/"
TITLE = "Ferry service resumes"


def section(body: str = "", head: str = "", url: str = URL) -> str | None:
    root = parse(f"<html><head>{head}</head><body>{body}<h1>{TITLE}</h1></body></html>")
    assert root is not None
    headline = root.find(".//h1")
    linked = linked_data(root, url)
    return find_section(root, linked, meta_values(root), ["Steppe Herald"], headline, TITLE, url)


def script(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def crumbs(*steps: tuple[str, str]) -> str:
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": address}
        for at, (name, address) in enumerate(steps, 1)
    ]
    return script({"@type": "BreadcrumbList", "itemListElement": items})


NEWS = {"@type": "NewsArticle", "headline": TITLE}
TWO = [{"position": 2, "item": {"@id": "/lake", "name": "Lake"}}, {"position": 1, "name": "Transport"}]
HOME, LAKE = ("Home", "https://www.herald.example/"), ("Lake", "/transport/lake/")


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        # stated
        ("", script({**NEWS, "articleSection": ["Transport", "News"]}), "Transport"),
        ("", '<meta property="article:section" content="Transport">', "Transport"),
        ("<a itemprop=articleSection>Transport</a>", "", "Transport"),
        ("", script({**NEWS, "articleSection": "Steppe Herald"}), None),
        ("", script({**NEWS, "articleSection": "word " * 100}), None),
        # the way from the front page
        ("", crumbs(HOME, LAKE, (TITLE, URL)), "Lake"),
        ("", crumbs(HOME, LAKE, ("Ferry, in short", URL)), "Lake"),
        ("", crumbs(HOME, LAKE, ("Ferry service…", "")), "Lake"),
        ("", crumbs(HOME, (TITLE, URL)), None),
        ("", script({**NEWS, "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": TWO}}), "Lake"),
        ('<nav class="breadcrumbs"><a href="/">Басты бет</a> / <a href="/l">Көл</a></nav>', "", "Көл"),
        ("<ol class=bread-crumb><li>Main</li><li>Lake</li><li>5 May 2020</li></ol>", "", "Lake"),
        (f"<p itemtype=https://schema.org/BreadcrumbList><a>Lake</a><a>{TITLE}</a></p>", "", "Lake"),
        ('<nav aria-label="breadcrumb"><a href="/">Главная</a></nav>', "", None),
        # beside the headline
        ('<div class="post-category"><a href="/l">Lake</a></div>', "", "Lake"),
        ('<div class="meta"><span class="rubric">Lake</span></div>', "", "Lake"),
        ('<div class="related"><span class="rubric">Lake</span></div>', "", None),
        ('<a rel="category tag">Lake</a>', "", "Lake"),
        # the folder of the address
        ('<a href="/transport/">Transport</a><a href="/transport/lake">Lake</a>', "", "Lake"),
        ('<a href="/transport/">Transport</a>', "", "Transport"),
        ('<a href="https://other.example/transport/">Transport</a>', "", None),
        ('<a href="http://[/">Broken</a><a href="/transport/lake">Lake</a>', "", "Lake"),
        ('<a href="/transport/lake">View all of our recent articles</a>', "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_section(body: str, head: str, expected: str | None) -> None:
    assert section(body, head) == expected


def test_what_is_stated_comes_first() -> None:
    body = '<nav class="breadcrumbs"><a href="/l">Lake</a></nav><a href="/transport/">Roads</a>'
    assert section(body) == "Lake"
    assert section(body, script({**NEWS, "articleSection": "Transport"})) == "Transport"


def test_a_day_in_the_address_is_no_section() -> None:
    assert section('<a href="/2020/05/">May</a>', url="https://www.herald.example/2020/05/ferry-1/") is None
