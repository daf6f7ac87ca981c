"""What an address says of the headline that it was made from."""

import pytest

from pipelines.extract.slug import is_spelled, slug_words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://a.kz/news/the-ferry-is-back-1.html?x=y-z#q", "the ferry is back"),
        ("https://a.kz/the-ferry-is-back/12345/", "the ferry is back"),
        ("https://a.kz/2024/05/", ""),
        ("https://a.kz", ""),
        ("https://a.kz/%D0%BF%D0%B0%D1%80%D0%BE%D0%BC-%D0%B8%D0%B4%D0%B5%D1%82", "паром идет"),
    ],
)
def test_the_words_of_an_address(url: str, words: str) -> None:
    assert slug_words(url) == words.split()


@pytest.mark.parametrize(
    ("title", "slug", "spelled"),
    [
        ("Göl feribotu kış için yola çıktı", "gol-feribotu-kis-icin-yola-cikti", True),
        (
            "Öffentliche Fähre über den See fährt wieder",
            "oeffentliche-faehre-ueber-den-see-faehrt-wieder",
            True,
        ),
        ("The port's ferry is back on the lake", "the-ports-ferry-is-back-on-the-lake-2024", True),
        ("The port's ferry is back on the lake", "the-ports-ferry", False),
        ("The port's ferry is back on the lake", "ferry-lake-port-back-news-today", False),
        ("Паром снова ходит по озеру весной", "parom-snova-hodit-po-ozeru-vesnoy", False),
    ],
)
def test_whether_an_address_spells_a_title(title: str, slug: str, spelled: bool) -> None:
    assert is_spelled(title, "Something else", f"https://a.kz/news/{slug}.html") is spelled


def test_what_both_say_decides_nothing() -> None:
    url = "https://a.kz/news/the-ferry-is-back-on-the-lake"
    assert not is_spelled("The ferry is back on the lake", "The ferry is back on the lake, in photos", url)
