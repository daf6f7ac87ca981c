"""The tags of a page, or none."""

import json

import pytest

from pipelines.extract.jsonld import linked_data
from pipelines.extract.markup import meta_values, parse
from pipelines.extract.tags import find_tags

TITLE = "Ferry service resumes on the lake"


def tags(
    body: str = "", head: str = "", css: str | None = None, section: str | None = None
) -> list[str] | None:
    root = parse(f"<html><head>{head}</head><body><h1>{TITLE}</h1>{body}</body></html>")
    assert root is not None
    linked = linked_data(root, "https://herald.example/1")
    return find_tags(root, linked, meta_values(root), ["Steppe Herald"], css, title=TITLE, section=section)


def meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{content}">'


def script(**values: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("", meta("article:tag", "ferry, lake,#Lake; port"), ["ferry", "lake", "port"]),
        ("<a rel=tag>Ferry</a><a rel=tag>Lake</a>", "", ["Ferry", "Lake"]),
        ('<a rel="category tag">Transport</a>', "", None),
        ('<div class="post-tags">Tags: <a>Ferry</a> <a>#Lake</a></div>', "", ["Ferry", "Lake"]),
        ('<div class="news-tags">Теглар: паром, кўл</div>', "", None),
        ('<div class="news-tags">Teglar: parom, ko‘l</div>', "", ["parom", "ko‘l"]),
        ("<p itemprop=keywords>ferry, lake</p>", "", ["ferry", "lake"]),
        ('<div class="tag-cloud"><div class="tags"><a>Ferry</a></div></div>', "", None),
        ('<nav><div class="widget tags"><a>Ferry</a></div></nav>', "", None),
        ("", script(keywords=["ferry", "lake"]), ["ferry", "lake"]),
        ("", meta("news_keywords", "ferry, lake"), ["ferry", "lake"]),
        # keywords: those of this page, not the site's own list
        ("", meta("keywords", "ferries, lakes, port"), ["ferries", "lakes", "port"]),
        ("", meta("keywords", "news, steppe, politics, ferry"), None),
        ("", meta("keywords", "port, quay") + meta("description", "From port to quay."), ["port", "quay"]),
        # what is no tag
        ("", meta("article:tag", f"Steppe Herald, {TITLE}, 12345, x, {'word ' * 9}, ferry"), ["ferry"]),
        ("", meta("article:tag", "section: News, topic: World, ferry"), ["ferry"]),
        ("", meta("article:tag", "Dune: Part Two, ferry"), ["Dune: Part Two", "ferry"]),
        ("", meta("article:tag", "Dogs &amp;amp; cats"), ["Dogs & cats"]),
        ("", "", None),
    ],
)
def test_tags(body: str, head: str, expected: list[str] | None) -> None:
    assert tags(body, head) == expected


def test_the_sites_own_hint_comes_first() -> None:
    body = "<div class=keys><a rel=tag>Ferry</a><a>More</a></div>"
    assert tags(body, css=".keys a") == ["Ferry", "More"]
    assert tags(body, css=".missing") == ["Ferry"]


def test_the_section_alone_is_no_tag() -> None:
    head = meta("article:tag", "Transport")
    assert tags(head=head, section="transport") is None
    assert tags(head=head + meta("news_keywords", "ferry"), section="transport") == ["ferry"]
    assert tags(head=meta("article:tag", "Transport, ferry"), section="transport") == ["Transport", "ferry"]
