"""Canonical address, lead, section, tags and image: right or empty."""

import datetime as dt

import pytest

from pipelines.article import ExtractionHints, Page
from pipelines.extract.markup import parse
from pipelines.extract.metadata import Metadata, read_metadata

URL = "https://www.herald.example/news/ferry-1/?utm_source=feed"
TEXT = (
    "<article>" + "<p>The ferry between the two shores of the lake is running again.</p>" * 6 + "</article>"
)


def read(head: str = "", body: str = "", url: str = URL, hints: ExtractionHints | None = None) -> Metadata:
    root = parse(
        f"<html lang=en><head>{head}</head><body><h1>Ferry service resumes</h1>{body}{TEXT}</body></html>"
    )
    assert root is not None
    fetched = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    return read_metadata(
        Page(url=url, site="x", body=b"x", fetched_at=fetched, hints=hints or ExtractionHints()), root
    )


OWN = "https://www.herald.example/news/ferry-1/"


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("", OWN),
        ('<link rel="canonical" href="/news/ferry-1">', "https://www.herald.example/news/ferry-1"),
        ('<link rel="canonical" href="https://herald.example/f/1">', "https://herald.example/f/1"),
        ('<link rel="Canonical nofollow" href="//herald.example/f/1#top">', "https://herald.example/f/1"),
        ('<meta property="og:url" content="https://herald.example/f/1?fbclid=3">', "https://herald.example/f/1"),
        ('<link rel="canonical" href="https://other.example/news/ferry-1">', OWN),
        ('<link rel="canonical" href="https://m.herald.example/news/ferry-1">', OWN),
        ('<link rel="canonical" href="https://www.herald.example/">', OWN),
        ('<link rel="canonical" href="/?page=1">', OWN),
        ('<link rel="canonical" href="">', OWN),
        ('<link rel="canonical" href="javascript:alert(1)">', OWN),
        ('<link rel="canonical" href="http://good@herald.example/x">', OWN),
        ('<link rel="canonical" href="https://[bad/">', OWN),
        ('<link rel="canonical" href="https://other.example/"><meta property="og:url" content="/f/1">',
         "https://www.herald.example/f/1"),
    ],
)  # fmt: skip
def test_canonical(head: str, canonical: str) -> None:
    assert read(head).canonical_url == canonical


def test_the_front_page_may_name_itself() -> None:
    head = '<link rel="canonical" href="https://herald.example/">'
    assert (
        read(head, url="https://www.herald.example/?utm_source=x").canonical_url == "https://herald.example/"
    )


LEAD = "Forty cars and two hundred passengers on each crossing"


@pytest.mark.parametrize(
    ("head", "body", "lead"),
    [
        ("", f'<div class="article-lead">{LEAD}</div>', LEAD),
        ("", f'<p class="anons">{LEAD}</p>', LEAD),
        (f'<meta name="description" content="{LEAD}">', f"<p><b>{LEAD}</b></p>", LEAD),
        (f'<meta name="description" content="{LEAD}">', "", None),
        ("", f"<p>{LEAD}</p>", None),
        ("", '<div class="lead">Short</div>', None),
        ("", '<div class="lead">Ferry service resumes</div>', None),
        ("", f'<aside><div class="lead">{LEAD}</div></aside>', None),
        ("", f'<div class="leader-board">{LEAD}</div>', None),
        ("", f'<div class="lead-photo-caption">{LEAD}</div>', None),
    ],
)
def test_lead(head: str, body: str, lead: str | None) -> None:
    assert read(head, body).lead == lead


def test_section_tags_and_image() -> None:
    said = {
        "article:section": "Transport",
        "article:tag": "ferry, lake,#Lake",
        "og:image": "/img/a.jpg?utm_medium=x",
    }
    figure = '<figure><img src="/img/a.jpg"><figcaption>The quay. Photo: A. Serik</figcaption></figure>'
    found = read(
        "".join(f'<meta property="{name}" content="{value}">' for name, value in said.items()), figure
    )
    assert found.section == "Transport"
    assert found.tags == ["ferry", "lake"]
    assert found.image_url == "https://www.herald.example/img/a.jpg"
    assert (found.image_caption, found.image_credit) == ("The quay.", "A. Serik")
    nothing = read()
    assert (nothing.image_caption, nothing.image_credit) == (None, None)
    assert (nothing.section, nothing.tags, nothing.image_url, nothing.lead) == (None, None, None, None)


def test_tags_of_links_and_of_the_sites_own_hint() -> None:
    body = "<div class=keys><a rel=tag>Ferry</a><a rel=tag>Lake</a><a>More</a></div>"
    assert read(body=body).tags == ["Ferry", "Lake"]
    assert read(body=body, hints=ExtractionHints(tags_css=".keys a")).tags == ["Ferry", "Lake", "More"]


def test_what_is_too_long_for_a_field_is_left_out() -> None:
    long = "word " * 100
    found = read(
        f'<meta property="article:section" content="{long}"><meta property="article:tag" content="{long}">'
    )
    assert (found.section, found.tags) == (None, None)


def test_authors_and_the_agency_that_stands_with_them() -> None:
    body = "<p class=byline>By Aigul Serik / Reuters</p>"
    found = read(body=body)
    assert (found.authors, found.byline_agency) == (["Aigul Serik"], "Reuters")
    # The newsroom's box at the end is furniture.
    assert read(body=f'<div class="sidebar">{body}</div>').authors is None
    assert read().authors is None
