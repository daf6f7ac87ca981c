"""The headline, without the site's name and without a date."""

import pytest

from pipelines.extract.jsonld import linked_data
from pipelines.extract.markup import meta_values, parse
from pipelines.extract.title import Title, find_title, site_names, strip_site

URL = "https://www.steppe-herald.kz/news/ferry-1"
FERRY = "Ferry service resumes on the northern lake"


def read(body: str, head: str = "", css: str | None = None, url: str = URL) -> Title:
    root = parse(f"<html><head>{head}</head><body>{body}</body></html>")
    assert root is not None
    meta, linked = meta_values(root), linked_data(root, URL)
    return find_title(root, linked, meta, site_names(meta, linked, None, URL), css, url)


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


@pytest.mark.parametrize(
    ("body", "head", "title"),
    [
        (f"<h1>{FERRY}</h1>", "", FERRY),
        (f"<h1>{FERRY}</h1>", og("Ferry service is back"), FERRY),
        (f"<h1>Steppe Herald</h1><h1>{FERRY}</h1>", "", FERRY),
        (f"<h1>Sections</h1><h1>Shows</h1><h1>{FERRY}</h1>", og(FERRY), FERRY),
        ("<h1>Opinion</h1>", og(FERRY), FERRY),
        (
            "",
            og(f"{FERRY} | Steppe Herald") + '<meta property="og:site_name" content="Steppe Herald">',
            FERRY,
        ),
        ("", f"<title>{FERRY} - steppe-herald.kz</title>", FERRY),
        ("", f"<title>Steppe Herald: {FERRY}</title>", FERRY),
        ("<h1># " + FERRY + "</h1>", "", FERRY),
        (f"<h1>{FERRY} <span>07 февраля 2013, 12:03</span></h1>", "", FERRY),
        (f"<h1>{FERRY} 07 февраля 2013, 12:03</h1>", og(FERRY), FERRY),
        (f"<h1>{FERRY}<small>07.02.2013</small></h1>", "", FERRY),
        (f"<h1>{FERRY}<br><small>Forty cars on each crossing</small></h1>", og(FERRY), FERRY),
        (f"<h1>{FERRY} https://steppe-herald.kz/x</h1>", "", FERRY),
        ("<h1>Port closed from 5 May 2020</h1>", "", "Port closed from 5 May 2020"),
        (
            f"<h1>{'The ferry that had been repaired all winter is back on the lake and ' * 3}ran.</h1>",
            og(FERRY),
            FERRY,
        ),
        (f"<h1><small>Title:</small>{FERRY}</h1>", og(FERRY), FERRY),
        (f"<h1>{FERRY} <a>(herald.kz)</a> <i>87</i></h1>", og(FERRY), FERRY),
        (f"<h1><span>{FERRY} after repairs</span><br></h1>", og(FERRY), f"{FERRY} after repairs"),
        (f"<h1>Ferry &amp;#x26; port: {FERRY}</h1>", "", f"Ferry & port: {FERRY}"),
        # Two headlines, each said elsewhere: what is said more often.
        (
            f"<h1>Ferry service is back on the northern lake</h1><h1>{FERRY}</h1>",
            og(FERRY) + f'<meta name="twitter:title" content="{FERRY}">'
            "<title>Ferry service is back on the northern lake</title>",
            FERRY,
        ),
        # Without <h1>: what one place says without more, the heading that says most of it, the markup's word.
        ("", f"<title>{FERRY} - Lake news</title>" + og(FERRY), FERRY),
        ("", og(f"{FERRY} - Lake news") + f'<meta name="twitter:title" content="{FERRY}">', FERRY),
        (f"<h2>Lake news</h2><h2>{FERRY}</h2>", f"<title>{FERRY} | Lake news</title>", FERRY),
        (f'<div class="news-title">{FERRY}</div>', f"<title>{FERRY} | Lake news</title>", FERRY),
        ("<h2>Lake news</h2>", f"<title>{FERRY} | Lake news</title>", f"{FERRY} | Lake news"),
        (f'<p>Today</p><div class="post__title">{FERRY}</div>', "", FERRY),
        (f"<p itemprop=headline>{FERRY}</p>", "", FERRY),
        ("<h2>Lake news</h2>", "", None),
        ("", "", None),
        ("<h1> </h1>", "<title> </title>", None),
    ],
)
def test_the_headline(body: str, head: str, title: str | None) -> None:
    assert read(body, head).text == title


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (f"<center><b>{FERRY}</b></center>", "b"),
        (f"<table><tr><td>{FERRY}</table>", "td"),
        (f"<p>{FERRY} today</p>", None),
    ],
)
def test_a_headline_that_is_set_by_font_alone_is_found(shown: str, found: str | None) -> None:
    title = read(f"<font>Herald</font>{shown}", f"<title>{FERRY}</title>")
    assert (title.text, None if title.element is None else title.element.tag) == (FERRY, found)


def test_the_glued_date_is_handed_on() -> None:
    assert read(f"<h1>{FERRY} 07 февраля 2013, 12:03</h1>").glued == "07 февраля 2013, 12:03"
    assert read(f"<h1>{FERRY}</h1>").glued is None


def test_the_sites_own_hint_comes_first() -> None:
    assert read(f"<h1>Other words</h1><div class=t>{FERRY}</div>", og("Other words"), ".t").text == FERRY
    assert read(f"<h1>{FERRY}</h1>", "", ".missing").text == FERRY


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        (f"{FERRY} | Herald", FERRY),
        (f"{FERRY} – The Herald", FERRY),
        (f"{FERRY} :: Herald.kz", FERRY),
        (f"{FERRY} » Herald » Herald.kz", FERRY),
        (f"Herald | {FERRY}", FERRY),
        ("Herald", "Herald"),
        (f"{FERRY} - a captain's story", f"{FERRY} - a captain's story"),
        ("Minister: prices will fall", "Minister: prices will fall"),
        ("Well-known herald-like-thing-1", "Well-known herald-like-thing-1"),
    ],
)
def test_strip_site(title: str, stripped: str) -> None:
    assert strip_site(title, ["Herald", "herald.kz"]) == stripped


def test_a_site_name_that_repeats_the_headline_is_no_name() -> None:
    head = og(f"Trump: {FERRY}") + f'<meta property="og:site_name" content="Trump: {FERRY}">'
    assert read(f"<h1>Trump: {FERRY}</h1>", head).text == f"Trump: {FERRY}"


LONG = "Ferry crossings on the lake stop for the winter months"
SLUG = "https://www.steppe-herald.kz/news/12-ferry-crossings-on-the-lake-stop-for-the-winter-months.html"


def headline(text: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{text}"}}</script>'


OTHER = "Ferry crossings end: no boats on the lake in winter"


@pytest.mark.parametrize(
    ("shown", "head", "url", "title"),
    [
        (OTHER, headline(LONG), SLUG, LONG),
        (OTHER, og(LONG), SLUG, LONG),
        (OTHER, headline(LONG), URL, OTHER),
        # JSON-LD's headline goes before og:title; <title> is worded for search engines, as the address is.
        ("No ferry on the lake", og(LONG) + headline("No ferry on the lake"), SLUG, "No ferry on the lake"),
        ("Ferry on the lake stops", f"<title>{LONG}</title>", SLUG, "Ferry on the lake stops"),
        # What the address spells is all in the <h1>.
        (f"Transport: {LONG}", headline(LONG), SLUG, f"Transport: {LONG}"),
        (f"{LONG}, says port", headline(f"{LONG} (photo)"), SLUG, f"{LONG}, says port"),
    ],
)
def test_the_address_tells_which_of_two_titles_was_the_headline(
    shown: str, head: str, url: str, title: str
) -> None:
    assert read(f"<h1>{shown}</h1>", head, url=url).text == title
