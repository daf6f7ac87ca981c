#!/usr/bin/env python3
"""How good and how fast `to_article` is on pages with gold text, titles and dates, beside plain trafilatura.

    quality.py [--gold DIR] [--out PREDICTIONS.jsonl] [--as-sites] [--worst N]

Both run in this process over the same pages, one after the other for each page, so that their CPU times can
be compared; only the ratio means anything. The pages have no hints and no feed. `DIR` is a folder with
`gold.jsonl` and `pages/`, by default `../shared/gold` beside the checkout, whose `score.py` scores. With
`--as-sites` each page is cleaned by a site template that was learned from the other pages of its host.
"""

import argparse
import collections
import datetime as dt
import gzip
import json
import logging
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import trafilatura  # noqa: E402

from pipelines.article import Article, Page, Rejected  # noqa: E402
from pipelines.clean.learn import MIN_ARTICLES, SeenText, learn  # noqa: E402
from pipelines.clean.template import with_template  # noqa: E402
from pipelines.extract.block_model import BlockModel  # noqa: E402
from pipelines.process import to_article  # noqa: E402
from pipelines.urls import host_of  # noqa: E402

FETCHED_AT = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
"""Later than every gold date: a page must not be from the future."""
COLUMNS = ("F1", "P", "R", "bad", "title", "day", "minute")
SCORER = ROOT.parent / "shared" / "gold" / "score.py"

Row = dict[str, Any]


def ours(row: Row, body: bytes, model: BlockModel | None = None) -> Article | Rejected:
    """What `to_article` makes of a page."""
    return to_article(Page(url=row["url"], site="gold", body=body, fetched_at=FETCHED_AT), model)


def prediction(page_id: str, article: Article | Rejected) -> Row:
    """As the scorer reads it."""
    if isinstance(article, Rejected):
        return {"id": page_id, "text": None}
    return {
        "id": page_id,
        "text": article.text,
        "title": article.title,
        "published_at": article.published_local,
    }


def plain(row: Row, body: bytes) -> Row:
    """What trafilatura gives by itself."""
    document = trafilatura.bare_extraction(body, url=row["url"], include_comments=False, with_metadata=True)
    text, title, date = (getattr(document, name, None) for name in ("text", "title", "date"))
    return {"id": row["id"], "text": text, "title": title, "published_at": date}


def under_templates(found: dict[str, Article | Rejected]) -> dict[str, Article | Rejected]:
    """The articles, each under a template learned from the other pages of its host."""
    hosts: dict[str, list[str]] = collections.defaultdict(list)
    for page_id, article in found.items():
        if isinstance(article, Article):
            hosts[host_of(article.url) or ""].append(page_id)
    cleaned = dict(found)
    for ids in hosts.values():
        texts = {
            page_id: SeenText(page_id, article.canonical_url, FETCHED_AT.date(), article.text)
            for page_id in ids
            if isinstance(article := found[page_id], Article)
        }
        for page_id in texts:
            others = [text for other, text in texts.items() if other != page_id]
            # The page itself is the third that has the block.
            template = learn(others, site="gold", learned_at=FETCHED_AT, min_articles=MIN_ARTICLES - 1)
            article = found[page_id]
            if isinstance(article, Article):
                cleaned[page_id] = with_template(article, template)
    return cleaned


def score(predictions: list[Row], gold: Path, worst: int = 0) -> Row:
    """The scorer's figures by set; prints the worst pages where they are asked for."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in predictions)
        file.flush()
        return _score(Path(file.name), gold, worst)


def _score(predictions: Path, gold: Path, worst: int) -> Row:
    command = [sys.executable, str(SCORER), str(predictions), "--gold", str(gold)]
    if worst:
        listing = subprocess.run(
            [*command, "--worst", str(worst)], check=True, capture_output=True, text=True
        )
        print("\n".join(line for line in listing.stdout.splitlines() if line.startswith("  F1")))
    table = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    figures: Row = json.loads(table.stdout)
    return figures


def main() -> None:
    """Run both, write the predictions, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--out", type=Path, help="where the predictions of to_article go")
    parser.add_argument("--as-sites", action="store_true", help="learn from the other pages of each host")
    parser.add_argument("--worst", type=int, default=0)
    arguments = parser.parse_args()
    gold: Path = arguments.gold
    if not (gold / "gold.jsonl").is_file():
        parser.error(f"no gold.jsonl in {gold}")
    if not SCORER.is_file():
        parser.error(f"no scorer at {SCORER}")
    logging.disable(logging.CRITICAL)

    rows = [json.loads(line) for line in (gold / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    seconds = {"trafilatura": 0.0, "to_article": 0.0}
    baseline: list[Row] = []
    found: dict[str, Article | Rejected] = {}
    for row in rows:
        body = gzip.decompress((gold / row["page"]).read_bytes())
        start = time.process_time()
        baseline.append(plain(row, body))
        middle = time.process_time()
        found[row["id"]] = ours(row, body)
        seconds["to_article"] += time.process_time() - middle
        seconds["trafilatura"] += middle - start
    rejected = collections.Counter(str(one.reason) for one in found.values() if isinstance(one, Rejected))
    if arguments.as_sites:
        found = under_templates(found)
    predictions = [prediction(page_id, article) for page_id, article in found.items()]
    if arguments.out:
        lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in predictions)
        arguments.out.write_text("".join(lines), encoding="utf-8")

    figures = {"trafilatura": score(baseline, gold), "to_article": score(predictions, gold, arguments.worst)}
    print(f"{'':24}{'pages':>7}" + "".join(f"{name:>9}" for name in COLUMNS) + f"{'ms/page':>9}")
    for part in figures["to_article"]:
        for name, scored in figures.items():
            cells = "".join(f"{scored[part].get(column, float('nan')):>9.4g}" for column in COLUMNS)
            cost = f"{1000 * seconds[name] / len(rows):>9.1f}" if part == "ALL" else ""
            print(f"{part:10}{name:14}{scored[part].get('pages', 0):>7}{cells}{cost}")
    ratio = seconds["to_article"] / seconds["trafilatura"]
    print(f"CPU ratio {ratio:.2f}, rejected {dict(rejected) or 'none'}")


if __name__ == "__main__":
    main()
