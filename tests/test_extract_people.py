"""Names of authors and agencies: as the page gives them, or none."""

import pytest

from pipelines.extract.jsonld import LinkedData, linked_data
from pipelines.extract.markup import meta_values, parse
from pipelines.extract.people import find_agency, find_authors

NAMES = ["Steppe Herald", "steppe-herald.kz"]


def authors(body: str = "", head: str = "", css: str | None = None) -> list[str] | None:
    root = parse(f"<html><head>{head}</head><body><p>x</p>{body}</body></html>")
    assert root is not None
    return find_authors(root, linked_data(root, "https://steppe-herald.kz/1"), meta_values(root), NAMES, css)


def linked(author: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "author": {author}}}</script>'


@pytest.mark.parametrize(
    ("body", "head", "expected"),
    [
        ("", linked('{"@type": "Person", "name": "Aigul Serik"}'), ["Aigul Serik"]),
        ("", linked('["A. Serik", {"name": "A. SERIK"}, "Ivan Petrov"]'), ["A. Serik", "Ivan Petrov"]),
        ("", linked('{"@type": "Person", "name": "Steppe Herald"}'), None),
        ("", linked('{"@type": "Organization", "name": "Steppe Herald"}'), ["Steppe Herald"]),
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
