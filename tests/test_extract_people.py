"""Names of authors and agencies: as the page gives them, or none."""

import pytest

from pipelines.extract.jsonld import Author, LinkedData, linked_data
from pipelines.extract.markup import meta_values, parse
from pipelines.extract.people import find_agency, find_authors

NAMES = ["Steppe Herald", "steppe-herald.kz"]


def authors(body: str = "", head: str = "", css: str | None = None) -> list[str] | None:
    root = parse(f"<html><head>{head}</head><body><p>x</p>{body}</body></html>")
    assert root is not None
    found = find_authors(root, linked_data(root, "https://steppe-herald.kz/1"), meta_values(root), NAMES, css)
    return found.people or None


def linked(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("", linked('{"@type": "Person", "name": "Aigul Serik"}'), ["Aigul Serik"]),
        ("", linked('["A. Serik", {"name": "A. SERIK"}, "Ivan Petrov"]'), ["A. Serik", "Ivan Petrov"]),
        ("", linked('{"@type": "Person", "name": "Steppe Herald"}'), None),
        ("", linked('{"@type": "Organization", "name": "Steppe Herald"}'), None),
        ("", linked('{"@type": "Organization", "name": "Doctors and Nurses"}'), ["Doctors and Nurses"]),
        ("", linked('[{"name": "A. Serik"}, {"@type": "Organization", "name": "Union"}]'), ["A. Serik"]),
        ("", linked('"admin"'), None),
        ("", '<meta name="author" content="Автор: Айгүл Серік, Иван Петров и Асель К.">',
         ["Айгүл Серік", "Иван Петров", "Асель К"]),
        ("", '<meta name="author" content="news@herald.kz">', None),
        ("", '<meta property="article:author" content="https://facebook.com/herald">', None),
        ("", '<meta name="author" content="Steppe Herald">', None),
        ("<a rel=author>By Aigul Serik</a>", "", ["Aigul Serik"]),
        ("<span itemprop=author>Айгүл Серік</span>", "", ["Айгүл Серік"]),
        ("<span itemprop=author>" + "Aigul writes about ports since 2001. " * 4 + "</span>", "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_authors(body: str, head: str, expected: list[str] | None) -> None:
    assert authors(body, head) == expected


SHOWN = "<h1>Ferry</h1>{}<p>The ferry is back.</p>"


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        # where it stands
        ('<div class="post-author">By Aigul Serik</div>', ["Aigul Serik"]),
        ('<div class="byline"><a>Aigul Serik</a> and <a>Ivan Petrov</a> | 5 May 2020</div>',
         ["Aigul Serik", "Ivan Petrov"]),
        ("<li><a class=author-name>Aigul Serik</a></li><li><a class=author-name>Ivan Petrov</a></li>",
         ["Aigul Serik", "Ivan Petrov"]),
        ("<div class=author><span class=author__name>Aigul Serik</span><span>Founder of X</span></div>",
         ["Aigul Serik"]),
        ('<span class="author vcard">Sartre</span>', ["Sartre"]),
        ("<p>By Aigul Serik</p>", ["Aigul Serik"]),
        ("<p>Автор: Айгүл Серік</p>", ["Айгүл Серік"]),
        ("<div><span>5 May 2020, 12:03</span> <span>Айгүл Серік</span></div>", ["Айгүл Серік"]),
        ("<div><span>5 May 2020, 12:03</span> <span>Transport</span></div>", None),
        ("<div><span>5 May 2020</span> <span>Real Estate</span></div><p class=byline>Айгүл Серік</p>",
         ["Айгүл Серік"]),
        ("<p>Text.</p><p align=right><i>Айгүл Серік</i></p>", ["Айгүл Серік"]),
        ('<p>Text.</p><p style="text-align: right">Айгүл Серік</p>', ["Айгүл Серік"]),
        ("<p>Text.</p><p>Айгүл Серік</p>", None),
        ("<p>By the lake stands a Ferry</p>", None),
        ('<div class="comment-author">Aigul Serik</div>', None),
        ('<div class="related"><span class="author">Aigul Serik</span></div>', None),
        ('<div class="author-bio">Aigul Serik</div>', None),
        # the newsroom stands there: further down are other texts' authors
        ("<div class=author>Steppe Herald</div><div><span class=author>Ivan Petrov</span></div>", None),
        ('<div class="byline">Редакция</div>', None),
    ],
)  # fmt: skip
def test_authors_that_are_shown(shown: str, expected: list[str] | None) -> None:
    assert authors(SHOWN.format(shown)) == expected


def test_what_stands_in_furniture_or_before_the_headline_is_not_taken() -> None:
    root = parse(
        "<html><body><p class=author>Ivan Petrov</p><h1>Ferry</h1>"
        "<div id=x><p class=author>Dana Ali</p></div><p class=author>Aigul Serik</p></body></html>"
    )
    assert root is not None
    furniture = [root.get_element_by_id("x")]
    found = find_authors(root, LinkedData(), {}, NAMES, None, root.find(".//h1"), furniture)
    assert found.people == ["Aigul Serik"]


def test_a_name_glued_to_a_role_is_the_one_that_meta_gives() -> None:
    body = SHOWN.format("<div class=byline>By Aigul SerikTravel Reporter</div>")
    assert authors(body, '<meta name="author" content="Aigul Serik">') == ["Aigul Serik"]


def test_an_agency_among_the_authors_is_no_author() -> None:
    root = parse("<p>x</p>")
    assert root is not None
    linked_to = LinkedData(authors=(Author("Bill Barrow and Rachel La Corte / AP"),))
    found = find_authors(root, linked_to, {}, NAMES, None)
    assert (found.people, found.agency) == (["Bill Barrow", "Rachel La Corte"], "AP")
    assert find_agency(LinkedData(), ["TASS reports."], [], NAMES, found.agency) == "AP"
    assert find_authors(root, LinkedData(authors=(Author("Reuters", True),)), {}, NAMES, None).people == []


def test_the_sites_own_hint_comes_first() -> None:
    assert authors("<div class=who>Текст: Айгүл Серік</div>", linked('"Ivan Petrov"'), ".who") == [
        "Айгүл Серік"
    ]


@pytest.mark.parametrize(
    ("first", "agency"),
    [
        ("The ferry is back, officials said, AFP reports.", "AFP"),
        ("ALMATY, May 5 (Reuters) - The ferry is back.", "Reuters"),
        ("АСТАНА. КАЗИНФОРМ /Казинформ/ Паром вернулся.", "Kazinform"),
        ("Паром вернулся, сообщает ТАСС.", "TASS"),
        ("Паром вернулся, передает агентство «Интерфакс».", "Interfax"),
        ("Паром қайтты, деп хабарлайды министрлік.", None),
        ("The head of AFP visited the port.", None),
        ("Паром вернулся, сообщает пресс-служба.", None),
        ("", None),
    ],
)
def test_the_agency_that_is_named_as_the_source(first: str, agency: str | None) -> None:
    assert find_agency(LinkedData(), [first], [], NAMES) == agency


def test_the_agency_of_a_source_line_or_of_the_markup() -> None:
    assert find_agency(LinkedData(), ["Text."], ["Источник: ТАСС"], NAMES) == "TASS"
    assert find_agency(LinkedData(agency="Xinhua"), ["AFP reports."], [], NAMES) == "Xinhua"


def test_an_agency_is_not_its_own_source() -> None:
    assert find_agency(LinkedData(), ["Паром вернулся, сообщает ТАСС."], [], ["TASS"]) is None
