#!/usr/bin/env python3
"""How good and how fast `to_article` is on pages with gold text, titles and dates, beside plain trafilatura.

    quality.py [--gold DIR] [--out PREDICTIONS.jsonl] [--worst N]

Both run in this process over the same pages, one after the other for each page, so that their CPU times can
be compared; only the ratio means anything. The pages have no hints and no feed. `DIR` is a folder with
`gold.jsonl`, `pages/` and `score.py`, by default `../shared/gold` beside the checkout.
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
from pipelines.process import to_article  # noqa: E402

FETCHED_AT = dt.datetime(2026, 12, 31, tzinfo=dt.UTC)
"""Later than every gold date: a page must not be from the future."""
COLUMNS = ("F1", "P", "R", "bad", "title", "day", "minute")

Row = dict[str, Any]


def ours(row: Row, body: bytes) -> tuple[Row, str]:
    """What `to_article` gives for a page, as a prediction, and the outcome's name."""
    page = Page(url=row["url"], site="gold", body=body, fetched_at=FETCHED_AT)
    found = to_article(page)
    if isinstance(found, Rejected):
        return {"id": row["id"], "text": None}, found.reason
    return _prediction(row, found), "article"


def _prediction(row: Row, article: Article) -> Row:
    return {
        "id": row["id"],
        "text": article.text,
        "title": article.title,
        "published_at": article.published_local,
    }


def plain(row: Row, body: bytes) -> Row:
    """What trafilatura gives by itself."""
    document = trafilatura.bare_extraction(body, url=row["url"], include_comments=False, with_metadata=True)
    text, title, date = (getattr(document, name, None) for name in ("text", "title", "date"))
    return {"id": row["id"], "text": text, "title": title, "published_at": date}


def score(predictions: Path, gold: Path, worst: int) -> Row:
    """The scorer's figures over all pages; prints the worst pages where they are asked for."""
    command = [sys.executable, str(gold / "score.py"), str(predictions), "--gold", str(gold)]
    if worst:
        listing = subprocess.run(
            [*command, "--worst", str(worst)], check=True, capture_output=True, text=True
        )
        print("\n".join(line for line in listing.stdout.splitlines() if line.startswith("  F1")))
    table = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    figures: Row = json.loads(table.stdout)["ALL"]
    return figures


def main() -> None:
    """Run both, write the predictions, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gold", type=Path, default=ROOT.parent / "shared" / "gold")
    parser.add_argument("--out", type=Path, help="where the predictions of to_article go")
    parser.add_argument("--worst", type=int, default=0)
    arguments = parser.parse_args()
    gold: Path = arguments.gold
    if not (gold / "gold.jsonl").is_file():
        parser.error(f"no gold.jsonl in {gold}")
    logging.disable(logging.CRITICAL)

    rows = [json.loads(line) for line in (gold / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    seconds = {"trafilatura": 0.0, "to_article": 0.0}
    predictions: dict[str, list[Row]] = {"trafilatura": [], "to_article": []}
    outcomes: collections.Counter[str] = collections.Counter()
    for row in rows:
        body = gzip.decompress((gold / row["page"]).read_bytes())
        start = time.process_time()
        predictions["trafilatura"].append(plain(row, body))
        middle = time.process_time()
        prediction, outcome = ours(row, body)
        seconds["to_article"] += time.process_time() - middle
        seconds["trafilatura"] += middle - start
        predictions["to_article"].append(prediction)
        if outcome != "article":
            outcomes[outcome] += 1
            print(f"rejected: {outcome} {row['id']} {row['url']}")

    print(f"{'':12}" + "".join(f"{name:>9}" for name in (*COLUMNS, "ms/page")))
    with tempfile.TemporaryDirectory() as folder:
        for name, found in predictions.items():
            path = Path(folder) / f"{name}.jsonl"
            if name == "to_article" and arguments.out:
                path = arguments.out
            path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in found), "utf-8")
            figures = score(path, gold, arguments.worst if name == "to_article" else 0)
            cells = "".join(f"{figures[column]:>9.4g}" for column in COLUMNS)
            print(f"{name:12}{cells}{1000 * seconds[name] / len(rows):>9.1f}")
    print(
        f"CPU ratio {seconds['to_article'] / seconds['trafilatura']:.2f}, rejected {dict(outcomes) or 'none'}"
    )


if __name__ == "__main__":
    main()
