"""`make bench` in small: that it runs, that its figures add up, and that its pages are what they claim."""

import datetime as dt
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from benchmarks import peers
from benchmarks.crawl import Crawl, Round, show, steadiness
from benchmarks.pages import GeneratedPage, page, pages
from benchmarks.peers import Loop
from benchmarks.processes import Sample
from pipelines.article import Article, Page
from pipelines.process import to_article
from tests.documents import ROOT

PAGES = 20


@pytest.fixture(scope="module")
def measured() -> Round:
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl", "--pages", str(PAGES), "--no-peers", "--json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    (found,) = json.loads(run.stdout)["rounds"]
    assert found["bound"] > 0
    made = Round(
        trafilatura=Loop(**found["trafilatura"]),
        ours=crawl_of(found["ours"]),
        inline=crawl_of(found["inline"]),
        peers=[Loop("newspaper4k", error="not installed: no such version")],
    )
    assert made.ratio == found["ratio"]
    return made


def crawl_of(found: dict[str, Any]) -> Crawl:
    samples = [Sample(**{**sample, "workers": tuple(sample["workers"])}) for sample in found["samples"]]
    return Crawl(**{**found, "samples": samples})


def printed(show: Callable[[Console], None]) -> str:
    out = io.StringIO()
    show(Console(file=out, width=130))
    return out.getvalue()


@pytest.mark.parametrize("name", ["ours", "inline"])
def test_a_crawl_stores_every_page(measured: Round, name: str) -> None:
    crawl: Crawl = getattr(measured, name)
    assert crawl.outcomes == {"stored": PAGES}
    assert 0 < crawl.seconds < 60
    assert 0 <= crawl.lag_p50 <= crawl.lag_p99 <= crawl.lag_max
    assert set(crawl.stages) == {"spool", "judge", "commit", "queue"}
    assert all(0 < stage["cpu"] < crawl.parent_cpu for stage in crawl.stages.values())


def test_extraction_is_where_it_should_be(measured: Round) -> None:
    ours, inline = measured.ours, measured.inline
    assert ours.workers_cpu > 0.005 * PAGES > inline.workers_cpu
    assert ours.worker_peak > 20
    assert inline.worker_peak == 0
    assert inline.reactor_cpu > ours.reactor_cpu + 0.005 * PAGES


def test_ratios_are_those_of_the_figures(measured: Round) -> None:
    alone = measured.trafilatura
    assert alone.with_text == alone.pages == PAGES
    assert measured.ratio == pytest.approx(alone.seconds / measured.ours.seconds)


def test_the_table_is_printed(measured: Round) -> None:
    told = printed(lambda console: show(console, [measured, measured]))
    (row,) = re.findall(r"^│ steppewire .*$", told, re.MULTILINE)
    assert [cell.strip() for cell in row.split("│")][2] == f"{measured.ratio:.2f}"
    assert f"2 rounds gave {measured.ratio:.2f}, {measured.ratio:.2f}" in told
    assert re.search(r"│ \(b\) trafilatura [\d.]+ +│ +1.00 │", told)
    assert "newspaper4k: not installed: no such version" in told
    assert all(f"│ {stage} (ledger thread)" in told for stage in measured.ours.stages)


def test_a_long_run_shows_what_it_held(measured: Round) -> None:
    told = printed(lambda console: console.print(steadiness(measured.ours)))
    rows = re.findall(r"│ +(\d+) │ +(\d+) │ +(\d+) (\d+) │ +(\d+) │ +(\d+) │", told)
    assert rows, told
    assert all(int(row[0]) <= PAGES and min(map(int, row[1:])) > 3 for row in rows)


# Pages


def article_of(generated: GeneratedPage) -> Article:
    made = to_article(
        Page(
            url=f"https://bench.example.org{generated.path}",
            site="bench_kz",
            body=generated.body,
            fetched_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        )
    )
    assert isinstance(made, Article)
    return made


def test_pages_are_the_same_each_time_and_differ_among_themselves() -> None:
    made = list(pages(PAGES))
    assert [generated.body for generated in made] == [page(number).body for number in range(1, PAGES + 1)]
    assert len({generated.paragraphs for generated in made}) == PAGES
    shingles = [{*zip(*(words_of(generated)[at:] for at in range(5)), strict=False)} for generated in made]
    overlaps = [len(one & two) / len(one | two) for one in shingles for two in shingles if one is not two]
    assert max(overlaps) < 0.3, "near-duplicates"


def words_of(generated: GeneratedPage) -> list[str]:
    return " ".join(generated.paragraphs).split()


def test_pages_are_like_real_ones() -> None:
    made = list(pages(60))
    assert {generated.language for generated in made} == {"ru", "kk", "en"}
    assert 60_000 < sum(len(generated.body) for generated in made) / len(made) < 100_000
    assert 450 < sum(generated.body.count(b"</") for generated in made) / len(made) < 750
    assert 0.3 < sum(b"ld+json" in generated.body for generated in made) / len(made) < 0.6


@pytest.mark.parametrize("number", range(1, 10))
def test_an_article_is_in_each(number: int) -> None:
    generated = page(number)
    article = article_of(generated)
    assert article.language == generated.language
    assert article.title == generated.title
    assert set(generated.paragraphs) <= set(article.text.split("\n"))
    assert article.published_date is not None


# Peers


def test_a_peer_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "FOLDER", tmp_path)
    assert set(peers.requirements()) == {"newspaper4k", "news-please"}
    assert peers.run_peer("newspaper4k", 1).error == "not installed: make bench installs it"
    (tmp_path / "newspaper4k").mkdir()
    (tmp_path / "newspaper4k" / "failed.txt").write_text("No matching distribution")
    assert peers.run_peer("newspaper4k", 1).error == "not installed: No matching distribution"


def test_a_peer_that_fails_is_told() -> None:
    found = peers.run_loop(sys.executable, "newspaper4k", 1)
    assert found.error == "ModuleNotFoundError: No module named 'newspaper'"
