"""How clean the text is: floors that must not fall, on real pages and on modelled ones of the region.

The floors stand in `benchmarks/floors.json`, a little below what was measured (`docs/quality.md`).
"""

import datetime as dt
import gzip
import json
import random
import re
from typing import Any

import pytest

from benchmarks.quality import ours, prediction, score, under_templates
from benchmarks.region.build import build
from benchmarks.region.check import compare
from pipelines.article import Article, Page, Rejected
from pipelines.clean.lines import clean_blocks
from pipelines.process import to_article
from pipelines.store.schema import to_json
from pipelines.urls import normal_url
from tests.running import ROOT
from tests.validating import faults

GOLD = ROOT.parent / "shared" / "gold"
FLOORS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))

FURNITURE = (
    "<div class='share'><a href='/s'>Telegram</a> <a href='/w'>WhatsApp</a></div>",
    "<div class='read-also'><a href='/n/77'>Another headline that a reader may click on now</a></div>",
    "<p>Реклама</p>",
    "<p>Нашли ошибку? Выделите её и нажмите Ctrl+Enter</p>",
    "<p>Telegram арнамызға жазылыңыз!</p>",
    "<aside><p>A box of the newsroom beside the text, which is not part of the article at all.</p></aside>",
    "<div class='ad-slot'><a href='/bet'>Ставки</a></div>",
)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], bytes]]:
    folder = tmp_path_factory.mktemp("region")
    return [(row, gzip.decompress((folder / row["page"]).read_bytes())) for row in map(dict, build(folder))]


@pytest.fixture(scope="module")
def extracted(region: list[tuple[dict[str, Any], bytes]]) -> dict[str, Article | Rejected]:
    return {row["id"]: ours(row, body) for row, body in region}


def counts(
    region: list[tuple[dict[str, Any], bytes]], found: dict[str, Article | Rejected]
) -> dict[str, int]:
    verdicts = [compare(row, prediction(row["id"], found[row["id"]])["text"]) for row, _ in region]
    return {
        kind: sum(len(getattr(verdict, kind)) for verdict in verdicts)
        for kind in ("lost", "leaked", "leaked_learned")
    }


def test_the_region(
    region: list[tuple[dict[str, Any], bytes]], extracted: dict[str, Article | Rejected]
) -> None:
    before, after = counts(region, extracted), counts(region, under_templates(extracted))
    print(before, after)
    for name, found in (("region", before), ("region_learned", after)):
        assert {kind: found[kind] for kind, most in FLOORS[name].items() if found[kind] > most} == {}


def test_learning_loses_no_sentence(
    region: list[tuple[dict[str, Any], bytes]], extracted: dict[str, Article | Rejected]
) -> None:
    learned = under_templates(extracted)
    for row, _ in region:
        first, then = (prediction(row["id"], found[row["id"]])["text"] for found in (extracted, learned))
        assert compare(row, then).lost == compare(row, first).lost


@pytest.mark.skipif(not (GOLD / "gold.jsonl").is_file(), reason="../shared/gold is not there")
def test_real_pages() -> None:
    found = []
    for line in (GOLD / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        row["url"] = normal_url(row["url"]) or "https://nameless.example/"
        article = ours(row, gzip.decompress((GOLD / row["page"]).read_bytes()))
        found.append(prediction(row["id"], article))
        if isinstance(article, Article):
            assert faults(Article, to_json(article)) == [], row["id"]
    figures = score(found, GOLD)
    for part, floors in FLOORS["gold"].items():
        print(part, {kind: figures[part][kind] for kind in floors})
        for kind, floor in floors.items():
            value = figures[part][kind]
            assert value <= floor if kind == "bad" else value >= floor, (part, kind, value)


# Properties


def article_of(row: dict[str, Any], body: bytes) -> Article:
    page = Page(url=row["url"], site="region", body=body, fetched_at=dt.datetime(2026, 12, 1, tzinfo=dt.UTC))
    found = to_article(page)
    assert isinstance(found, Article)
    return found


def with_furniture(body: bytes, chosen: random.Random) -> bytes:
    """A page with pieces of furniture between its blocks."""
    ends = [match.end() for match in re.finditer(rb"</p>|</h2>|<br><br>", body)]
    for end in sorted(chosen.sample(ends, min(4, len(ends))), reverse=True):
        body = body[:end] + chosen.choice(FURNITURE).encode() + body[end:]
    return body


def test_more_furniture_takes_no_sentence_away(region: list[tuple[dict[str, Any], bytes]]) -> None:
    chosen = random.Random(5)  # noqa: S311
    tried = 0
    for row, body in chosen.sample(region, 60):
        try:
            body.decode("utf-8")
        except UnicodeDecodeError:
            continue
        before = compare(row, article_of(row, body).text).lost
        after = compare(row, article_of(row, with_furniture(body, chosen)).text).lost
        assert set(after) <= set(before), row["id"]
        tried += 1
    assert tried > 40


def test_cleaning_a_clean_text_takes_nothing(region: list[tuple[dict[str, Any], bytes]]) -> None:
    for row, body in region[::5]:
        article = article_of(row, body)
        lines = article.text.split("\n")
        names = article.authors or ()
        # A lede that the body repeats stands in both.
        lead = None if article.lead == lines[0] else article.lead
        assert clean_blocks(lines, title=article.title, lead=lead, names=names).kept == lines


def test_the_same_bytes_give_the_same_record_whatever_came_before(
    region: list[tuple[dict[str, Any], bytes]],
) -> None:
    some = region[::9]
    first = [article_of(row, body) for row, body in some]
    assert [article_of(row, body) for row, body in reversed(some)] == first[::-1]
