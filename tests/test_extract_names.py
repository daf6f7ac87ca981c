"""Names of people out of what stands where an author does."""

import pytest

from pipelines.extract.names import read_names

OWN = ["Daryo", "daryo.uz"]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        # several in one string
        ("Aigul Serik and Ivan Petrov", ["Aigul Serik", "Ivan Petrov"]),
        ("Айгүл Серік, Иван Петров и Асель К.", ["Айгүл Серік", "Иван Петров", "Асель К"]),
        ("Айгүл Серік мен Асель Кенже", ["Айгүл Серік", "Асель Кенже"]),
        ("Ayşe Kaya ve Can Demir", ["Ayşe Kaya", "Can Demir"]),
        ("Leyla Əliyeva və Rəşad Quliyev", ["Leyla Əliyeva", "Rəşad Quliyev"]),
        ("Олена Коваль та Іван Бойко", ["Олена Коваль", "Іван Бойко"]),
        ("Aziza Karimova va Jasur Aliyev", ["Aziza Karimova", "Jasur Aliyev"]),
        ("Ivan Petrov, Ivan Petrov", ["Ivan Petrov"]),
        ("Frank Gaffney, Jr.", ["Frank Gaffney Jr"]),
        # labels
        ("By Aigul Serik", ["Aigul Serik"]),
        ("ByAigul Serik", ["Aigul Serik"]),
        ("Byron Lee", ["Byron Lee"]),
        ("Written By: Aigul Serik Last Updated: August 1, 2025", ["Aigul Serik"]),
        ("Автор: Айгүл Серік", ["Айгүл Серік"]),
        ("Muallif: Aziza Karimova", ["Aziza Karimova"]),
        ("Тайёрлаган: Дилноза Каримова", ["Дилноза Каримова"]),
        # dates, roles
        ("Aigul Serik | 5 May 2020", ["Aigul Serik"]),
        ("5 May 2020 · Aigul Serik", ["Aigul Serik"]),
        ("Posted by Aigul Serik on Friday December 19, 2025 @08:00", ["Aigul Serik"]),
        ("Aigul Serik, Staff Writer", ["Aigul Serik"]),
        ("Aigul Serik Senior Research Executive", ["Aigul Serik"]),
        ("корреспондент Айгүл Серік", ["Айгүл Серік"]),
        ("Айгүл Серік, журналист", ["Айгүл Серік"]),
        ("Aigul Serik Twitter", ["Aigul Serik"]),
        # nobody
        ("Daryo", []),
        ("Daryo muxbiri", []),
        ("DARYO.UZ", []),
        ("Редакция", []),
        ("Таҳририят", []),
        ("Tengri редакциясы", []),
        ("Haber Merkezi", []),
        ("Отдел новостей", []),
        ("Web Desk", []),
        ("The Herald Team", []),
        ("CHQ Staff", []),
        ("admin", []),
        ("news@herald.kz", []),
        ("Herald.kz", []),
        ("page.head.extra.author", []),
        ("https://facebook.com/herald", []),
        ("View all posts by Aigul Serik", []),
        ("Все статьи автора", []),
        ("Follow @serik", []),
        ("Full Bio", []),
        ("5 May 2020", []),
        ("Aigul writes about ports. She has done so since 2001.", []),
        ("", []),
    ],
)
def test_names(text: str, people: list[str]) -> None:
    assert read_names([text], OWN).people == people


@pytest.mark.parametrize(
    ("text", "least", "people"),
    [
        ("Aigul Serik", 2, ["Aigul Serik"]),
        ("Nurlan kyzy Asel", 2, ["Nurlan kyzy Asel"]),
        ("Travel", 2, []),
        ("Travel", 1, ["Travel"]),
        ("a view of the lake", 1, []),
        ("Evie Ford | Politics and Health Care Reporter", 1, ["Evie Ford"]),
    ],
)
def test_a_text_that_may_be_anything_has_to_look_like_a_name(
    text: str, least: int, people: list[str]
) -> None:
    assert read_names([text], OWN, least=least).people == people


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ТАСС", "TASS"),
        ("Aigul Serik / Reuters", "Reuters"),
        ("QazAqparat", None),
        ("Интерфакс-Казахстан", "Interfax"),
        ("Interfax Ivan", None),
    ],
)
def test_agencies(text: str, agency: str | None) -> None:
    assert read_names([text], OWN).agency == agency


def test_the_newsroom_is_told_from_nothing() -> None:
    assert read_names(["Редакция"], OWN).nobody
    assert read_names(["Daryo"], OWN).nobody
    assert not read_names(["Written by"], OWN).nobody
    assert not read_names(["Aigul Serik"], OWN).nobody
