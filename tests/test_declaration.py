"""The file that would declare a site that was found out about."""

import runpy
from pathlib import Path

import pytest

from crawlers.declaration import declaration, declared_name, literal
from crawlers.news_spider import NewsSpider
from pipelines.article import ExtractionHints


@pytest.mark.parametrize(
    ("site", "country", "name"),
    [
        ("paper_kz", "KZ", "paper_kz"),
        ("paper_com", "KZ", "paper_com_kz"),
        ("paper_com", None, "paper_com_xx"),
        ("xn_80_xn_80ao21a", "KZ", "xn_80_xn_80ao21a_kz"),
    ],
)
def test_its_name_ends_in_the_country(site: str, country: str | None, name: str) -> None:
    assert declared_name(site, country) == name


def loaded(text: str, folder: Path) -> type[NewsSpider]:
    path = folder / "site.py"
    path.write_text(text, encoding="utf-8")
    (spider,) = (
        value
        for value in runpy.run_path(str(path)).values()
        if isinstance(value, type) and issubclass(value, NewsSpider) and value is not NewsSpider
    )
    return spider


def test_it_declares_what_was_found(tmp_path: Path) -> None:
    hints = ExtractionHints(
        publisher='The "Paper"\n of Kumsay\x1b[31m',
        country="KZ",
        languages=("kk", "ru"),
        timezone="Asia/Almaty",
        article_url=rf"^https?://[^/]+/(?:{'|'.join(f'section{n}' for n in range(30))})/[^/?]*\d{{3}}\.html$",
    )
    feeds, sections = ["https://24.kz/a.rss"], ["https://24.kz/", "https://24.kz/news/"]
    text = declaration("24_kz", "24.kz", hints, feeds=feeds, sections=sections, evidence="read on 2026-11-22")
    spider = loaded(text, tmp_path)
    assert spider.name == "24_kz"
    assert spider.hints() == hints
    assert (spider.hosts, spider.feed_urls) == (("24.kz",), tuple(feeds))
    assert (spider.sitemap_urls, spider.section_urls) == ((), tuple(sections))
    assert "sitemap_urls" not in text
    assert text.replace("\n", "").isprintable()
    assert max(map(len, text.splitlines())) <= 110


def test_what_was_not_found_is_empty_and_says_so(tmp_path: Path) -> None:
    text = declaration("a_com_xx", "a.com", ExtractionHints(article_url="x"), evidence="read on 2026-11-22")
    spider = loaded(text, tmp_path)
    assert (spider.publisher, spider.country, spider.timezone, spider.languages) == ("", "", "", ())
    assert text.count("# not found: ") == 4


@pytest.mark.parametrize(
    "text", ["plain", "it's", 'a "b"', "a \"b\" and 'c'", "\\", "\u202e\n\x00", "Сарыжол"]
)
def test_literals(text: str) -> None:
    assert eval(literal(text)) == text  # noqa: S307
    assert literal(text).isprintable()
