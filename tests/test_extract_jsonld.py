"""What the JSON-LD says of this page, however badly it is written and whatever else stands there."""

import json

import pytest

from pipelines.extract.jsonld import Author, Crumb, LinkedData, linked_data
from pipelines.extract.markup import parse

URL = "https://herald.example/news/ferry-1/"


def read(*scripts: object) -> LinkedData:
    texts = [script if isinstance(script, str) else json.dumps(script) for script in scripts]
    markup = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    root = parse(f"<html><head>{markup}</head><body><p>x</p></body></html>")
    assert root is not None
    return linked_data(root, URL)


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Ferry &amp;quot;Kaspiy&amp;quot; <b>resumes</b>",
    "datePublished": "2013-02-07T12:03:00+06:00",
    "dateModified": "2013-02-08",
    "author": [{"@type": "Person", "name": "Aigul Serik"}, {"@type": "Organization", "name": "Herald"}],
    "publisher": {"@type": "Organization", "name": "Steppe Herald"},
    "articleSection": ["Transport", "News"],
    "keywords": "ferry, lake ,",
    "image": [{"@type": "ImageObject", "url": "https://herald.example/a.jpg"}],
    "isAccessibleForFree": "False",
    "articleBody": "The ferry is back.",
}


def test_a_whole_article() -> None:
    assert read(NEWS) == LinkedData(
        types=frozenset({"NewsArticle"}),
        headline='Ferry "Kaspiy" resumes',
        published="2013-02-07T12:03:00+06:00",
        modified="2013-02-08",
        authors=(Author("Aigul Serik"), Author("Herald", is_organization=True)),
        publisher="Steppe Herald",
        section="Transport",
        keywords=("ferry", "lake"),
        image="https://herald.example/a.jpg",
        free=False,
        body="The ferry is back.",
    )


GOOD = '{"@type": "NewsArticle", "headline": "Ferry", "datePublished": "2013-02-07"}'


@pytest.mark.parametrize(
    "script",
    [
        GOOD,
        GOOD.replace("}", ",}"),
        GOOD.replace('"Ferry"', '"Fer\x01\nry"').replace("\nry", "ry"),
        GOOD.replace('"', "&quot;"),
        f"//<![CDATA[\n{GOOD}\n//]]>",
        f"<!-- {GOOD} -->",
        f"{GOOD};",
        f"[{GOOD}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {GOOD}]}}',
        f'{{"@graph": [[], null, 7, {GOOD}]}}',
        f'{{"@type": "WebPage", "mainEntity": {GOOD}}}',
        f'{{"@type": "Organization"}} {GOOD}',
        GOOD.replace('"NewsArticle"', '["Thing", "http://schema.org/ReportageNewsArticle"]'),
        GOOD.replace('"NewsArticle"', '"schema:LiveBlogPosting"'),
        GOOD.replace('"Ferry"', '"Ferry", "description": "a "quoted" word"'),
        GOOD[:-1],
    ],
)
def test_broken_and_nested_scripts_are_read(script: str) -> None:
    found = read(script)
    assert (found.headline, found.published) == ("Ferry", "2013-02-07")


@pytest.mark.parametrize(
    "script",
    [
        "", "null", "[]", "{}", "[" * 100_000, '{"a":' * 100_000, "9" * 5_000,
        '{"@type": {"x": [1]}, "author": {"name": {}}}',
        '{"@type": "NewsArticle", "headline": 5, "author": [null, [], 3], "image": [[[[]]]], "keywords": {}}',
        '{"@type": "NewsArticle", "headline": "\\ud800 x", "@id": "\\ud800", "url": "\\ud800"}',
    ],
)  # fmt: skip
def test_nonsense_is_nothing(script: str) -> None:
    found = read(script)
    assert found.published is None
    (found.headline or "").encode()


def test_the_article_about_this_page_is_chosen() -> None:
    teaser = {
        "@type": "NewsArticle",
        "headline": "Another",
        "datePublished": "2020-01-01",
        "url": "/news/other-2/",
    }
    mine = {"@type": "NewsArticle", "headline": "Ferry", "mainEntityOfPage": {"@id": URL + "?utm_source=x"}}
    assert read(teaser, mine).headline == "Ferry"
    assert read(mine, teaser).headline == "Ferry"


def test_the_articles_of_a_list_are_not_this_page() -> None:
    item = {
        "@type": "ListItem",
        "item": {"@type": "NewsArticle", "headline": "Another", "datePublished": "2020"},
    }
    found = read({"@type": "ItemList", "itemListElement": [item]})
    assert found.headline is None
    assert not found.is_article
    assert found.types == {"ItemList"}


def test_authors_by_reference_and_dates_of_the_page_object() -> None:
    found = read(
        {
            "@graph": [
                {"@type": "NewsArticle", "headline": "Ferry", "author": {"@id": "#p1"}},
                {"@type": "WebPage", "datePublished": "2013-02-07T12:03:00+06:00"},
                {"@type": "Person", "@id": "#p1", "name": "Aigul Serik"},
            ]
        }
    )
    assert found.authors == (Author("Aigul Serik"),)
    assert found.published == "2013-02-07T12:03:00+06:00"
    assert found.is_article


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({"articleBody": "One.\n\n Two &amp; three."}, ("One.", "Two & three.")),
        ({"articleBody": "<p>One <b>word</b>.</p><p>Two.<br>Three.</p>"}, ("One word.", "Two.", "Three.")),
        ({"articleBody": "One.", "isAccessibleForFree": True}, ("One.",)),
        ({"articleBody": "One.", "isAccessibleForFree": False}, ()),
        ({"articleBody": "One.", "isAccessibleForFree": "False"}, ()),
        ({}, ()),
    ],
)
def test_the_stated_text_as_lines_unless_it_has_to_be_paid_for(
    fields: dict[str, object], lines: tuple[str, ...]
) -> None:
    assert read({**NEWS, "articleBody": None, "isAccessibleForFree": None, **fields}).text == lines


def test_the_image_and_the_publishers_logo() -> None:
    image = {
        "@id": "#i",
        "url": "/a.jpg",
        "caption": "The <b>quay</b>",
        "copyrightHolder": {"name": "A. Serik"},
    }
    publisher = {"name": "Herald", "logo": {"url": "/logo.png"}}
    found = read({"@graph": [{**NEWS, "image": {"@id": "#i"}, "publisher": publisher}, image]})
    assert (found.image_caption, found.image_credit, found.logo) == ("The quay", "A. Serik", "/logo.png")
    assert read({**NEWS, "image": "/a.jpg"}).image_caption is None


@pytest.mark.parametrize(
    ("steps", "crumbs"),
    [
        (
            [{"position": 2, "name": "B", "item": "/b"}, {"position": "1", "name": "A"}],
            (Crumb("A"), Crumb("B", "/b")),
        ),
        ([{"item": {"@id": "/a", "name": "A"}}, {"name": "B"}], (Crumb("A", "/a"), Crumb("B"))),
        ({"name": "A", "position": "x"}, (Crumb("A"),)),
        ([None, "A", {"item": 5}, {"name": {}}], ()),
        (None, ()),
    ],
)
def test_the_way_from_the_front_page(steps: object, crumbs: tuple[Crumb, ...]) -> None:
    assert read({"@type": "BreadcrumbList", "itemListElement": steps}).crumbs == crumbs
    inside = {"@type": "WebPage", "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": steps}}
    assert read(inside, NEWS).crumbs == crumbs
