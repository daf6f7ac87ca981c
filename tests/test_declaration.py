"""The file that would declare a site that was found out about."""

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from crawlers.declaration import declaration, declared_name, literal
from crawlers.news_spider import NewsSpider
from pipelines.article import ExtractionHints
from tests.running import ROOT


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
    assert spider.evidence == ("2026: read on 2026-11-22",)
    assert text.replace("\n", "").isprintable()
    assert max(map(len, text.splitlines())) <= 110


def test_what_was_not_found_is_empty_and_says_so(tmp_path: Path) -> None:
    text = declaration("a_com_xx", "a.com", ExtractionHints(article_url="x"), evidence="read on 2026-11-22")
    spider = loaded(text, tmp_path)
    assert (spider.publisher, spider.country, spider.timezone, spider.languages) == ("", "", "", ())
    assert text.count("# not found: ") == 4


@pytest.mark.parametrize(
    "text",
    [
        '"""',
        "'''\\",
        "\\'",
        "\ud800",
        "plain",
        "it's",
        'a "b"',
        "a \"b\" and 'c'",
        "\\",
        "\u202e\n\x00",
        "Сарыжол",
    ],
)
def test_literals(text: str) -> None:
    assert eval(literal(text)) == text  # noqa: S307
    assert literal(text).isprintable()


def test_the_formatter_leaves_it_as_it_is(tmp_path: Path) -> None:
    """Whatever the lengths: those around a full line, 110 characters, are where it breaks them."""
    for length in (*range(40, 120, 3), *range(85, 104), 333):
        hints = ExtractionHints(
            publisher=f"{'x' * (length % 80)}\"'",
            country="KZ",
            languages=("kk",),
            timezone="Asia/Almaty",
            article_url="^https?://[^/]+/" + "".join("ab\\d{3}"[n % 7] for n in range(length - 16)),
        )
        text = declaration(
            "a_kz",
            "a.kz",
            hints,
            feeds=[f"https://a.kz/{'f' * length}"],
            sections=[f"https://a.kz/{n}{'s' * (length // 5)}" for n in range(length % 7)],
            evidence=f"{'b' * (length % 80)} on 2026-11-22",
        )
        (tmp_path / f"a_{length}.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "format", "--check", "--config", str(ROOT / "pyproject.toml")]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
