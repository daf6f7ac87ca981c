"""Reading holds a few thousand articles at a time, however many there are."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
from deltalake import write_deltalake

from pipelines.article import Article
from pipelines.store.schema import to_table
from tests.factories import make_article
from tests.running import ROOT

FILES, ROWS, TEXT = 8, 1000, "сөз " * 1800

READING = """
import sys, pyarrow as pa
from pipelines.dataset.reader import read_articles
articles = read_articles(sys.argv[1])
if sys.argv[2] == "one by one":
    print(sum(len(article.text) > 0 for article in articles), pa.default_memory_pool().max_memory())
else:
    print(articles.to_arrow(["text"]).num_rows, pa.default_memory_pool().max_memory())
"""


def write(folder: Path) -> None:
    (one,) = [to_table(Article, [make_article(month="2026-11", batch=1, batch_id="0" * 32)])]
    for file in range(FILES):
        rows = pa.concat_tables([one] * ROWS)
        for name, values in {
            "id": [f"{file * ROWS + row:032x}" for row in range(ROWS)],
            "text": [f"{TEXT}{row}" for row in range(ROWS)],
        }.items():
            rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array(values))
        write_deltalake(folder / "articles", rows, mode="append", partition_by=["site", "month"])


def peak(folder: Path, how: str) -> int:
    """Bytes that Arrow held at most."""
    done = subprocess.run(
        [sys.executable, "-c", READING, f"file:{folder}", how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    number, held = map(int, done.stdout.split())
    assert number == FILES * ROWS
    return held


def test_reading_does_not_hold_the_dataset(tmp_path: Path) -> None:
    write(tmp_path)
    size = FILES * ROWS * len(TEXT.encode())
    assert peak(tmp_path, "all") > size
    # One row group and what is made of it: here 29 MB.
    assert peak(tmp_path, "one by one") < size / 2
